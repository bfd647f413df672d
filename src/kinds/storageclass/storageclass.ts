import { isDeepEqual } from '#machinery/equality.ts';
import { type FieldError, forbidden, required } from '#machinery/field-error.ts';
import type { StorageClass } from '#machinery/generated/types.ts';
import { validateLabelKey } from '#machinery/label-validation.ts';
import { describedBy } from '../describe-context.ts';
import { checkEnum, pushInvalid } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';
import { defineKind, type Kind } from '../kind.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { isDefaultClass } from './default-class.ts';

/** A sort of storage, and who makes volumes of it. */
export const storageClassKind: Kind<StorageClass> = defineKind<StorageClass>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  namespaced: false,
  shortNames: ['sc'],
  categories: [],
  schema: 'storage.v1.StorageClass',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  defaults: (storageClass) =>
    withFields(storageClass, {
      reclaimPolicy: storageClass.reclaimPolicy || 'Delete',
      volumeBindingMode: storageClass.volumeBindingMode || 'Immediate',
    }),
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  columns: [
    {
      ...nameColumn,
      cell: (storageClass) => (isDefaultClass(storageClass) ? `${storageClass.metadata.name} (default)` : storageClass.metadata.name),
    },
    { name: 'Provisioner', type: 'string', description: 'Who makes the volumes.', cell: ({ provisioner }) => provisioner ?? '' },
    {
      name: 'ReclaimPolicy',
      type: 'string',
      description: 'What becomes of a volume that is given back.',
      cell: ({ reclaimPolicy }) => reclaimPolicy || 'Delete',
    },
    { name: 'VolumeBindingMode', type: 'string', description: 'When a volume is made.', cell: ({ volumeBindingMode }) => volumeBindingMode || 'Immediate' },
    {
      name: 'AllowVolumeExpansion',
      type: 'string',
      description: 'Whether volumes may grow.',
      cell: ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false,
    },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeStorageClass),
  example: { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'example' }, provisioner: 'example.com/disk' },
});

function validateStorageClass(storageClass: StorageClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!storageClass.provisioner) errors.push(required('provisioner'));
  else pushInvalid(errors, 'provisioner', storageClass.provisioner, validateLabelKey(storageClass.provisioner.toLowerCase()));
  for (const key of Object.keys(storageClass.parameters ?? {})) if (key === '') errors.push(required('parameters'));
  checkEnum(storageClass.reclaimPolicy, ['Delete', 'Retain'], 'reclaimPolicy', errors);
  checkEnum(storageClass.volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], 'volumeBindingMode', errors);
  return errors;
}

function validateStorageClassUpdate(next: StorageClass, before: StorageClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!isDeepEqual(next.parameters ?? {}, before.parameters ?? {})) errors.push(forbidden('parameters', 'updates to parameters are forbidden.'));
  if (next.provisioner !== before.provisioner) errors.push(forbidden('provisioner', 'updates to provisioner are forbidden.'));
  if (next.reclaimPolicy !== before.reclaimPolicy) errors.push(forbidden('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'));
  checkImmutable(next.volumeBindingMode, before.volumeBindingMode, 'volumeBindingMode', errors);
  return errors;
}
