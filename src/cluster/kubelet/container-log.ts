import { concatBytes, decodeText } from '#os/bytes.ts';
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

/** Creates an empty log. @param now the clock that stamps lines. @param limitBytes how much is kept */
export function createContainerLog(now: () => number, limitBytes: number): ContainerLog {
  return new ChunkedLog(now, limitBytes);
}

/** Lines that came at one time. They stay bytes until somebody reads them: most logs are never read. */
interface Chunk {
  readonly atMs: number;
  /** Whole lines, but for the last chunk of a container that ended in the middle of one. */
  readonly bytes: Uint8Array;
  readonly lines: number;
}

const NEWLINE = 10;
const nothing = new Uint8Array(0);

/** A class, so that thousands of them share their methods. What comes together is kept together. */
class ChunkedLog implements ContainerLog {
  readonly #now: () => number;
  readonly #limitBytes: number;
  #chunks: Chunk[] = [];
  #dropped = 0;
  #lines = 0;
  #keptBytes = 0;
  #partial = nothing;
  #ended = false;
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
    const whole = this.#partial.length === 0 ? bytes : concatBytes([this.#partial, bytes]);
    const end = whole.lastIndexOf(NEWLINE) + 1;
    this.#partial = end === whole.length ? nothing : whole.slice(end);
    if (end === 0) return;
    this.#push(end === whole.length ? whole : whole.slice(0, end));
    this.#trim();
    this.#tell();
  }

  end(): void {
    if (this.#ended) return;
    if (this.#partial.length > 0) this.#push(this.#partial);
    this.#partial = nothing;
    this.#ended = true;
    this.#tell();
  }

  read(selection: LogSelection, fromLine = 0): string {
    const { fromMs, tailLines, limitBytes, timestamps } = selection;
    let chosen: { readonly atMs: number; readonly text: string }[] = [];
    let number = this.#dropped;
    for (const chunk of this.#chunks) {
      const isOld = (fromMs !== undefined && chunk.atMs < fromMs) || number + chunk.lines <= fromLine;
      if (!isOld)
        for (const [index, text] of splitLines(decodeText(chunk.bytes)).entries()) if (number + index >= fromLine) chosen.push({ atMs: chunk.atMs, text });
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

  #push(bytes: Uint8Array): void {
    const lines = countLines(bytes);
    this.#chunks.push({ atMs: this.#now(), bytes, lines });
    this.#lines += lines;
    this.#keptBytes += bytes.length;
  }

  #trim(): void {
    if (this.#keptBytes <= this.#limitBytes) return;
    let drop = 0;
    for (; drop < this.#chunks.length - 1 && this.#keptBytes > this.#limitBytes * 0.75; drop++) {
      const chunk = this.#chunks[drop];
      this.#keptBytes -= chunk?.bytes.length ?? 0;
      this.#lines -= chunk?.lines ?? 0;
      this.#dropped += chunk?.lines ?? 0;
    }
    this.#chunks = this.#chunks.slice(drop);
  }

  #tell(): void {
    for (const listener of [...(this.#listeners ?? [])]) listener();
  }
}

function countLines(bytes: Uint8Array): number {
  let count = bytes.at(-1) === NEWLINE ? 0 : 1;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** Each line with its line break. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function cutBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= limit ? text : new TextDecoder().decode(bytes.subarray(0, limit));
}
