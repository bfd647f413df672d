import type { StorageClass } from '#machinery/generated/types.ts';

/** Who makes volumes out of directories on nodes. */
export const LOCAL_PATH_PROVISIONER = 'rancher.io/local-path';
/** Says on a volume who made it. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
/** Where on a node those directories are. */
export const LOCAL_PATH_DIRECTORY = '/var/local-path-provisioner';

/** The default class of a new cluster, as clusters on one's own machine have it. */
export const standardStorageClass: StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: LOCAL_PATH_PROVISIONER,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
};
