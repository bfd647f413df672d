import type { DaemonSet, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isControlledBy } from '#machinery/owner.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { podKind } from '../pod/pod.ts';
import { writePodTemplate } from '../pod-template/describe.ts';
import { formatPodPhases } from '../replicaset/describe.ts';
import { formatPlainSelector } from '../service/columns.ts';

/** `kubectl describe daemonset`. */
export async function describeDaemonSet(set: Stored<DaemonSet>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const selector = formatSelector(selectorFromLabelSelector(set.spec?.selector));
  const namespace = set.metadata.namespace ?? '';
  const { status } = set;
  writer.line(0, 'Name:', set.metadata.name);
  writer.line(0, 'Namespace:', namespace);
  writer.line(0, 'Selector:', selector);
  writer.line(0, 'Node-Selector:', formatPlainSelector(set.spec?.template?.spec?.nodeSelector));
  writeLabels(writer, 'Labels', set.metadata.labels);
  writeAnnotations(writer, 'Annotations', set.metadata.annotations);
  writer.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  writer.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  writer.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  writer.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  writer.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  const pods = await context.list<Pod>(podKind, namespace, { label: selector });
  writer.line(0, 'Pods Status:', formatPodPhases(pods.filter((pod) => isControlledBy(pod, set))));
  writePodTemplate(writer, set.spec?.template);
  writeEvents(writer, await readEvents(set, context), context.nowMs);
  return writer.text();
}
