import type { PersistentVolumeClaim, StorageClass } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { compareQuantities, parseQuantity } from '#machinery/quantity.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../api-call.ts';
import { forbidAdmission } from './admission.ts';

/** Refuses to let a claim grow whose class does not say that it can. */
export const claimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  resources: ['/persistentvolumeclaims'],
  operations: ['UPDATE'],
  validate(request) {
    const claim = request.object as (PersistentVolumeClaim & KubeObject) | undefined;
    const before = request.before as (PersistentVolumeClaim & KubeObject) | undefined;
    const [wanted, had] = [claim?.spec?.resources?.requests?.['storage'] ?? '0', before?.spec?.resources?.requests?.['storage'] ?? '0'];
    if (compareQuantities(parseQuantity(wanted), parseQuantity(had)) <= 0) return;
    if (before?.status?.phase !== 'Bound') throw forbidAdmission(request, 'Only bound persistent volume claims can be expanded');
    if (isExpandable(request, claim?.spec?.storageClassName ?? '')) return;
    throw forbidAdmission(request, 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize');
  },
};

function isExpandable({ call }: AdmissionRequest, className: string): boolean {
  if (className === '') return false;
  const found = call.core.registry.find('storage.k8s.io', 'v1', 'storageclasses')?.collection.get('', className) as (StorageClass & KubeObject) | undefined;
  return found?.allowVolumeExpansion ?? false;
}
