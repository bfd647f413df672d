import type { PersistentVolume, PersistentVolumeClaim, Pod } from '#machinery/generated/types.ts';
import { matchesNodeSelector } from '#machinery/node-selection.ts';
import type { Stored } from '#machinery/object.ts';
import { findMatchingVolume } from '#machinery/volume-match.ts';
import type { FilterPlugin, PluginContext, Rejection } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';

type Claim = Stored<PersistentVolumeClaim>;

const NAME = 'VolumeBinding';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
const ELSEWHERE: Rejection = { plugin: NAME, reasons: ["node(s) didn't match PersistentVolume's node affinity"], resolvable: false };
const NOTHING_TO_BIND: Rejection = { plugin: NAME, reasons: ["node(s) didn't find available persistent volumes to bind"], resolvable: false };

/** What a claim that waits for its pod gets on a node: a volume that is there, or one to be made there. */
export type ClaimBinding =
  | { readonly kind: 'volume'; readonly claim: Claim; readonly volume: Stored<PersistentVolume> }
  | { readonly kind: 'provision'; readonly claim: Claim };

/** Keeps a pod waiting for its claims, and from nodes where their volumes cannot be. */
export const volumeBinding: FilterPlugin = {
  name: NAME,
  prepare(pod, context) {
    const names = claimNames(pod.pod);
    if (names.length === 0) return undefined;
    const volumes: PersistentVolume[] = [];
    for (const name of names) {
      const claim = context.claim(pod.namespace, name);
      const problem = findProblem(name, claim);
      if (problem !== undefined) return rejectAll(problem);
      const volume = isBound(claim) ? context.volume(claim?.spec?.volumeName ?? '') : undefined;
      if (volume) volumes.push(volume);
      else if (isBound(claim)) return rejectAll(`persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim?.spec?.volumeName ?? ''}"`);
      else if (!waitsForConsumer(claim, context)) return rejectAll('pod has unbound immediate PersistentVolumeClaims');
    }
    return {
      filter(info) {
        const fits = volumes.every(({ spec }) => !spec?.nodeAffinity?.required || matchesNodeSelector(spec.nodeAffinity.required, info.node));
        if (!fits) return ELSEWHERE;
        return planBindings(pod, info, context) ? undefined : NOTHING_TO_BIND;
      },
    };
  },
  isHelpful: (event) => event.kind === 'claim-changed' || event.node !== undefined,
};

/** What the waiting claims of a pod get on a node; undefined when there is nothing for one of them. */
export function planBindings(pod: PodInfo, info: NodeInfo, context: PluginContext): readonly ClaimBinding[] | undefined {
  const bindings: ClaimBinding[] = [];
  let free = context.volumes();
  for (const name of claimNames(pod.pod)) {
    const claim = context.claim(pod.namespace, name);
    if (!claim || isBound(claim)) continue;
    const volume = findMatchingVolume(claim, free, info.node);
    const provisioner = context.storageClass(claim.spec?.storageClassName ?? '')?.provisioner;
    if (volume) bindings.push({ kind: 'volume', claim, volume });
    else if (provisioner !== undefined && provisioner !== NO_PROVISIONER) bindings.push({ kind: 'provision', claim });
    else return undefined;
    free = free.filter((other) => other !== volume);
  }
  return bindings;
}

function waitsForConsumer(claim: Claim | undefined, context: PluginContext): boolean {
  return context.storageClass(claim?.spec?.storageClassName ?? '')?.volumeBindingMode === 'WaitForFirstConsumer';
}

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
