import type { PersistentVolume, PersistentVolumeSpec } from '#machinery/generated/types.ts';
import { formatAccessModes } from '../access-modes.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { claimClass } from '../persistentvolumeclaim/claim-class.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn, wideColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { validateVolume, validateVolumeUpdate } from './validation.ts';

/** A piece of storage of the cluster. */
export const persistentVolumeKind: Kind<PersistentVolume> = defineKind<PersistentVolume>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  namespaced: false,
  shortNames: ['pv'],
  categories: [],
  schema: 'core.v1.PersistentVolume',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: false,
  defaults: volumeDefaults,
  prepareForCreate: (volume) => ({ ...volume, status: { phase: 'Pending' } }),
  validate: validateVolume,
  validateUpdate: validateVolumeUpdate,
  columns: [
    nameColumn,
    { name: 'Capacity', type: 'string', description: 'How large it is.', cell: ({ spec }) => spec?.capacity?.['storage'] ?? '0' },
    { name: 'Access Modes', type: 'string', description: 'How it can be used.', cell: ({ spec }) => formatAccessModes(spec?.accessModes) },
    {
      name: 'Reclaim Policy',
      type: 'string',
      description: 'What becomes of it when its claim goes.',
      cell: ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? '',
    },
    {
      name: 'Status',
      type: 'string',
      description: 'Whether a claim has it.',
      cell: (volume) => (volume.metadata.deletionTimestamp ? 'Terminating' : (volume.status?.phase ?? '')),
    },
    {
      name: 'Claim',
      type: 'string',
      description: 'The claim that has it.',
      cell: ({ spec }) => (spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : ''),
    },
    { name: 'StorageClass', type: 'string', description: 'The sort of storage it is.', cell: claimClass },
    {
      name: 'VolumeAttributesClass',
      type: 'string',
      description: 'The attributes it has.',
      cell: ({ spec }) => spec?.volumeAttributesClassName ?? '<unset>',
    },
    { name: 'Reason', type: 'string', description: 'Why it is not to be had.', cell: ({ status }) => status?.reason ?? '' },
    ageColumn,
    wideColumn('VolumeMode', 'A file system or a raw device.', (volume) => volume.spec?.volumeMode ?? '<unset>'),
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeVolume),
  example: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'example' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/mnt/data' } },
  },
});

function volumeDefaults(volume: PersistentVolume): PersistentVolume {
  const spec: PersistentVolumeSpec = volume.spec ?? {};
  const filled = withFields(spec, {
    persistentVolumeReclaimPolicy: spec.persistentVolumeReclaimPolicy || 'Retain',
    volumeMode: spec.volumeMode || 'Filesystem',
    ...(spec.hostPath ? { hostPath: withFields(spec.hostPath, { type: spec.hostPath.type ?? '' }) } : {}),
  });
  return withFields(volume, { spec: filled, status: volume.status?.phase ? volume.status : { ...volume.status, phase: 'Pending' } });
}
