import type { ChildProcess, ExitStatus } from '#os/process.ts';

/** A pipeline the shell started and can speak about: `%1`. */
export interface Job {
  readonly id: number;
  /** The processes of its stages; the last one's status is the job's. */
  readonly processes: readonly ChildProcess[];
  /** Process group; signals to `%1` go to all of it. */
  readonly group: number;
  readonly command: string;
  /** Whether its end was told already. */
  isReported: boolean;
}

export type JobState = 'running' | 'stopped' | 'done';

export interface JobTable {
  add(job: Omit<Job, 'id' | 'isReported'>): Job;
  list(): readonly Job[];
  remove(job: Job): void;
  /** `%1`, `%%`, `%+`, `%-`, `%name`, `%?text`, or a pid. */
  find(reference: string): Job | undefined;
  /** The job `%+` means, and the one `%-` means. */
  current(): Job | undefined;
  previous(): Job | undefined;
  /** Makes a job the current one. */
  select(job: Job): void;
}

/** Creates a table. @param inherited jobs a subshell can list but not wait for */
export function createJobTable(inherited: readonly Job[] = []): JobTable {
  let jobs: readonly Job[] = inherited;
  /** Most recent first. */
  let order: readonly Job[] = inherited.toReversed();

  const table: JobTable = {
    add(job) {
      const id = jobs.reduce((highest, other) => Math.max(highest, other.id), 0) + 1;
      const added: Job = { ...job, id, isReported: false };
      jobs = [...jobs, added];
      order = [added, ...order];
      return added;
    },
    list: () => jobs,
    remove(job) {
      jobs = jobs.filter((other) => other !== job);
      order = order.filter((other) => other !== job);
    },
    current: () => order[0],
    previous: () => order[1],
    select(job) {
      order = [job, ...order.filter((other) => other !== job)];
    },
    find(reference) {
      if (!reference.startsWith('%')) return jobs.find((job) => job.processes.some((process) => process.pid === Number(reference)));
      const text = reference.slice(1);
      if (text === '' || text === '%' || text === '+') return order[0];
      if (text === '-') return order[1] ?? order[0];
      if (/^\d+$/.test(text)) return jobs.find((job) => job.id === Number(text));
      return text.startsWith('?') ? jobs.find((job) => job.command.includes(text.slice(1))) : jobs.find((job) => job.command.startsWith(text));
    },
  };
  return table;
}

export function jobState(job: Job): JobState {
  if (job.processes.every((process) => process.exited !== undefined)) return 'done';
  return job.processes.some((process) => process.stopped) ? 'stopped' : 'running';
}

/** How the last stage of a job ended; undefined while it runs. */
export function jobStatus(job: Job): ExitStatus | undefined {
  return job.processes.at(-1)?.exited;
}
