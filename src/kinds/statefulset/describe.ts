import type { PersistentVolumeClaim, Pod, StatefulSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isControlledBy } from '#machinery/owner.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatLongTime, writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { podKind } from '../pod/pod.ts';
import { writePodTemplate } from '../pod-template/describe.ts';
import { formatPodPhases } from '../replicaset/describe.ts';

/** `kubectl describe statefulset`. */
export async function describeStatefulSet(set: Stored<StatefulSet>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const selector = formatSelector(selectorFromLabelSelector(set.spec?.selector));
  const namespace = set.metadata.namespace ?? '';
  writer.line(0, 'Name:', set.metadata.name);
  writer.line(0, 'Namespace:', namespace);
  writer.line(0, 'CreationTimestamp:', formatLongTime(set.metadata.creationTimestamp));
  writer.line(0, 'Selector:', selector);
  writeLabels(writer, 'Labels', set.metadata.labels);
  writeAnnotations(writer, 'Annotations', set.metadata.annotations);
  writer.line(0, 'Replicas:', `${set.spec?.replicas ?? 0} desired | ${set.status?.replicas ?? 0} total`);
  writer.line(0, 'Update Strategy:', set.spec?.updateStrategy?.type ?? '');
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) writer.line(1, 'Partition:', String(partition));
  const pods = await context.list<Pod>(podKind, namespace, { label: selector });
  writer.line(0, 'Pods Status:', formatPodPhases(pods.filter((pod) => isControlledBy(pod, set))));
  writePodTemplate(writer, set.spec?.template);
  writeClaims(writer, set.spec?.volumeClaimTemplates ?? []);
  writeEvents(writer, await readEvents(set, context), context.nowMs);
  return writer.text();
}

function writeClaims(writer: DescribeWriter, claims: readonly PersistentVolumeClaim[]): void {
  if (claims.length === 0) {
    writer.line(0, 'Volume Claims:', '<none>');
    return;
  }
  writer.line(0, 'Volume Claims:');
  for (const claim of claims) {
    writer.line(1, 'Name:', claim.metadata?.name ?? '');
    writer.line(1, 'StorageClass:', claim.spec?.storageClassName ?? '');
    writeLabels(writer, '  Labels', claim.metadata?.labels);
    writeAnnotations(writer, '  Annotations', claim.metadata?.annotations);
    writer.line(1, 'Capacity:', claim.spec?.resources?.requests?.['storage'] ?? '<default>');
    writer.line(1, 'Access Modes:', `[${(claim.spec?.accessModes ?? []).join(' ')}]`);
  }
}
