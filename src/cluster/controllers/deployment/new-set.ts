import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isAlreadyExists } from '#machinery/status-errors.ts';
import { deployments, replicaSets } from '../../resource-types.ts';
import type { ReconcileContext } from '../controller.ts';
import { nextRevision, planSetAnnotations, REVISION, revisionOf } from './history.ts';
import { conditionOf, hasProgressDeadline, newCondition, withCondition } from './progress.ts';
import { isSameTemplate, type OwnedSets, planNewSet } from './replica-sets.ts';

/** A Deployment and its sets after the new set was brought up to date. */
export interface SyncedSets {
  readonly deployment: Stored<Deployment>;
  readonly owned: OwnedSets;
}

/**
 * Brings the new set's annotations and the Deployment's revision up to date, and creates the set where it is missing.
 * @param create whether a missing set is created
 * @throws StatusError when it cannot be created; the Deployment's conditions and events say so then
 */
export function syncNewSet(deployment: Stored<Deployment>, owned: OwnedSets, create: boolean, context: ReconcileContext): SyncedSets {
  const revision = nextRevision(owned.oldSets);
  if (owned.newSet) return adjust(deployment, owned, owned.newSet, revision, context);
  return create ? createSet(deployment, owned, revision, context) : { deployment, owned };
}

function adjust(deployment: Stored<Deployment>, owned: OwnedSets, set: Stored<ReplicaSet>, revision: number, context: ReconcileContext): SyncedSets {
  const annotations = planSetAnnotations(deployment, set.metadata.annotations, revision);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  const sameReadiness = (set.spec?.minReadySeconds ?? 0) === minReadySeconds;
  const newSet =
    annotations === set.metadata.annotations && sameReadiness
      ? set
      : context.client.update<ReplicaSet>(replicaSets, set.metadata.namespace ?? '', {
          ...set,
          metadata: { ...set.metadata, annotations },
          ...(set.spec && { spec: sameReadiness ? set.spec : { ...set.spec, minReadySeconds } }),
        });
  const found =
    hasProgressDeadline(deployment) && !conditionOf(deployment.status, 'Progressing')
      ? newCondition('Progressing', 'True', 'FoundNewReplicaSet', `Found new replica set "${newSet.metadata.name}"`, context.nowMs)
      : undefined;
  return { deployment: tell(deployment, revisionOf(newSet), found, context), owned: { ...owned, newSet } };
}

function createSet(deployment: Stored<Deployment>, owned: OwnedSets, revision: number, context: ReconcileContext): SyncedSets {
  const plan = planNewSet(deployment, owned.oldSets, revision);
  try {
    const newSet = context.client.create<ReplicaSet>(replicaSets, deployment.metadata.namespace ?? '', plan);
    const size = newSet.spec?.replicas ?? 0;
    if (size > 0) context.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${newSet.metadata.name} from 0 to ${size}`);
    const created = hasProgressDeadline(deployment)
      ? newCondition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${newSet.metadata.name}"`, context.nowMs)
      : undefined;
    return { deployment: tell(deployment, revision, created, context), owned: { ...owned, newSet } };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isAlreadyExists(error)) return takeExisting(deployment, owned, plan, revision, error, context);
    return failed(deployment, plan.metadata?.name ?? '', error, context);
  }
}

/** The name is taken: by our own set, which the local copy does not show yet, or by another with the same hash. */
function takeExisting(
  deployment: Stored<Deployment>,
  owned: OwnedSets,
  plan: ReplicaSet,
  revision: number,
  error: StatusError,
  context: ReconcileContext,
): SyncedSets {
  const set = context.client.get<ReplicaSet>(replicaSets, deployment.metadata.namespace ?? '', plan.metadata?.name ?? '');
  if (controllerOf(set)?.uid === deployment.metadata.uid && isSameTemplate(set.spec?.template, deployment.spec?.template)) {
    return { deployment: tell(deployment, revision, undefined, context), owned: { ...owned, newSet: set } };
  }
  // Another hash is tried the next time. As upstream: the count goes into the hash of the template.
  writeStatus(deployment, { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 }, context);
  throw error;
}

function failed(deployment: Stored<Deployment>, setName: string, error: StatusError, context: ReconcileContext): never {
  if (!error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) {
    const message = `Failed to create new replica set "${setName}": ${error.message}`;
    if (hasProgressDeadline(deployment)) {
      tell(deployment, revisionOf(deployment), newCondition('Progressing', 'False', 'ReplicaSetCreateError', message, context.nowMs), context);
    }
    context.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
  }
  throw error;
}

/**
 * Writes the revision and a condition to the Deployment, where they are new. As upstream through the status: a change
 * of annotations on the main path would count as a new generation.
 */
function tell(deployment: Stored<Deployment>, revision: number, condition: DeploymentCondition | undefined, context: ReconcileContext): Stored<Deployment> {
  const before = deployment.status?.conditions ?? [];
  const conditions = condition ? withCondition(before, condition) : before;
  const isNew = revisionOf(deployment) !== revision;
  if (!isNew && conditions === before) return deployment;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revision) };
  const named = isNew ? { ...deployment, metadata: { ...deployment.metadata, annotations } } : deployment;
  return writeStatus(named, conditions === before ? (deployment.status ?? {}) : { ...deployment.status, conditions }, context);
}

function writeStatus(deployment: Stored<Deployment>, status: DeploymentStatus, context: ReconcileContext): Stored<Deployment> {
  return context.client.updateStatus<Deployment>(deployments, deployment.metadata.namespace ?? '', { ...deployment, status });
}
