import type { PersistentVolume, PersistentVolumeClaim, Pod } from '#machinery/generated/types.ts';
import { matchesNodeSelector } from '#machinery/node-selection.ts';
import type { FilterPlugin, Rejection } from '../framework.ts';

const NAME = 'VolumeBinding';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const ELSEWHERE: Rejection = { plugin: NAME, reasons: ["node(s) didn't match PersistentVolume's node affinity"], resolvable: false };
const NOTHING_TO_BIND: Rejection = { plugin: NAME, reasons: ["node(s) didn't find available persistent volumes to bind"], resolvable: false };

/** Keeps a pod waiting for its claims, and from nodes where their volumes cannot be. */
export const volumeBinding: FilterPlugin = {
  name: NAME,
  prepare(pod, context) {
    const names = claimNames(pod.pod);
    if (names.length === 0) return undefined;
    const volumes: PersistentVolume[] = [];
    let isWaiting = false;
    for (const name of names) {
      const claim = context.claim(pod.namespace, name);
      const problem = findProblem(name, claim);
      if (problem !== undefined) return rejectAll(problem);
      const volume = isBound(claim) ? context.volume(claim?.spec?.volumeName ?? '') : undefined;
      if (volume) volumes.push(volume);
      else if (isBound(claim)) return rejectAll(`persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim?.spec?.volumeName ?? ''}"`);
      else if (context.waitsForConsumer(claim?.spec?.storageClassName)) isWaiting = true;
      else return rejectAll('pod has unbound immediate PersistentVolumeClaims');
    }
    return {
      filter(info) {
        const fits = volumes.every(({ spec }) => !spec?.nodeAffinity?.required || matchesNodeSelector(spec.nodeAffinity.required, info.node));
        if (!fits) return ELSEWHERE;
        return isWaiting ? NOTHING_TO_BIND : undefined;
      },
    };
  },
  isHelpful: (event) => event.kind === 'claim-changed' || event.node !== undefined,
};

function rejectAll(reason: string): Rejection {
  return { plugin: NAME, reasons: [reason], resolvable: false };
}

function findProblem(name: string, claim: PersistentVolumeClaim | undefined): string | undefined {
  if (!claim) return `persistentvolumeclaim "${name}" not found`;
  if (claim.metadata?.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
  if (claim.status?.phase === 'Lost') return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`;
  return undefined;
}

function isBound(claim: PersistentVolumeClaim | undefined): boolean {
  return Boolean(claim?.spec?.volumeName) && claim?.metadata?.annotations?.[BIND_COMPLETED] !== undefined;
}

/** The claims a pod names, and those of its ephemeral volumes. */
function claimNames(pod: Pod): readonly string[] {
  return (pod.spec?.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [volume.persistentVolumeClaim.claimName];
    return volume.ephemeral ? [`${pod.metadata?.name ?? ''}-${volume.name}`] : [];
  });
}
