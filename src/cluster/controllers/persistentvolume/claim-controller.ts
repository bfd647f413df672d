import type { Node, PersistentVolume, PersistentVolumeClaim, StorageClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { findMatchingVolume, isReservedFor } from '#machinery/volume-match.ts';
import { nodes, persistentVolumeClaims, persistentVolumes, storageClasses } from '../../resource-types.ts';
import { defineController, defineWatch, type Key, type ReconcileContext } from '../controller.ts';
import { BIND_COMPLETED, bind } from './binding.ts';

const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const BETA_STORAGE_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** How often a claim without a volume is looked at again, and says so again (upstream's resync). */
const RESYNC_MS = 15_000;

type Claim = Stored<PersistentVolumeClaim>;

/** Finds a volume for every claim. */
export const claimController = defineController({
  name: 'persistentvolume-binder',
  eventSource: 'persistentvolume-controller',
  for: persistentVolumeClaims,
  watches: [
    // A volume that comes or becomes free may be what a claim waits for.
    defineWatch<PersistentVolume>({
      type: persistentVolumes,
      keys: (volume, lister) => {
        const reference = volume.spec?.claimRef;
        if (reference?.name) return [{ namespace: reference.namespace ?? '', name: reference.name }];
        return lister<PersistentVolumeClaim>(persistentVolumeClaims).list().filter(isWaiting).map(keyOf);
      },
    }),
    defineWatch<StorageClass>({
      type: storageClasses,
      keys: (storageClass, lister) =>
        lister<PersistentVolumeClaim>(persistentVolumeClaims)
          .list()
          .filter((claim) => isWaiting(claim) && claim.spec?.storageClassName === storageClass.metadata.name)
          .map(keyOf),
    }),
    defineWatch<Node>({ type: nodes, keys: () => [] }),
  ],
  reconcile({ namespace, name }, context) {
    const claim = context.lister<PersistentVolumeClaim>(persistentVolumeClaims).get(namespace, name);
    if (!claim) return undefined;
    if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) watchBound(claim, context);
    else if (claim.metadata.deletionTimestamp === undefined) return findVolume(claim, context) ? undefined : { requeueAfterMs: RESYNC_MS };
    return undefined;
  },
});

function isWaiting(claim: Claim): boolean {
  return claim.metadata.annotations?.[BIND_COMPLETED] === undefined && claim.metadata.deletionTimestamp === undefined;
}

function keyOf(claim: Claim): Key {
  return { namespace: claim.metadata.namespace ?? '', name: claim.metadata.name };
}

/** A claim that is bound already: its volume must still be there and be its own. */
function watchBound(claim: Claim, context: ReconcileContext): void {
  const volume = context.lister<PersistentVolume>(persistentVolumes).get('', claim.spec?.volumeName ?? '');
  const reference = volume?.spec?.claimRef;
  if (!volume) lose(claim, 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!', context);
  else if (!reference || reference.uid === claim.metadata.uid) bind(volume, claim, context);
  else lose(claim, 'ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly', context);
}

function lose(claim: Claim, reason: string, message: string, context: ReconcileContext): void {
  if (claim.status?.phase === 'Lost') return;
  context.client.updateStatus<PersistentVolumeClaim>(persistentVolumeClaims, claim.metadata.namespace ?? '', { ...claim, status: { phase: 'Lost' } });
  context.event(claim, 'Warning', reason, message);
}

/** @returns whether the claim has its volume; otherwise an event says why not */
function findVolume(claim: Claim, context: ReconcileContext): boolean {
  const lister = context.lister<PersistentVolume>(persistentVolumes);
  const named = claim.spec?.volumeName;
  if (named) {
    const volume = lister.get('', named);
    const isFree = volume !== undefined && (!volume.spec?.claimRef || isReservedFor(volume, claim));
    if (isFree) bind(volume, claim, context);
    else if (volume) context.event(claim, 'Warning', 'FailedBinding', `volume "${named}" already bound to a different claim.`);
    return isFree;
  }
  const className = claim.spec?.storageClassName ?? '';
  const storageClass = context.lister<StorageClass>(storageClasses).get('', className);
  const selectedNode = claim.metadata.annotations?.[SELECTED_NODE];
  const waitsForConsumer = storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && selectedNode === undefined;
  const volumes = lister.list();
  // While a claim waits for its pod, only a volume that was reserved for it will do.
  const candidates = waitsForConsumer ? volumes.filter((volume) => isReservedFor(volume, claim)) : volumes;
  const node = selectedNode === undefined ? undefined : context.lister<Node>(nodes).get('', selectedNode);
  const volume = findMatchingVolume(claim, candidates, node);
  if (volume) bind(volume, claim, context);
  else tellWhy(claim, className, storageClass, waitsForConsumer, context);
  return volume !== undefined;
}

function tellWhy(claim: Claim, className: string, storageClass: StorageClass | undefined, waitsForConsumer: boolean, context: ReconcileContext): void {
  if (waitsForConsumer) {
    context.event(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  } else if (className === '') {
    context.event(claim, 'Normal', 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set');
  } else if (!storageClass) {
    context.event(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
  } else if (storageClass.provisioner === 'kubernetes.io/no-provisioner') {
    context.event(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${storageClass.provisioner}`);
  } else {
    askProvisioner(claim, storageClass.provisioner, context);
    const message = `Waiting for a volume to be created either by the external provisioner '${storageClass.provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
    context.event(claim, 'Normal', 'ExternalProvisioning', message);
  }
}

/** Names the provisioner on the claim: that is what it looks for. */
function askProvisioner(claim: Claim, provisioner: string, context: ReconcileContext): void {
  if (claim.metadata.annotations?.[STORAGE_PROVISIONER] === provisioner) return;
  const annotations = { [BETA_STORAGE_PROVISIONER]: provisioner, [STORAGE_PROVISIONER]: provisioner };
  context.client.patch(persistentVolumeClaims, claim.metadata.namespace ?? '', claim.metadata.name, { metadata: { annotations } }, { type: 'merge' });
}
