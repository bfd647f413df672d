import type { SignalName } from './process.ts';

/** Linux's numbers on x86-64. */
export const signalNumbers: Readonly<Record<SignalName, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  PIPE: 13,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  WINCH: 28,
};

/** What bash says of a process that a signal killed: `Terminated`. */
export const signalDescriptions: Readonly<Record<SignalName, string>> = {
  HUP: 'Hangup',
  INT: 'Interrupt',
  QUIT: 'Quit',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  USR2: 'User defined signal 2',
  PIPE: 'Broken pipe',
  TERM: 'Terminated',
  CHLD: 'Child exited',
  CONT: 'Continued',
  STOP: 'Stopped (signal)',
  TSTP: 'Stopped',
  WINCH: 'Window changed',
};

const names = Object.keys(signalNumbers) as SignalName[];

/** Reads `TERM`, `SIGTERM`, `term` or `15`; undefined for what is no signal we have. */
export function parseSignal(text: string): SignalName | undefined {
  if (/^\d+$/.test(text)) return names.find((name) => signalNumbers[name] === Number(text));
  const bare = text.toUpperCase().replace(/^SIG/, '');
  return names.find((name) => name === bare);
}

/** Signals whose default is to be ignored, not to kill. */
export function isIgnoredByDefault(signal: SignalName): boolean {
  return signal === 'CHLD' || signal === 'WINCH' || signal === 'CONT';
}
