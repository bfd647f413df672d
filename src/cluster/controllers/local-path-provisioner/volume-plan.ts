import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { LOCAL_PATH_DIRECTORY, LOCAL_PATH_PROVISIONER, PROVISIONED_BY } from '../../local-storage.ts';
import { claimReference } from '../persistentvolume/binding.ts';

/** Where the scheduler writes which node a claim's first pod will be on. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** How long it takes to clear a directory on a node. */
export const DELETION_SETTLE_MS = 3_000;

const SINGLE_NODE_MODES: ReadonlySet<string> = new Set(['ReadWriteOnce', 'ReadWriteOncePod']);

/** Why there can be no volume for a claim; undefined when there can. */
export function refusalOf({ spec }: PersistentVolumeClaim, nodeName: string | undefined): string | undefined {
  if (spec?.volumeMode === 'Block') return 'block volume provisioning is not supported';
  if (spec?.selector) return 'claim.Spec.Selector is not supported';
  const isSingle = (spec?.accessModes ?? []).every((mode) => SINGLE_NODE_MODES.has(mode));
  if (!isSingle) return 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes';
  return nodeName === undefined ? 'configuration error, no node was specified' : undefined;
}

/** The volume for a claim: a directory of its own on the node. */
export function planVolume(claim: Stored<PersistentVolumeClaim>, storageClass: Stored<StorageClass>, nodeName: string): PersistentVolume {
  const name = `pvc-${claim.metadata.uid}`;
  const onNode = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [nodeName] }] };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'local.path.provisioner/selected-node': nodeName, [PROVISIONED_BY]: LOCAL_PATH_PROVISIONER } },
    spec: {
      accessModes: claim.spec?.accessModes ?? [],
      capacity: { storage: claim.spec?.resources?.requests?.['storage'] ?? '0' },
      claimRef: claimReference(claim),
      hostPath: { path: `${LOCAL_PATH_DIRECTORY}/${name}_${claim.metadata.namespace}_${claim.metadata.name}`, type: 'DirectoryOrCreate' },
      nodeAffinity: { required: { nodeSelectorTerms: [onNode] } },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name,
      volumeMode: 'Filesystem',
    },
  };
}

/** Whether a volume's time has come. */
export function isToDelete({ metadata, spec, status }: Stored<PersistentVolume>): boolean {
  return status?.phase === 'Released' && spec?.persistentVolumeReclaimPolicy === 'Delete' && metadata.deletionTimestamp === undefined;
}
