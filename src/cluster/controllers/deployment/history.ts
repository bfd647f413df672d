import type { Deployment, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** Annotations of a Deployment that say something about itself and mean nothing on its ReplicaSets. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);

/** Characters that the list of earlier revisions may have before its oldest are dropped. */
const REVISION_HISTORY_CHARACTERS = 2000;
/** The history limit that means "keep all". */
const NO_LIMIT = 2_147_483_647;

type Annotations = Readonly<Record<string, string>>;

/** The revision a ReplicaSet (or a Deployment) stands for; 0 for none. */
export function revisionOf(object: ReplicaSet | Deployment): number {
  return numberAnnotation(object.metadata?.annotations, REVISION) ?? 0;
}

/** The number of replicas the Deployment had when the set was last scaled for it. */
export function desiredReplicasOf(set: ReplicaSet): number | undefined {
  return numberAnnotation(set.metadata?.annotations, DESIRED_REPLICAS);
}

/** The most pods the Deployment allowed when the set was last scaled for it. */
export function maxReplicasOf(set: ReplicaSet): number | undefined {
  return numberAnnotation(set.metadata?.annotations, MAX_REPLICAS);
}

/** The annotations of a set with the Deployment's present size. The same object when nothing changes. */
export function withReplicasAnnotations(annotations: Annotations | undefined, desired: number, max: number): Annotations {
  if (annotations?.[DESIRED_REPLICAS] === String(desired) && annotations[MAX_REPLICAS] === String(max)) return annotations;
  return { ...annotations, [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(max) };
}

/** The next revision: one more than the highest of the old sets. */
export function nextRevision(oldSets: readonly ReplicaSet[]): number {
  return oldSets.reduce((highest, set) => Math.max(highest, revisionOf(set)), 0) + 1;
}

/**
 * The annotations a Deployment gives to its newest set: its own, and the revision with those the set had before
 * (a roll back makes an old set the newest one again). The same object when nothing changes.
 */
export function planSetAnnotations(deployment: Deployment, annotations: Annotations | undefined, revision: number): Annotations {
  const next: Record<string, string> = { ...annotations };
  let changed = annotations === undefined;
  for (const [key, value] of Object.entries(deployment.metadata?.annotations ?? {})) {
    if (NOT_COPIED.has(key) || next[key] === value) continue;
    next[key] = value;
    changed = true;
  }
  const before = annotations?.[REVISION];
  if (Number(before ?? 0) < revision) {
    next[REVISION] = String(revision);
    changed = true;
    if (before !== undefined) next[REVISION_HISTORY] = appendRevision(next[REVISION_HISTORY], before);
  }
  return changed || annotations === undefined ? next : annotations;
}

function appendRevision(history: string | undefined, revision: string): string {
  if (!history) return revision;
  const earlier = history.split(',');
  while (earlier.length > 0 && [...earlier, revision].join(',').length > REVISION_HISTORY_CHARACTERS) earlier.shift();
  return [...earlier, revision].join(',');
}

/** The old sets that may go: the oldest revisions beyond the limit, when nothing runs in them any more. */
export function planCleanup(deployment: Deployment, oldSets: readonly Stored<ReplicaSet>[]): readonly Stored<ReplicaSet>[] {
  const limit = deployment.spec?.revisionHistoryLimit;
  if (limit === undefined || limit === NO_LIMIT) return [];
  const alive = oldSets.filter((set) => set.metadata.deletionTimestamp === undefined);
  if (alive.length <= limit) return [];
  return [...alive]
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .slice(0, alive.length - limit)
    .filter((set) => (set.status?.replicas ?? 0) === 0 && set.spec?.replicas === 0 && (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0));
}

function numberAnnotation(annotations: Annotations | undefined, name: string): number | undefined {
  const text = annotations?.[name];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
