import type { PersistentVolumeClaim } from '#machinery/generated/types.ts';
import { formatAccessModes } from '../access-modes.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn, wideColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { claimClass } from './claim-class.ts';
import { validateClaim, validateClaimUpdate } from './validation.ts';

/** A wish for storage. */
export const persistentVolumeClaimKind: Kind<PersistentVolumeClaim> = defineKind<PersistentVolumeClaim>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  namespaced: true,
  shortNames: ['pvc'],
  categories: [],
  schema: 'core.v1.PersistentVolumeClaim',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: false,
  defaults: (claim) =>
    withFields(claim, {
      spec: withFields(claim.spec ?? {}, { volumeMode: claim.spec?.volumeMode || 'Filesystem', resources: claim.spec?.resources ?? {} }),
      status: claim.status?.phase ? claim.status : { ...claim.status, phase: 'Pending' },
    }),
  prepareForCreate: (claim) => ({ ...claim, status: { phase: 'Pending' } }),
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  columns: [
    nameColumn,
    {
      name: 'Status',
      type: 'string',
      description: 'Whether it has its volume.',
      cell: (claim) => (claim.metadata.deletionTimestamp ? 'Terminating' : (claim.status?.phase ?? '')),
    },
    { name: 'Volume', type: 'string', description: 'The volume it has.', cell: ({ spec }) => spec?.volumeName ?? '' },
    {
      name: 'Capacity',
      type: 'string',
      description: 'How large that is.',
      cell: (claim) => (claim.spec?.volumeName ? (claim.status?.capacity?.['storage'] ?? '0') : ''),
    },
    {
      name: 'Access Modes',
      type: 'string',
      description: 'How it can be used.',
      cell: (claim) => (claim.spec?.volumeName ? formatAccessModes(claim.status?.accessModes) : ''),
    },
    { name: 'StorageClass', type: 'string', description: 'The sort of storage wanted.', cell: claimClass },
    {
      name: 'VolumeAttributesClass',
      type: 'string',
      description: 'The attributes wanted.',
      cell: ({ spec }) => spec?.volumeAttributesClassName ?? '<unset>',
    },
    ageColumn,
    wideColumn('VolumeMode', 'A file system or a raw device.', (claim) => claim.spec?.volumeMode ?? '<unset>'),
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeClaim),
  example: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'example', namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
});
