import type { ObjectReference, PersistentVolume, PersistentVolumeClaim } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatTime } from '#machinery/time.ts';
import { persistentVolumeClaims, persistentVolumes } from '../../resource-types.ts';
import type { ReconcileContext } from '../controller.ts';

export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

type Volume = Stored<PersistentVolume>;
type Claim = Stored<PersistentVolumeClaim>;

/** A reference to a claim, as volumes keep it. */
export function claimReference(claim: Claim): ObjectReference {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace: namespace ?? '', uid, resourceVersion };
}

/** Binds both ways, in upstream's order: first the volume, so that no two claims get it; what is done already is left. */
export function bind(volume: Volume, claim: Claim, context: ReconcileContext): void {
  const reserved = reserveVolume(volume, claim, context);
  const bound = writeVolumePhase(reserved, 'Bound', context);
  const named = nameVolume(claim, bound, context);
  const capacity = bound.spec?.capacity;
  const accessModes = bound.spec?.accessModes;
  const { status } = named;
  if (status?.phase === 'Bound' && status.capacity?.['storage'] === capacity?.['storage']) return;
  context.client.updateStatus<PersistentVolumeClaim>(persistentVolumeClaims, claim.metadata.namespace ?? '', {
    ...named,
    status: { ...status, phase: 'Bound', ...(accessModes && { accessModes }), ...(capacity && { capacity }) },
  });
}

function reserveVolume(volume: Volume, claim: Claim, context: ReconcileContext): Volume {
  const reference = volume.spec?.claimRef;
  if (reference?.uid === claim.metadata.uid) return volume;
  // Only what the controller has set itself it takes back later; a volume that was reserved by hand stays reserved.
  const annotations = reference ? volume.metadata.annotations : { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
  return context.client.update<PersistentVolume>(persistentVolumes, '', {
    ...volume,
    metadata: { ...volume.metadata, ...(annotations && { annotations }) },
    spec: { ...volume.spec, claimRef: claimReference(claim) },
  });
}

function nameVolume(claim: Claim, volume: Volume, context: ReconcileContext): Claim {
  if (claim.spec?.volumeName === volume.metadata.name && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return claim;
  const byController = claim.spec?.volumeName ? {} : { [BOUND_BY_CONTROLLER]: 'yes' };
  return context.client.update<PersistentVolumeClaim>(persistentVolumeClaims, claim.metadata.namespace ?? '', {
    ...claim,
    metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [BIND_COMPLETED]: 'yes', ...byController } },
    spec: { ...claim.spec, volumeName: volume.metadata.name },
  });
}

/** Writes a volume's phase, if it is another one. */
export function writeVolumePhase(volume: Volume, phase: string, context: ReconcileContext, message?: string): Volume {
  if (volume.status?.phase === phase && volume.status.message === message) return volume;
  const status = { phase, lastPhaseTransitionTime: formatTime(context.nowMs), ...(message !== undefined && { message }) };
  return context.client.updateStatus<PersistentVolume>(persistentVolumes, '', { ...volume, status });
}
