import type { PriorityClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeAnnotations } from '../describe-writer/metadata.ts';

/** `kubectl describe priorityclass`. */
export async function describePriorityClass(priorityClass: Stored<PriorityClass>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writer.line(0, 'Name:', priorityClass.metadata.name);
  writer.line(0, 'Value:', String(priorityClass.value));
  writer.line(0, 'GlobalDefault:', String(priorityClass.globalDefault ?? false));
  writer.line(0, 'PreemptionPolicy:', priorityClass.preemptionPolicy ?? '');
  writer.line(0, 'Description:', priorityClass.description ?? '');
  writeAnnotations(writer, 'Annotations', priorityClass.metadata.annotations);
  writeEvents(writer, await readEvents(priorityClass, context), context.nowMs);
  return writer.text();
}
