import type { SignalName } from './process.ts';
import type { ByteReader, ByteWriter } from './stream.ts';

/** The machine whose processes are on a terminal. */
export interface TtySession {
  signalGroup(group: number, signal: SignalName): void;
}

/**
 * A terminal device between a screen (xterm.js, a host's terminal, an exec stream) and the processes on it.
 * In cooked mode it echoes, edits the line and turns ^C, ^Z and ^\ into signals for the foreground group; in raw mode
 * every key goes to the reader.
 */
export interface Tty {
  readonly columns: number;
  readonly rows: number;
  readonly raw: boolean;
  /** Whether a process waits for keys. */
  readonly isWaitedFor: boolean;
  setRaw(raw: boolean): void;
  readonly reader: ByteReader;
  readonly writer: ByteWriter;
  /** Keys from the screen. */
  input(data: string): void;
  /** The screen changed its size; WINCH to the foreground group. */
  resize(columns: number, rows: number): void;
  /** The process group that gets the signals of the keyboard; set by the shell that owns the terminal. */
  foregroundGroup: number;
  /** Who delivers the keyboard's signals; a machine attaches itself when it starts a process on the terminal. */
  attach(session: TtySession): void;
  /** The screen went away: HUP to the group, end of input. */
  hangUp(): void;
}
