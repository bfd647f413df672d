import type { Job } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatController, formatLongTime, writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { writePodTemplate } from '../pod-template/describe.ts';
import { formatDuration } from './columns.ts';

/** `kubectl describe job`. */
export async function describeJob(job: Stored<Job>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writer.line(0, 'Name:', job.metadata.name);
  writer.line(0, 'Namespace:', job.metadata.namespace ?? '');
  if (job.spec?.selector) writer.line(0, 'Selector:', formatSelector(selectorFromLabelSelector(job.spec.selector)));
  writeLabels(writer, 'Labels', job.metadata.labels);
  writeAnnotations(writer, 'Annotations', job.metadata.annotations);
  const controller = formatController(job);
  if (controller) writer.line(0, 'Controlled By:', controller);
  writeSettings(writer, job);
  writeProgress(writer, job, context.nowMs);
  writePodTemplate(writer, job.spec?.template);
  writeEvents(writer, await readEvents(job, context), context.nowMs);
  return writer.text();
}

function writeSettings(writer: DescribeWriter, job: Job): void {
  const { parallelism, completions, completionMode, suspend, backoffLimit, ttlSecondsAfterFinished } = job.spec ?? {};
  if (parallelism !== undefined) writer.line(0, 'Parallelism:', String(parallelism));
  writer.line(0, 'Completions:', completions === undefined ? '<unset>' : String(completions));
  if (completionMode !== undefined) writer.line(0, 'Completion Mode:', completionMode);
  if (suspend !== undefined) writer.line(0, 'Suspend:', String(suspend));
  if (backoffLimit !== undefined) writer.line(0, 'Backoff Limit:', String(backoffLimit));
  if (ttlSecondsAfterFinished !== undefined) writer.line(0, 'TTL Seconds After Finished:', String(ttlSecondsAfterFinished));
}

function writeProgress(writer: DescribeWriter, job: Job, nowMs: number): void {
  const { startTime, completionTime, active = 0, ready, succeeded = 0, failed = 0 } = job.status ?? {};
  if (startTime) writer.line(0, 'Start Time:', formatLongTime(startTime));
  if (completionTime) writer.line(0, 'Completed At:', formatLongTime(completionTime));
  if (startTime && completionTime) writer.line(0, 'Duration:', formatDuration(job, nowMs));
  const deadline = job.spec?.activeDeadlineSeconds;
  if (deadline !== undefined) writer.line(0, 'Active Deadline Seconds:', `${deadline}s`);
  const readyText = ready === undefined ? '' : ` (${ready} Ready)`;
  writer.line(0, 'Pods Statuses:', `${active} Active${readyText} / ${succeeded} Succeeded / ${failed} Failed`);
  if (job.spec?.completionMode === 'Indexed') writer.line(0, 'Completed Indexes:', job.status?.completedIndexes || '<none>');
}
