import type { AdmissionPlugin } from '../api-call.ts';

const FINALIZERS: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'kubernetes.io/pvc-protection',
  PersistentVolume: 'kubernetes.io/pv-protection',
};

/** Claims and volumes get the finalizer that keeps them while they are in use. */
export const storageObjectInUseProtectionAdmission: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  resources: ['/persistentvolumeclaims', '/persistentvolumes'],
  operations: ['CREATE'],
  admit({ object, call }) {
    const finalizer = FINALIZERS[call.resource.kind.kind];
    if (!object || finalizer === undefined || call.info.subresource !== '' || object.metadata?.finalizers?.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...(object.metadata?.finalizers ?? []), finalizer] } };
  },
};
