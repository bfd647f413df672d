import type { PersistentVolumeClaim, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatAccessModes } from '../access-modes.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatLongTime, writeAnnotations, writeColumn, writeLabels } from '../describe-writer/metadata.ts';
import { podKind } from '../pod/pod.ts';
import { formatTimeSince } from '../table-columns.ts';
import { claimClass } from './claim-class.ts';

/** `kubectl describe persistentvolumeclaim`: with the pods that use it. */
export async function describeClaim(claim: Stored<PersistentVolumeClaim>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const { name, namespace = '', deletionTimestamp, finalizers = [] } = claim.metadata;
  const hasVolume = Boolean(claim.spec?.volumeName);
  writer.line(0, 'Name:', name);
  writer.line(0, 'Namespace:', namespace);
  writer.line(0, 'StorageClass:', claimClass(claim));
  writer.line(0, 'Status:', deletionTimestamp ? `Terminating (lasts ${formatTimeSince(deletionTimestamp, context.nowMs)})` : (claim.status?.phase ?? ''));
  writer.line(0, 'Volume:', claim.spec?.volumeName ?? '');
  writeLabels(writer, 'Labels', claim.metadata.labels);
  writeAnnotations(writer, 'Annotations', claim.metadata.annotations);
  writer.line(0, 'Finalizers:', `[${finalizers.join(' ')}]`);
  writer.line(0, 'Capacity:', hasVolume ? (claim.status?.capacity?.['storage'] ?? '0') : '');
  writer.line(0, 'Access Modes:', hasVolume ? formatAccessModes(claim.status?.accessModes) : '');
  if (claim.spec?.volumeMode !== undefined) writer.line(0, 'VolumeMode:', claim.spec.volumeMode);
  if (claim.spec?.dataSource) {
    const { apiGroup, kind, name: source } = claim.spec.dataSource;
    writer.line(0, 'DataSource:');
    if (apiGroup) writer.line(1, 'APIGroup:', apiGroup);
    writer.line(1, 'Kind:', kind);
    writer.line(1, 'Name:', source);
  }
  const pods = await context.list<Pod>(podKind, namespace);
  const users = pods.filter((pod) => (pod.spec?.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === name));
  writeColumn(
    writer,
    'Used By',
    users.map((pod) => pod.metadata.name),
  );
  const conditions = claim.status?.conditions ?? [];
  if (conditions.length > 0) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type', 'Status', 'LastProbeTime', 'LastTransitionTime', 'Reason', 'Message');
    writer.line(1, '----', '------', '-----------------', '------------------', '------', '-------');
    for (const { type, status, lastProbeTime, lastTransitionTime, reason = '', message = '' } of conditions) {
      writer.line(1, `${type} `, `${status} `, `${formatLongTime(lastProbeTime)} `, `${formatLongTime(lastTransitionTime)} `, `${reason} `, message);
    }
  }
  writeEvents(writer, await readEvents(claim, context), context.nowMs);
  return writer.text();
}
