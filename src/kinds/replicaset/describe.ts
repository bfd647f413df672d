import type { Pod, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isControlledBy } from '#machinery/owner.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatController, writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { podKind } from '../pod/pod.ts';
import { writePodTemplate } from '../pod-template/describe.ts';

/** `kubectl describe replicaset`. */
export async function describeReplicaSet(set: Stored<ReplicaSet>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const selector = formatSelector(selectorFromLabelSelector(set.spec?.selector));
  const namespace = set.metadata.namespace ?? '';
  writer.line(0, 'Name:', set.metadata.name);
  writer.line(0, 'Namespace:', namespace);
  writer.line(0, 'Selector:', selector);
  writeLabels(writer, 'Labels', set.metadata.labels);
  writeAnnotations(writer, 'Annotations', set.metadata.annotations);
  const controller = formatController(set);
  if (controller) writer.line(0, 'Controlled By:', controller);
  writer.line(0, 'Replicas:', `${set.status?.replicas ?? 0} current / ${set.spec?.replicas ?? 0} desired`);
  const pods = await context.list<Pod>(podKind, namespace, { label: selector });
  writer.line(0, 'Pods Status:', formatPodPhases(pods.filter((pod) => isControlledBy(pod, set))));
  writePodTemplate(writer, set.spec?.template);
  const conditions = set.status?.conditions ?? [];
  if (conditions.length > 0) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type', 'Status', 'Reason');
    writer.line(1, '----', '------', '------');
    for (const condition of conditions) writer.line(1, `${condition.type} `, condition.status, condition.reason ?? '');
  }
  writeEvents(writer, await readEvents(set, context), context.nowMs);
  return writer.text();
}

/** `4 Running / 0 Waiting / 0 Succeeded / 0 Failed`. */
export function formatPodPhases(pods: readonly Pod[]): string {
  const count = (phase: string) => pods.filter((pod) => pod.status?.phase === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}
