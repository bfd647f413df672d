import type { NodeSelectorTerm, PersistentVolume } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatAccessModes } from '../access-modes.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { claimClass } from '../persistentvolumeclaim/claim-class.ts';
import { describeVolumeSource } from '../pod-template/describe-volumes.ts';
import { formatTimeSince } from '../table-columns.ts';

/** `kubectl describe persistentvolume`. */
export async function describeVolume(volume: Stored<PersistentVolume>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const { spec, status, metadata } = volume;
  writer.line(0, 'Name:', metadata.name);
  writeLabels(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  writer.line(0, 'Finalizers:', `[${(metadata.finalizers ?? []).join(' ')}]`);
  writer.line(0, 'StorageClass:', claimClass(volume));
  if (spec?.volumeAttributesClassName !== undefined) writer.line(0, 'VolumeAttributesClass:', spec.volumeAttributesClassName);
  writer.line(
    0,
    'Status:',
    metadata.deletionTimestamp ? `Terminating (lasts ${formatTimeSince(metadata.deletionTimestamp, context.nowMs)})` : (status?.phase ?? ''),
  );
  writer.line(0, 'Claim:', spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '');
  writer.line(0, 'Reclaim Policy:', spec?.persistentVolumeReclaimPolicy ?? '');
  writer.line(0, 'Access Modes:', formatAccessModes(spec?.accessModes));
  if (spec?.volumeMode !== undefined) writer.line(0, 'VolumeMode:', spec.volumeMode);
  writer.line(0, 'Capacity:', spec?.capacity?.['storage'] ?? '0');
  writeNodeAffinity(writer, spec?.nodeAffinity?.required?.nodeSelectorTerms);
  writer.line(0, 'Message:', status?.message ?? '');
  writer.line(0, 'Source:');
  writeSource(writer, volume);
  writeEvents(writer, await readEvents(volume, context), context.nowMs);
  return writer.text();
}

function writeSource(writer: DescribeWriter, { spec }: PersistentVolume): void {
  if (spec?.local) {
    writer.line(2, 'Type:', 'LocalVolume (a persistent volume backed by local storage on a node)');
    writer.line(2, 'Path:', spec.local.path);
    return;
  }
  if (spec?.csi) {
    writer.line(2, 'Type:', 'CSI (a Container Storage Interface (CSI) volume source)');
    writer.line(2, 'Driver:', spec.csi.driver);
    writer.line(2, 'FSType:', spec.csi.fsType ?? '');
    writer.line(2, 'VolumeHandle:', spec.csi.volumeHandle);
    writer.line(2, 'ReadOnly:', String(spec.csi.readOnly ?? false));
    return;
  }
  const { hostPath, nfs } = spec ?? {};
  const known = { name: '', ...(hostPath ? { hostPath } : {}), ...(nfs ? { nfs } : {}) };
  for (const [title, value] of describeVolumeSource(known)) writer.line(2, title, value);
}

function writeNodeAffinity(writer: DescribeWriter, terms: readonly NodeSelectorTerm[] | undefined): void {
  if (!terms) {
    writer.line(0, 'Node Affinity:', '<none>');
    return;
  }
  writer.line(0, 'Node Affinity:');
  writer.line(1, 'Required Terms:');
  for (const [index, term] of terms.entries()) {
    const expressions = (term.matchExpressions ?? []).map(({ key, operator, values = [] }) =>
      values.length === 0 ? `${key} ${operator.toLowerCase()}` : `${key} ${operator.toLowerCase()} [${values.join(', ')}]`,
    );
    if (expressions.length === 0) writer.line(2, `Term ${index}:`, '<none>');
    for (const [at, expression] of expressions.entries()) writer.line(2, at === 0 ? `Term ${index}:` : '', expression);
  }
}
