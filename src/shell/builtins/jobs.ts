import type { ChildProcess } from '#os/process.ts';
import { parseSignal, signalNumbers } from '#os/signals.ts';
import { Cancelled, type CancelToken, createCancelSource } from '#sim/cancel.ts';
import { ShellError } from '../control-flow.ts';
import { describeJob, waitForeground } from '../interpreter/foreground.ts';
import { runPendingTraps } from '../interpreter/traps.ts';
import { type Job, jobState, jobStatus } from '../job-table.ts';
import { type Builtin, complain, print, type Shell } from '../shell.ts';
import { parseBuiltinOptions } from './builtin-options.ts';

function findJob(shell: Shell, reference: string | undefined): Job {
  const job = reference === undefined ? shell.jobs.current() : shell.jobs.find(reference);
  if (!job) throw new ShellError(`${reference ?? 'current'}: no such job`);
  return job;
}

const jobs: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'lprsn');
  const listed = options.rest.length > 0 ? options.rest.map((reference) => findJob(shell, reference)) : shell.jobs.list();
  for (const job of listed) {
    const state = jobState(job);
    if ((options.has('r') && state !== 'running') || (options.has('s') && state !== 'stopped')) continue;
    await print(shell, options.has('p') ? `${job.processes[0]?.pid}\n` : `${describeJob(shell, job, options.has('l'))}\n`);
    if (state === 'done' && shell.subshellDepth === 0) shell.jobs.remove(job);
  }
  return 0;
};

const fg: Builtin = async (shell, args) => {
  if (!shell.options.has('monitor')) throw new ShellError('no job control');
  const job = findJob(shell, args[0]);
  await print(shell, `${job.command}\n`);
  shell.jobs.select(job);
  shell.process.machine.signalGroup(job.group, 'CONT');
  const statuses = await waitForeground(shell, job.processes, job.command, job);
  if (jobState(job) === 'done') shell.jobs.remove(job);
  return statuses.at(-1) ?? 0;
};

const bg: Builtin = async (shell, args) => {
  if (!shell.options.has('monitor')) throw new ShellError('no job control');
  const job = findJob(shell, args[0]);
  shell.process.machine.signalGroup(job.group, 'CONT');
  await print(shell, `[${job.id}]+ ${job.command} &\n`);
  return 0;
};

/** Status of a `wait` that a trapped signal ended: 128 + its number; here the number is not known yet. */
const INTERRUPTED = 'interrupted';

/** Waits until one of the processes ends, or a trapped signal comes. */
async function waitOrTrap(shell: Shell, children: readonly ChildProcess[]): Promise<typeof INTERRUPTED | undefined> {
  const { clock } = shell.process.simulation;
  for (;;) {
    if (shell.traps.hasPending) return INTERRUPTED;
    if (children.some((child) => child.exited)) return undefined;
    const round = createCancelSource(shell.cancel);
    try {
      await clock.wait<void>((wake) => {
        for (const child of children) void wakeAtEnd(child, wake, round.token);
        return shell.traps.onArrival(() => wake());
      }, round.token);
    } finally {
      round.cancel(); // whoever still waits for the other processes stops
    }
  }
}

async function wakeAtEnd(child: ChildProcess, wake: () => void, cancel: CancelToken): Promise<void> {
  try {
    await child.wait(cancel);
    wake();
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error; // the wait as a whole was called off
  }
}

async function waitForJob(shell: Shell, job: Job): Promise<number> {
  for (const child of job.processes) {
    if (child.exited) continue;
    if ((await waitOrTrap(shell, [child])) === INTERRUPTED) {
      await runPendingTraps(shell);
      return 128 + signalNumbers.TERM;
    }
  }
  shell.jobs.remove(job);
  return jobStatus(job)?.code ?? 0;
}

const wait: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'nfp:');
  const all = shell.jobs.list();
  if (options.has('n')) {
    if (all.length === 0) return 127;
    if (
      (await waitOrTrap(
        shell,
        all.flatMap((job) => job.processes.slice(-1)),
      )) === INTERRUPTED
    )
      return 128;
    const done = shell.jobs.list().find((job) => jobState(job) === 'done');
    return done ? waitForJob(shell, done) : 0;
  }
  let status = 0;
  if (options.rest.length === 0) for (const job of all) status = Math.max(0, (await waitForJob(shell, job)) * 0);
  for (const reference of options.rest) {
    const job = shell.jobs.find(reference);
    if (job) status = await waitForJob(shell, job);
    else if (reference.startsWith('%')) status = await complain(shell, `wait: ${reference}: no such job`, 127);
    else
      status = await complain(
        shell,
        /^\d+$/.test(reference) ? `wait: pid ${reference} is not a child of this shell` : `wait: \`${reference}': not a pid or valid job spec`,
        127,
      );
  }
  return status;
};

const kill: Builtin = async (shell, args) => {
  const [first = ''] = args;
  if (first === '-l' || first === '-L') return listSignals(shell, args.slice(1));
  let at = 0;
  let name = 'TERM';
  if (first === '-s' || first === '-n') {
    name = args[1] ?? '';
    at = 2;
  } else if (/^-./.test(first) && first !== '--') {
    name = first.slice(1);
    at = 1;
  } else if (first === '--') at = 1;
  const signal = parseSignal(name);
  if (!signal && name !== '0') throw new ShellError(`${name}: invalid signal specification`);
  const targets = args.slice(at);
  if (targets.length === 0) throw new ShellError('usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]', 2);
  let status = 0;
  for (const target of targets) {
    const { machine } = shell.process;
    const job = target.startsWith('%') ? shell.jobs.find(target) : undefined;
    if (target.startsWith('%') && !job) status = await complain(shell, `kill: ${target}: no such job`);
    else if (!job && !/^-?\d+$/.test(target)) status = await complain(shell, `kill: ${target}: arguments must be process or job IDs`);
    else {
      const group = job ? job.group : Number(target);
      const isGroup = (job !== undefined && job.group !== shell.process.group) || target.startsWith('-');
      const pid = job ? (job.processes[0]?.pid ?? 0) : Number(target);
      const isThere = signal
        ? isGroup
          ? machine.signalGroup(Math.abs(group), signal)
          : machine.kill(pid, signal)
        : machine.processes().some((process) => process.pid === pid);
      if (!isThere) status = await complain(shell, `kill: (${target}) - No such process`);
    }
  }
  shell.cancel.throwIfCancelled();
  return status;
};

async function listSignals(shell: Shell, args: readonly string[]): Promise<number> {
  if (args.length === 0) {
    await print(
      shell,
      `${Object.entries(signalNumbers)
        .map(([name, number]) => `${String(number).padStart(2)}) SIG${name}`)
        .join('\n')}\n`,
    );
    return 0;
  }
  for (const argument of args) {
    const number = Number(argument);
    const signal = parseSignal(String(number > 128 ? number - 128 : argument));
    if (!signal) throw new ShellError(`${argument}: invalid signal specification`);
    await print(shell, `${/^\d+$/.test(argument) ? signal : signalNumbers[signal]}\n`);
  }
  return 0;
}

const disown: Builtin = (shell, args) => {
  for (const job of args.includes('-a')
    ? shell.jobs.list()
    : [
        findJob(
          shell,
          args.find((argument) => !argument.startsWith('-')),
        ),
      ])
    shell.jobs.remove(job);
  return 0;
};

export const jobBuiltins: Readonly<Record<string, Builtin>> = { jobs, fg, bg, wait, kill, disown };
