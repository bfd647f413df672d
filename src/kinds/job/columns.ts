import type { Job } from '#machinery/generated/types.ts';
import { formatLabelSelector } from '#machinery/selector.ts';
import { formatAge, parseTime } from '#machinery/time.ts';
import type { Column } from '../kind.ts';
import { ageColumn, containerColumns, nameColumn, wideColumn } from '../table-columns.ts';

/** The Table of jobs. */
export const jobColumns: readonly Column<Job>[] = [
  nameColumn,
  { name: 'Status', type: 'string', description: 'What the job is at.', cell: formatStatus },
  { name: 'Completions', type: 'string', description: 'Pods that have succeeded of those wanted.', cell: formatCompletions },
  { name: 'Duration', type: 'string', description: 'How long it took, or has taken so far.', cell: formatDuration },
  ageColumn,
  ...containerColumns<Job>((job) => job.spec?.template?.spec),
  wideColumn('Selector', 'Which pods are its own.', (job) => formatLabelSelector(job.spec?.selector)),
];

function formatStatus(job: Job): string {
  const has = (type: string) => (job.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata?.deletionTimestamp) return 'Terminating';
  for (const type of ['Suspended', 'FailureTarget', 'SuccessCriteriaMet']) if (has(type)) return type;
  return 'Running';
}

function formatCompletions(job: Job): string {
  const succeeded = job.status?.succeeded ?? 0;
  const { completions, parallelism = 0 } = job.spec ?? {};
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

/** From the start to the completion, or to now; '' before the start. */
export function formatDuration(job: Job, nowMs: number): string {
  const { startTime, completionTime } = job.status ?? {};
  if (!startTime) return '';
  return formatAge((completionTime ? parseTime(completionTime) : nowMs) - parseTime(startTime));
}
