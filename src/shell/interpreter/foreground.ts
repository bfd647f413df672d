import type { ChildProcess, ExitStatus } from '#os/process.ts';
import { signalDescriptions } from '#os/signals.ts';
import { InterruptFlow } from '../control-flow.ts';
import { type Job, jobState } from '../job-table.ts';
import { printError, type Shell } from '../shell.ts';

/** Status of a job that ^Z stopped: 128 + SIGTSTP. */
const STOPPED_STATUS = 148;

/**
 * Waits for the processes of a job in the foreground; with job control the terminal is theirs meanwhile.
 * @param command what the job is called when it is stopped
 * @returns the status of each process
 * @throws InterruptFlow when an interactive job was ended by ^C
 */
export async function waitForeground(shell: Shell, children: readonly ChildProcess[], command: string, job?: Job): Promise<number[]> {
  const { tty } = shell.process;
  const isMonitored = shell.options.has('monitor') && tty !== undefined;
  const [first] = children;
  if (isMonitored && first) tty.foregroundGroup = job?.group ?? first.pid;
  const statuses: number[] = [];
  let last: ExitStatus | undefined;
  try {
    for (const child of children) {
      const status = isMonitored ? await child.waitStopped(shell.cancel) : await child.wait(shell.cancel);
      if (status === 'stopped') return await suspend(shell, children, command, job);
      statuses.push(status.code);
      last = status;
    }
  } finally {
    if (isMonitored) tty.foregroundGroup = shell.process.group;
  }
  await reportSignal(shell, last);
  return statuses;
}

async function suspend(shell: Shell, children: readonly ChildProcess[], command: string, known: Job | undefined): Promise<number[]> {
  const job = known ?? shell.jobs.add({ processes: children, group: children[0]?.pid ?? 0, command });
  shell.jobs.select(job);
  await printError(shell, `\n[${job.id}]+  Stopped                 ${command}\n`);
  return [STOPPED_STATUS];
}

/** What an interactive shell says of a job that a signal ended; ^C ends the rest of the line too. */
async function reportSignal(shell: Shell, status: ExitStatus | undefined): Promise<void> {
  if (!shell.isInteractive || !status?.signal) return;
  if (status.signal === 'INT') {
    await printError(shell, '\n');
    throw new InterruptFlow(status.code);
  }
  if (status.signal !== 'PIPE') await printError(shell, `${signalDescriptions[status.signal]}\n`);
}

/** Tells of jobs in the background that have ended, once each, as an interactive shell does before its prompt. */
export async function reportFinishedJobs(shell: Shell): Promise<void> {
  for (const job of shell.jobs.list()) {
    if (jobState(job) !== 'done') continue;
    await printError(shell, `${describeJob(shell, job)}\n`);
    shell.jobs.remove(job);
  }
}

/** A line of `jobs`: `[1]+  Running                 sleep 5 &`. */
export function describeJob(shell: Shell, job: Job, withPid = false): string {
  const mark = job === shell.jobs.current() ? '+' : job === shell.jobs.previous() ? '-' : ' ';
  const state = jobState(job);
  const status = job.processes.at(-1)?.exited;
  const ended = status?.signal ? signalDescriptions[status.signal] : status?.code ? `Exit ${status.code}` : 'Done';
  const word = state === 'running' ? 'Running' : state === 'stopped' ? 'Stopped' : ended;
  const pid = withPid ? `${job.processes[0]?.pid} ` : '';
  return `[${job.id}]${mark}  ${pid}${word.padEnd(24)}${job.command}${state === 'running' ? ' &' : ''}`;
}
