import type { PersistentVolume, PersistentVolumeClaim } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { PROVISIONED_BY } from '../../local-storage.ts';
import { persistentVolumeClaims, persistentVolumes } from '../../resource-types.ts';
import { defineController, defineWatch, type ReconcileContext } from '../controller.ts';
import { writeVolumePhase } from './binding.ts';

type Volume = Stored<PersistentVolume>;

/** Keeps the phase of every volume: available, bound, or released when its claim is gone. */
export const volumeController = defineController({
  name: 'persistentvolume-phase',
  eventSource: 'persistentvolume-controller',
  for: persistentVolumes,
  watches: [
    defineWatch<PersistentVolumeClaim>({
      type: persistentVolumeClaims,
      keys: (claim) => (claim.spec?.volumeName ? [{ namespace: '', name: claim.spec.volumeName }] : []),
    }),
  ],
  reconcile({ name }, context) {
    const volume = context.lister<PersistentVolume>(persistentVolumes).get('', name);
    if (!volume) return undefined;
    const reference = volume.spec?.claimRef;
    if (!reference?.uid) {
      writeVolumePhase(volume, 'Available', context);
      return undefined;
    }
    const claim = findClaim(reference.namespace ?? '', reference.name ?? '', context);
    if (claim?.metadata.uid !== reference.uid) releaseVolume(volume, context);
    return undefined;
  },
});

/** The claim as the local copy has it, or else as the server does: a volume must not be released by mistake. */
function findClaim(namespace: string, name: string, context: ReconcileContext): Stored<PersistentVolumeClaim> | undefined {
  const known = context.lister<PersistentVolumeClaim>(persistentVolumeClaims).get(namespace, name);
  if (known) return known;
  try {
    return context.client.get<PersistentVolumeClaim>(persistentVolumeClaims, namespace, name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function releaseVolume(volume: Volume, context: ReconcileContext): void {
  if (volume.status?.phase === 'Failed') return;
  const released = writeVolumePhase(volume, 'Released', context);
  if (volume.spec?.persistentVolumeReclaimPolicy !== 'Delete' || volume.metadata.deletionTimestamp !== undefined) return;
  // A volume of a provisioner is the provisioner's to delete.
  if (volume.metadata.annotations?.[PROVISIONED_BY] !== undefined) return;
  const { hostPath } = volume.spec;
  if (hostPath && isTemporary(hostPath.path)) {
    context.client.delete(persistentVolumes, '', volume.metadata.name);
    return;
  }
  const message = hostPath
    ? `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`
    : `error getting deleter volume plugin for volume "${volume.metadata.name}": no deletable volume plugin matched`;
  writeVolumePhase(released, 'Failed', context, message);
  context.event(volume, 'Warning', 'VolumeFailedDelete', message);
}

/** Of volumes made by hand the controller only deletes what lies in a temporary directory. */
function isTemporary(path: string): boolean {
  return path.startsWith('/tmp/') && path.length > '/tmp/'.length;
}
