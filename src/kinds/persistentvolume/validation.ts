import { isSemanticallyEqual } from '#machinery/equality.ts';
import { type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '#machinery/generated/types.ts';
import { compareQuantities, parseQuantity } from '#machinery/quantity.ts';
import { accessModes } from '../access-modes.ts';
import { checkEnum } from '../field-checks.ts';
import { checkNodeSelectorTerms } from '../pod-template/validation/scheduling.ts';
import { checkNoBacksteps } from '../pod-template/validation/volume-mounts.ts';

const sources = [
  'hostPath',
  'local',
  'nfs',
  'csi',
  'iscsi',
  'fc',
  'rbd',
  'cephfs',
  'glusterfs',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cinder',
  'flexVolume',
  'vsphereVolume',
  'portworxVolume',
] as const;

/** What is wrong with a volume by itself. */
export function validateVolume(volume: PersistentVolume): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: PersistentVolumeSpec = volume.spec ?? {};
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required('spec.accessModes'));
  for (const mode of modes) if (!accessModes.includes(mode)) errors.push(notSupported('spec.accessModes', mode, accessModes));
  checkCapacity(spec, errors);
  const given = sources.filter((source) => spec[source] !== undefined);
  if (given.length === 0) errors.push(required('spec', 'must specify a volume type'));
  for (const extra of given.slice(1)) errors.push(forbidden(`spec.${extra}`, 'may not specify more than 1 volume type'));
  checkSource(spec, errors);
  checkEnum(spec.persistentVolumeReclaimPolicy, ['Delete', 'Recycle', 'Retain'], 'spec.persistentVolumeReclaimPolicy', errors);
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms;
  if (terms) checkNodeSelectorTerms(terms, 'spec.nodeAffinity.required.nodeSelectorTerms', errors);
  return errors;
}

function checkCapacity(spec: PersistentVolumeSpec, errors: FieldError[]): void {
  const capacity = spec.capacity ?? {};
  if (Object.keys(capacity).length === 0) errors.push(required('spec.capacity'));
  else if (capacity['storage'] === undefined || Object.keys(capacity).length > 1) errors.push(notSupported('spec.capacity', capacity, ['storage']));
  for (const [name, amount] of Object.entries(capacity)) {
    if (compareQuantities(parseQuantity(amount), parseQuantity('0')) <= 0) errors.push(invalid(`spec.capacity[${name}]`, amount, 'must be greater than zero'));
  }
}

function checkSource(spec: PersistentVolumeSpec, errors: FieldError[]): void {
  if (spec.hostPath) {
    if (!spec.hostPath.path) errors.push(required('spec.hostPath.path'));
    else checkNoBacksteps(spec.hostPath.path, 'spec.hostPath.path', errors);
  }
  if (spec.local) {
    if (!spec.local.path) errors.push(required('spec.local.path'));
    else checkNoBacksteps(spec.local.path, 'spec.local.path', errors);
    if (!spec.nodeAffinity) errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
  }
  if (spec.nfs) {
    if (!spec.nfs.server) errors.push(required('spec.nfs.server'));
    if (!spec.nfs.path) errors.push(required('spec.nfs.path'));
  }
  if (spec.csi) {
    if (!spec.csi.driver) errors.push(required('spec.csi.driver'));
    if (!spec.csi.volumeHandle) errors.push(required('spec.csi.volumeHandle'));
  }
}

/** Where the data lies does not change. */
export function validateVolumeUpdate(next: PersistentVolume, before: PersistentVolume): readonly FieldError[] {
  const errors: FieldError[] = [];
  const source = (volume: PersistentVolume) => Object.fromEntries(sources.map((name) => [name, volume.spec?.[name]]));
  if (!isSemanticallyEqual(source(next), source(before))) {
    errors.push(forbidden('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation'));
  }
  if ((next.spec?.volumeMode ?? '') !== (before.spec?.volumeMode ?? '')) errors.push(invalid('spec.volumeMode', next.spec?.volumeMode, 'field is immutable'));
  return errors;
}
