import type { IngressClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';

/** `kubectl describe ingressclass`. */
export async function describeIngressClass(ingressClass: Stored<IngressClass>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writer.line(0, 'Name:', ingressClass.metadata.name);
  writeLabels(writer, 'Labels', ingressClass.metadata.labels);
  writeAnnotations(writer, 'Annotations', ingressClass.metadata.annotations);
  writer.line(0, 'Controller:', ingressClass.spec?.controller ?? '');
  const parameters = ingressClass.spec?.parameters;
  if (parameters) {
    writer.line(0, 'Parameters:');
    if (parameters.apiGroup) writer.line(1, 'APIGroup:', parameters.apiGroup);
    writer.line(1, 'Kind:', parameters.kind);
    writer.line(1, 'Name:', parameters.name);
  }
  writeEvents(writer, await readEvents(ingressClass, context), context.nowMs);
  return writer.text();
}
