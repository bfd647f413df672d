import type { ProjectedVolumeSource, Volume } from '#machinery/generated/types.ts';
import type { DescribeWriter } from '../describe-writer/describe-writer.ts';
import { writeColumn } from '../describe-writer/metadata.ts';

type Row = readonly [title: string, value: string];

/** Volumes with what they are and where they come from. @param indent two blanks in a template */
export function writeVolumes(writer: DescribeWriter, volumes: readonly Volume[], indent: '' | '  '): void {
  if (volumes.length === 0) {
    writer.line(0, `${indent}Volumes:`, '<none>');
    return;
  }
  writer.line(0, `${indent}Volumes:`);
  for (const volume of volumes) {
    writer.line(1, `${indent === '' ? '' : ' '}${volume.name}:`);
    for (const [title, value] of describeVolumeSource(volume)) writer.line(2, title, value);
    if (volume.downwardAPI) {
      writer.line(2, 'Items:');
      for (const item of volume.downwardAPI.items ?? []) {
        writer.line(3, `${item.fieldRef?.fieldPath ?? item.resourceFieldRef?.resource ?? ''} -> ${item.path}`);
      }
    }
    if (volume.csi) writeColumn(writer, '    VolumeAttributes', formatAttributes(volume.csi.volumeAttributes));
  }
}

function formatAttributes(attributes: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.keys(attributes ?? {})
    .sort()
    .map((key) => `${key}=${attributes?.[key] ?? ''}`);
}

/** What a volume is and where it comes from, as rows of title and value. */
export function describeVolumeSource(volume: Volume): readonly Row[] {
  if (volume.hostPath) {
    return [
      ['Type:', 'HostPath (bare host directory volume)'],
      ['Path:', volume.hostPath.path],
      ['HostPathType:', volume.hostPath.type ?? '<none>'],
    ];
  }
  if (volume.emptyDir) {
    const limit = volume.emptyDir.sizeLimit;
    return [
      ['Type:', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
      ['Medium:', volume.emptyDir.medium ?? ''],
      ['SizeLimit:', limit === undefined || limit === '0' ? '<unset>' : limit],
    ];
  }
  if (volume.secret) {
    return [
      ['Type:', 'Secret (a volume populated by a Secret)'],
      ['SecretName:', volume.secret.secretName ?? ''],
      ['Optional:', String(volume.secret.optional ?? false)],
    ];
  }
  if (volume.configMap) {
    return [
      ['Type:', 'ConfigMap (a volume populated by a ConfigMap)'],
      ['Name:', volume.configMap.name ?? ''],
      ['Optional:', String(volume.configMap.optional ?? false)],
    ];
  }
  return describeOtherSource(volume);
}

function describeOtherSource(volume: Volume): readonly Row[] {
  if (volume.persistentVolumeClaim) {
    return [
      ['Type:', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'],
      ['ClaimName:', volume.persistentVolumeClaim.claimName],
      ['ReadOnly:', String(volume.persistentVolumeClaim.readOnly ?? false)],
    ];
  }
  if (volume.projected) return describeProjected(volume.projected);
  if (volume.downwardAPI) return [['Type:', 'DownwardAPI (a volume populated by information about the pod)']];
  if (volume.nfs) {
    return [
      ['Type:', 'NFS (an NFS mount that lasts the lifetime of a pod)'],
      ['Server:', volume.nfs.server],
      ['Path:', volume.nfs.path],
      ['ReadOnly:', String(volume.nfs.readOnly ?? false)],
    ];
  }
  if (volume.csi) {
    return [
      ['Type:', 'CSI (a Container Storage Interface (CSI) volume source)'],
      ['Driver:', volume.csi.driver],
      ['FSType:', volume.csi.fsType ?? ''],
      ['ReadOnly:', String(volume.csi.readOnly ?? false)],
    ];
  }
  if (volume.image) {
    return [
      ['Type:', 'Image (a container image or OCI artifact)'],
      ['Reference:', volume.image.reference ?? ''],
      ['PullPolicy:', volume.image.pullPolicy ?? ''],
    ];
  }
  if (volume.ephemeral) return describeEphemeral(volume);
  return [['<unknown>', '']];
}

function describeProjected(projected: ProjectedVolumeSource): readonly Row[] {
  const rows: Row[] = [['Type:', 'Projected (a volume that contains injected data from multiple sources)']];
  for (const source of projected.sources ?? []) {
    if (source.secret) rows.push(['SecretName:', source.secret.name ?? ''], ['Optional:', String(source.secret.optional ?? false)]);
    else if (source.downwardAPI) rows.push(['DownwardAPI:', 'true']);
    else if (source.configMap) rows.push(['ConfigMapName:', source.configMap.name ?? ''], ['Optional:', String(source.configMap.optional ?? false)]);
    else if (source.serviceAccountToken) rows.push(['TokenExpirationSeconds:', String(source.serviceAccountToken.expirationSeconds ?? 0)]);
  }
  return rows;
}

function describeEphemeral(volume: Volume): readonly Row[] {
  const spec = volume.ephemeral?.volumeClaimTemplate?.spec;
  return [
    ['Type:', 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)'],
    ['StorageClass:', spec?.storageClassName ?? ''],
    ['Volume:', spec?.volumeName ?? ''],
    ['Capacity:', spec?.resources?.requests?.['storage'] ?? ''],
    ['Access Modes:', (spec?.accessModes ?? []).join(',')],
    ['VolumeMode:', spec?.volumeMode ?? ''],
  ];
}
