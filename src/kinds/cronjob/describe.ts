import type { CronJob } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatLongTime, writeHeader } from '../describe-writer/metadata.ts';
import { writePodTemplate } from '../pod-template/describe.ts';

/** `kubectl describe cronjob`. */
export async function describeCronJob(cronJob: Stored<CronJob>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const { spec, status } = cronJob;
  const job = spec?.jobTemplate?.spec;
  const limit = (count: number | undefined) => (count === undefined ? '<unset>' : String(count));
  writeHeader(writer, cronJob);
  writer.line(0, 'Schedule:', spec?.schedule ?? '');
  writer.line(0, 'Concurrency Policy:', spec?.concurrencyPolicy ?? '');
  writer.line(0, 'Suspend:', spec?.suspend ? 'True' : 'False');
  writer.line(0, 'Successful Job History Limit:', limit(spec?.successfulJobsHistoryLimit));
  writer.line(0, 'Failed Job History Limit:', limit(spec?.failedJobsHistoryLimit));
  writer.line(0, 'Starting Deadline Seconds:', spec?.startingDeadlineSeconds === undefined ? '<unset>' : `${spec.startingDeadlineSeconds}s`);
  writer.line(0, 'Selector:', '<unset>');
  writer.line(0, 'Parallelism:', job?.parallelism === undefined ? '<unset>' : String(job.parallelism));
  writer.line(0, 'Completions:', job?.completions === undefined ? '<unset>' : String(job.completions));
  if (job?.activeDeadlineSeconds !== undefined) writer.line(0, 'Active Deadline Seconds:', `${job.activeDeadlineSeconds}s`);
  writePodTemplate(writer, job?.template);
  writer.line(0, 'Last Schedule Time:', status?.lastScheduleTime ? formatLongTime(status.lastScheduleTime) : '<unset>');
  const active = (status?.active ?? []).map((reference) => reference.name ?? '');
  writer.line(0, 'Active Jobs:', active.join(', ') || '<none>');
  writeEvents(writer, await readEvents(cronJob, context), context.nowMs);
  return writer.text();
}
