import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { LOCAL_PATH_PROVISIONER, PROVISIONED_BY } from '../../local-storage.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../../resource-types.ts';
import { type Controller, defineController, defineWatch, type ReconcileContext, type ReconcileResult } from '../controller.ts';
import { DELETION_SETTLE_MS, isToDelete, planVolume, refusalOf, SELECTED_NODE } from './volume-plan.ts';

const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
/** How long the provisioner's helper pod takes to make a directory on the node. */
const PROVISION_MS = 3_000;
const RETRY_MS = 15_000;

type Claim = Stored<PersistentVolumeClaim>;

/**
 * Makes a directory on a node into a volume for every claim of a class of `rancher.io/local-path`, as the provisioner
 * does that clusters on one's own machine come with.
 */
export function createLocalPathProvisioner(): Controller {
  const startedMs = new Map<string, number>();
  return defineController({
    name: 'local-path-provisioner',
    eventSource: `${LOCAL_PATH_PROVISIONER}_local-path-provisioner`,
    for: persistentVolumeClaims,
    watches: [defineWatch<StorageClass>({ type: storageClasses, keys: () => [] }), defineWatch<PersistentVolume>({ type: persistentVolumes, keys: () => [] })],
    reconcile({ namespace, name }, context) {
      const claim = context.lister<PersistentVolumeClaim>(persistentVolumeClaims).get(namespace, name);
      if (!claim || !isWaiting(claim)) return undefined;
      return provision(claim, startedMs, context);
    },
  });
}

function isWaiting({ metadata, spec }: Claim): boolean {
  return metadata.deletionTimestamp === undefined && !spec?.volumeName && metadata.annotations?.[STORAGE_PROVISIONER] === LOCAL_PATH_PROVISIONER;
}

function provision(claim: Claim, startedMs: Map<string, number>, context: ReconcileContext): ReconcileResult | undefined {
  const storageClass = context.lister<StorageClass>(storageClasses).get('', claim.spec?.storageClassName ?? '');
  if (!storageClass) return undefined;
  const nodeName = claim.metadata.annotations?.[SELECTED_NODE];
  if (nodeName === undefined && storageClass.volumeBindingMode === 'WaitForFirstConsumer') return undefined;
  const volume = planVolume(claim, storageClass, nodeName ?? '');
  if (context.lister<PersistentVolume>(persistentVolumes).get('', volume.metadata?.name ?? '')) return undefined;

  const started = startedMs.get(claim.metadata.uid);
  if (started === undefined) {
    context.event(
      claim,
      'Normal',
      'Provisioning',
      `External provisioner is provisioning volume for claim "${claim.metadata.namespace}/${claim.metadata.name}"`,
    );
    const refusal = refusalOf(claim, nodeName);
    if (refusal !== undefined) {
      context.event(claim, 'Warning', 'ProvisioningFailed', `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${refusal}`);
      return { requeueAfterMs: RETRY_MS };
    }
    startedMs.set(claim.metadata.uid, context.nowMs);
    return { requeueAfterMs: PROVISION_MS };
  }
  const leftMs = started + PROVISION_MS - context.nowMs;
  if (leftMs > 0) return { requeueAfterMs: leftMs };
  startedMs.delete(claim.metadata.uid);
  context.client.create<PersistentVolume>(persistentVolumes, '', volume);
  context.event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volume.metadata?.name ?? ''}`);
  return undefined;
}

/** Deletes volumes of its own that no claim has any more, where their class says so. The node removes the directory. */
export const localPathReclaimer: Controller = defineController({
  name: 'local-path-reclaimer',
  eventSource: `${LOCAL_PATH_PROVISIONER}_local-path-provisioner`,
  watches: [
    defineWatch<PersistentVolume>({
      type: persistentVolumes,
      afterMs: DELETION_SETTLE_MS,
      keys: (volume) => (volume.metadata.annotations?.[PROVISIONED_BY] === LOCAL_PATH_PROVISIONER ? [{ namespace: '', name: volume.metadata.name }] : []),
    }),
  ],
  reconcile({ name }, context) {
    const volume = context.lister<PersistentVolume>(persistentVolumes).get('', name);
    if (volume && isToDelete(volume)) context.client.delete(persistentVolumes, '', name);
    return undefined;
  },
});
