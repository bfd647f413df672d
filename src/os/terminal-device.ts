import type { CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import { encodeText } from './bytes.ts';
import type { SignalName } from './process.ts';
import { createReader } from './readers.ts';
import type { Tty, TtySession } from './tty.ts';
import { createWaitQueue } from './wait-queue.ts';
import { createWriter } from './writers.ts';

export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** What the screen is to show; line breaks are already `\r\n`. */
  onOutput(text: string): void;
}

const keyboardSignals: Readonly<Record<string, { readonly signal: SignalName; readonly echo: string }>> = {
  '\x03': { signal: 'INT', echo: '^C' },
  '\x1a': { signal: 'TSTP', echo: '^Z' },
  '\x1c': { signal: 'QUIT', echo: '^\\' },
};

/** Creates a terminal device in cooked mode. Nothing is attached to it yet. */
export function createTty(simulation: Simulation, options: TerminalOptions): Tty {
  const readers = createWaitQueue();
  /** What can be read; undefined is an end of input (^D on an empty line). */
  const ready: (Uint8Array | undefined)[] = [];
  const outputDecoder = new TextDecoder();
  let { columns, rows } = options;
  let raw = false;
  let line = '';
  let hungUp = false;
  let waiting = 0;
  let session: TtySession | undefined;

  const show = (text: string): void => {
    if (!hungUp && text !== '') options.onOutput(text);
  };
  const offer = (bytes: Uint8Array | undefined): void => {
    ready.push(bytes);
    readers.wakeAll();
  };
  const offerLine = (): void => {
    if (line !== '') offer(encodeText(line));
    line = '';
  };
  const signal = (name: SignalName): void => session?.signalGroup(tty.foregroundGroup, name);

  const erase = (count: number): void => {
    line = [...line].slice(0, -count).join('');
    show('\b \b'.repeat(count));
  };

  const typeCooked = (key: string): void => {
    const keyboardSignal = keyboardSignals[key];
    if (keyboardSignal) {
      line = '';
      show(keyboardSignal.echo);
      signal(keyboardSignal.signal);
    } else if (key === '\x04') {
      if (line === '') offer(undefined);
      else offerLine();
    } else if (key === '\r' || key === '\n') {
      show('\r\n');
      line += '\n';
      offerLine();
    } else if (key === '\x7f' || key === '\b') {
      if (line !== '') erase(1);
    } else if (key === '\x15') erase([...line].length);
    else if (key === '\x17') erase([...(/\S+\s*$/.exec(line)?.[0] ?? line)].length);
    else {
      line += key;
      show(key < ' ' && key !== '\t' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key);
    }
  };

  const read = async (cancel?: CancelToken): Promise<Uint8Array | undefined> => {
    cancel?.throwIfCancelled();
    while (ready.length === 0) {
      if (hungUp) return undefined;
      waiting++;
      try {
        await simulation.clock.wait<void>((wake) => readers.enter(wake), cancel);
      } finally {
        waiting--;
      }
    }
    return ready.shift();
  };

  const tty: Tty = {
    get columns() {
      return columns;
    },
    get rows() {
      return rows;
    },
    get raw() {
      return raw;
    },
    get isWaitedFor() {
      return waiting > 0;
    },
    setRaw(value) {
      raw = value;
      if (raw) offerLine(); // what was typed ahead belongs to whoever reads keys now
    },
    reader: createReader({ isTty: true, read }),
    writer: createWriter({
      isTty: true,
      // A lone line feed returns the carriage in raw mode too: a job in the background may print while a line is edited.
      write: (bytes) => show(outputDecoder.decode(bytes, { stream: true }).replace(/\r?\n/g, '\r\n')),
    }),
    input(data) {
      if (hungUp) return;
      if (raw) offer(encodeText(data));
      else for (const key of data) typeCooked(key);
    },
    resize(newColumns, newRows) {
      if (newColumns === columns && newRows === rows) return;
      columns = newColumns;
      rows = newRows;
      signal('WINCH');
    },
    foregroundGroup: 0,
    attach(newSession) {
      session = newSession;
    },
    hangUp() {
      if (hungUp) return;
      hungUp = true;
      signal('HUP');
      readers.wakeAll();
    },
  };
  return tty;
}
