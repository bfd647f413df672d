import type { PersistentVolume, PersistentVolumeClaim, Pod } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { persistentVolumeClaims, persistentVolumes, pods } from '../../resource-types.ts';
import { defineController, defineIndex, defineWatch, type Key, type ReconcileContext } from '../controller.ts';
import { isPodFinished } from '../pod-state.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';
const BY_CLAIM = 'claims';

/** Lets a claim go only when no pod uses it any more. */
export const claimProtectionController = defineController({
  name: 'persistentvolumeclaim-protection',
  for: persistentVolumeClaims,
  watches: [defineWatch<Pod>({ type: pods, keys: (pod, _lister, before) => (before && isPodFinished(before) === isPodFinished(pod) ? [] : claimsOf(pod)) })],
  indexes: [defineIndex<Pod>({ type: pods, name: BY_CLAIM, values: (pod) => claimsOf(pod).map((key) => `${key.namespace}/${key.name}`) })],
  reconcile({ namespace, name }, context) {
    const claim = context.lister<PersistentVolumeClaim>(persistentVolumeClaims).get(namespace, name);
    if (claim?.metadata.deletionTimestamp === undefined) return undefined;
    const users = context.lister<Pod>(pods).byIndex(BY_CLAIM, `${namespace}/${name}`);
    if (!users.some((pod) => !isPodFinished(pod))) removeFinalizer(persistentVolumeClaims, claim, CLAIM_FINALIZER, context);
    return undefined;
  },
});

/** Lets a volume go only when it is not bound any more. */
export const volumeProtectionController = defineController({
  name: 'persistentvolume-protection',
  for: persistentVolumes,
  reconcile({ name }, context) {
    const volume = context.lister<PersistentVolume>(persistentVolumes).get('', name);
    if (volume?.metadata.deletionTimestamp !== undefined && volume.status?.phase !== 'Bound') {
      removeFinalizer(persistentVolumes, volume, VOLUME_FINALIZER, context);
    }
    return undefined;
  },
});

function claimsOf(pod: Stored<Pod>): readonly Key[] {
  const namespace = pod.metadata.namespace ?? '';
  return (pod.spec?.volumes ?? []).flatMap((volume) => (volume.persistentVolumeClaim ? [{ namespace, name: volume.persistentVolumeClaim.claimName }] : []));
}

function removeFinalizer(type: ResourceType, object: Stored<KubeObject>, finalizer: string, context: ReconcileContext): void {
  if (!object.metadata.finalizers?.includes(finalizer)) return;
  const finalizers = object.metadata.finalizers.filter((other) => other !== finalizer);
  context.client.update(type, object.metadata.namespace ?? '', { ...object, metadata: { ...object.metadata, finalizers } });
}
