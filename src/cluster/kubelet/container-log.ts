import { formatNanoTime } from './log-time.ts';

interface LogLine {
  readonly atMs: number;
  /** With its line break, unless the container ended in the middle of a line. */
  readonly text: string;
}

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
  const decoder = new TextDecoder();
  const listeners = new Set<() => void>();
  let lines: LogLine[] = [];
  let dropped = 0;
  let keptBytes = 0;
  let partial = '';
  let ended = false;

  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const push = (text: string): void => {
    lines.push({ atMs: now(), text });
    keptBytes += text.length;
  };
  const trim = (): void => {
    if (keptBytes <= limitBytes) return;
    let drop = 0;
    for (; drop < lines.length - 1 && keptBytes > limitBytes * 0.75; drop++) keptBytes -= lines[drop]?.text.length ?? 0;
    lines = lines.slice(drop);
    dropped += drop;
  };

  return {
    get ended() {
      return ended;
    },
    get lineCount() {
      return dropped + lines.length;
    },
    append(bytes) {
      const text = partial + decoder.decode(bytes, { stream: true });
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        push(text.slice(start, end + 1));
        start = end + 1;
      }
      partial = text.slice(start);
      trim();
      if (start > 0) tell();
    },
    end() {
      if (ended) return;
      if (partial) push(partial);
      partial = '';
      ended = true;
      tell();
    },
    read(selection, fromLine = 0) {
      let chosen = fromLine > dropped ? lines.slice(fromLine - dropped) : lines;
      const { fromMs, tailLines } = selection;
      if (fromMs !== undefined) chosen = chosen.filter((line) => line.atMs >= fromMs);
      if (tailLines !== undefined) chosen = tailLines === 0 ? [] : chosen.slice(-tailLines);
      const text = chosen.map((line) => (selection.timestamps ? `${formatNanoTime(line.atMs)} ${line.text}` : line.text)).join('');
      return selection.limitBytes === undefined ? text : cutBytes(text, selection.limitBytes);
    },
    onGrowth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function cutBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= limit ? text : new TextDecoder().decode(bytes.subarray(0, limit));
}
