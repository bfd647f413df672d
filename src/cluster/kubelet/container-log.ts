import { decodeText } from '#os/bytes.ts';
import { formatNanoTime } from './log-time.ts';

export interface LogSelection {
  readonly timestamps: boolean;
  readonly tailLines?: number;
  /** Only lines written at or after this time. */
  readonly fromMs?: number;
  readonly limitBytes?: number;
}

/** What a container has printed to stdout and stderr, in the order it came. The oldest lines go when it grows too long. */
export interface ContainerLog {
  append(bytes: Uint8Array): void;
  /** No more will come; a line without an end is kept as it is. */
  end(): void;
  readonly ended: boolean;
  /** How many lines were ever completed. */
  readonly lineCount: number;
  /** The text of the selected lines. @param fromLine only lines with this number (as of `lineCount`) or later */
  read(selection: LogSelection, fromLine?: number): string;
  /** Calls `listener` when a line was completed or the log has ended. @returns a function that takes it back */
  onGrowth(listener: () => void): () => void;
}

/** Creates an empty log. @param now the clock that stamps lines. @param limitBytes how much is kept (characters are counted) */
export function createContainerLog(now: () => number, limitBytes: number): ContainerLog {
  return new ChunkedLog(now, limitBytes);
}

/** Lines that came at one time. */
interface Chunk {
  readonly atMs: number;
  /** Whole lines, but for the last chunk of a container that ended in the middle of one. */
  readonly text: string;
  readonly lines: number;
}

/** A class, so that thousands of them share their methods. What comes together is kept together. */
class ChunkedLog implements ContainerLog {
  readonly #now: () => number;
  readonly #limitBytes: number;
  #chunks: Chunk[] = [];
  #dropped = 0;
  #lines = 0;
  #keptBytes = 0;
  #partial = '';
  #ended = false;
  #decoder: TextDecoder | undefined;
  #listeners: Set<() => void> | undefined;

  constructor(now: () => number, limitBytes: number) {
    this.#now = now;
    this.#limitBytes = limitBytes;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get lineCount(): number {
    return this.#dropped + this.#lines;
  }

  append(bytes: Uint8Array): void {
    const text = this.#partial + this.#decode(bytes);
    const end = text.lastIndexOf('\n') + 1;
    this.#partial = text.slice(end);
    if (end === 0) return;
    this.#push(text.slice(0, end));
    this.#trim();
    this.#tell();
  }

  end(): void {
    if (this.#ended) return;
    if (this.#partial) this.#push(this.#partial);
    this.#partial = '';
    this.#ended = true;
    this.#tell();
  }

  read(selection: LogSelection, fromLine = 0): string {
    const { fromMs, tailLines, limitBytes, timestamps } = selection;
    let chosen: { readonly atMs: number; readonly text: string }[] = [];
    let number = this.#dropped;
    for (const chunk of this.#chunks) {
      const isOld = (fromMs !== undefined && chunk.atMs < fromMs) || number + chunk.lines <= fromLine;
      if (!isOld) for (const [index, text] of splitLines(chunk.text).entries()) if (number + index >= fromLine) chosen.push({ atMs: chunk.atMs, text });
      number += chunk.lines;
    }
    if (tailLines !== undefined) chosen = tailLines === 0 ? [] : chosen.slice(-tailLines);
    const text = chosen.map((line) => (timestamps ? `${formatNanoTime(line.atMs)} ${line.text}` : line.text)).join('');
    return limitBytes === undefined ? text : cutBytes(text, limitBytes);
  }

  onGrowth(listener: () => void): () => void {
    const listeners = this.#listeners ?? new Set();
    this.#listeners = listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Most output ends in a plain character and needs no decoder that remembers the half of one. */
  #decode(bytes: Uint8Array): string {
    if (!this.#decoder && (bytes.at(-1) ?? 0) < 0x80) return decodeText(bytes);
    this.#decoder ??= new TextDecoder();
    return this.#decoder.decode(bytes, { stream: true });
  }

  #push(text: string): void {
    const lines = splitLines(text).length;
    this.#chunks.push({ atMs: this.#now(), text, lines });
    this.#lines += lines;
    this.#keptBytes += text.length;
  }

  #trim(): void {
    if (this.#keptBytes <= this.#limitBytes) return;
    let drop = 0;
    for (; drop < this.#chunks.length - 1 && this.#keptBytes > this.#limitBytes * 0.75; drop++) {
      const chunk = this.#chunks[drop];
      this.#keptBytes -= chunk?.text.length ?? 0;
      this.#lines -= chunk?.lines ?? 0;
      this.#dropped += chunk?.lines ?? 0;
    }
    this.#chunks = this.#chunks.slice(drop);
  }

  #tell(): void {
    for (const listener of [...(this.#listeners ?? [])]) listener();
  }
}

/** Each line with its line break. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function cutBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= limit ? text : new TextDecoder().decode(bytes.subarray(0, limit));
}
