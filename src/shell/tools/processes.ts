import type { Process, ProcessInfo, Program } from '#os/process.ts';
import { parseSignal, signalNumbers } from '#os/signals.ts';
import { UsageError } from '#sim/usage-error.ts';
import { formatDate } from './format-date.ts';

const elapsed = (process: Process, info: ProcessInfo): string => formatDate('%H:%M:%S', process.simulation.clock.now - info.startedAtMs);
const terminal = (info: ProcessInfo): string => (info.tty ? 'pts/0' : '?');
const state = (info: ProcessInfo, own: Process): string => (info.stopped ? 'T' : info.pid === own.pid ? 'R' : 'S');
const commandLine = (info: ProcessInfo): string => info.argv.join(' ');
const commandName = (info: ProcessInfo): string => (info.argv[0] ?? '').split('/').at(-1) ?? '';

/** The columns of `ps -o`. */
const columns: Readonly<Record<string, { readonly title: string; readonly alignsRight: boolean; value(info: ProcessInfo, own: Process): string }>> = {
  pid: { title: 'PID', alignsRight: true, value: (info) => String(info.pid) },
  ppid: { title: 'PPID', alignsRight: true, value: (info) => String(info.parentPid) },
  user: { title: 'USER', alignsRight: false, value: (info) => info.user.name || String(info.user.uid) },
  uid: { title: 'UID', alignsRight: true, value: (info) => String(info.user.uid) },
  tty: { title: 'TTY', alignsRight: false, value: terminal },
  stat: { title: 'STAT', alignsRight: false, value: state },
  time: { title: 'TIME', alignsRight: true, value: () => '00:00:00' },
  etime: { title: 'ELAPSED', alignsRight: true, value: (info, own) => elapsed(own, info) },
  comm: { title: 'COMMAND', alignsRight: false, value: commandName },
  cmd: { title: 'CMD', alignsRight: false, value: commandLine },
  args: { title: 'COMMAND', alignsRight: false, value: commandLine },
};

function formatTable(rows: readonly ProcessInfo[], names: readonly string[], own: Process): string {
  const chosen = names.map((name) => {
    const column = columns[name];
    if (!column) throw new UsageError(`error: unknown user-defined format specifier "${name}"`);
    return column;
  });
  const cells = [chosen.map((column) => column.title), ...rows.map((info) => chosen.map((column) => column.value(info, own)))];
  const widths = chosen.map((_column, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  const pad = (text: string, index: number): string =>
    chosen[index]?.alignsRight ? text.padStart(widths[index] ?? 0) : index === chosen.length - 1 ? text : text.padEnd(widths[index] ?? 0);
  return cells.map((row) => `${row.map(pad).join(' ')}\n`).join('');
}

/** ps(1): both `ps -ef` and `ps aux`. */
export const ps: Program = async (process) => {
  const args = process.argv.slice(1);
  const formatAt = args.findIndex((argument) => argument === '-o' || argument === 'o' || argument.startsWith('-o'));
  const letters = args.filter((_argument, index) => index !== formatAt && index !== formatAt + 1).join('');
  const isAll = /a|e|x/i.test(letters);
  const rows = process.machine.processes().filter((info) => isAll || (info.tty && info.user.uid === process.user.uid));
  try {
    const format = formatAt < 0 ? undefined : args[formatAt] === '-o' || args[formatAt] === 'o' ? args[formatAt + 1] : args[formatAt]?.slice(2);
    if (format !== undefined) await process.print(formatTable(rows, format.split(/[ ,]/).filter(Boolean), process));
    else if (letters.includes('u')) await process.print(formatTable(rows, ['user', 'pid', 'tty', 'stat', 'time', 'args'], process));
    else if (letters.includes('f')) await process.print(formatTable(rows, ['user', 'pid', 'ppid', 'tty', 'time', 'cmd'], process));
    else await process.print(formatTable(rows, ['pid', 'tty', 'time', isAll ? 'args' : 'comm'], process));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.printError(`${error.message}\n`);
    return 1;
  }
};

/** kill(1), for callers that are no shell. */
export const kill: Program = async (process) => {
  const [first = '', ...rest] = process.argv.slice(1);
  if (first === '-l') {
    await process.print(`${Object.keys(signalNumbers).join(' ')}\n`);
    return 0;
  }
  const isSignal = /^-./.test(first);
  const name = first === '-s' ? (rest[0] ?? '') : isSignal ? first.slice(1) : 'TERM';
  const targets = first === '-s' ? rest.slice(1) : isSignal ? rest : [first, ...rest].filter((target) => target !== '');
  const signal = parseSignal(name);
  if (!signal && name !== '0') return complain(process, `kill: ${name}: invalid signal specification`);
  if (targets.length === 0) return complain(process, 'kill: not enough arguments');
  let status = 0;
  for (const target of targets) {
    const pid = Number(target);
    const isThere = signal
      ? pid < 0
        ? process.machine.signalGroup(-pid, signal)
        : process.machine.kill(pid, signal)
      : process.machine.processes().some((info) => info.pid === pid);
    if (!isThere) status = await complain(process, `kill: (${target}): No such process`);
  }
  return status;
};

async function complain(process: Process, message: string): Promise<number> {
  await process.printError(`${message}\n`);
  return 1;
}

/** Processes by a regular expression on their name (`-f`: on the whole command line). */
function findProcesses(process: Process, pattern: string, isFull: boolean): ProcessInfo[] {
  const expression = new RegExp(pattern);
  return process.machine.processes().filter((info) => info.pid !== process.pid && expression.test(isFull ? commandLine(info) : commandName(info)));
}

export const pgrep: Program = async (process) => {
  const args = process.argv.slice(1);
  const [pattern] = args.filter((argument) => !argument.startsWith('-'));
  if (pattern === undefined) return complain(process, 'pgrep: no matching criteria specified');
  const found = findProcesses(process, pattern, args.includes('-f') || args.includes('-af'));
  const showsName = args.includes('-l') || args.includes('-a') || args.includes('-af');
  await process.print(found.map((info) => `${info.pid}${showsName ? ` ${commandLine(info)}` : ''}\n`).join(''));
  return found.length > 0 ? 0 : 1;
};

export const pkill: Program = async (process) => {
  const args = process.argv.slice(1);
  const signalText = args.find((argument) => /^-(\d+|[A-Z]{3,})$/.test(argument));
  const [pattern] = args.filter((argument) => !argument.startsWith('-'));
  const signal = parseSignal(signalText?.slice(1) ?? 'TERM');
  if (pattern === undefined || !signal) return complain(process, 'pkill: no matching criteria specified');
  const found = findProcesses(process, pattern, args.includes('-f'));
  for (const info of found) process.machine.kill(info.pid, signal);
  return found.length > 0 ? 0 : 1;
};
