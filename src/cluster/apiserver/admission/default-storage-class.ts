import { findDefaultClass } from '#kinds/storageclass/default-class.ts';
import type { PersistentVolumeClaim, StorageClass } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { AdmissionPlugin } from '../api-call.ts';

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** Gives a claim that says nothing of a class the default one. The empty class is a class: none. */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  resources: ['/persistentvolumeclaims'],
  operations: ['CREATE'],
  admit({ object, call }) {
    const claim = object as (PersistentVolumeClaim & KubeObject) | undefined;
    if (!claim?.spec || claim.spec.storageClassName !== undefined || claim.metadata?.annotations?.[BETA_CLASS] !== undefined) return object;
    const classes = call.core.registry.find('storage.k8s.io', 'v1', 'storageclasses')?.collection.list() ?? [];
    const found = findDefaultClass(classes as readonly Stored<StorageClass & KubeObject>[]);
    return found ? { ...claim, spec: { ...claim.spec, storageClassName: found.metadata.name } } : object;
  },
};
