import type { DirectClient } from '#client/client.ts';
import type { KubeObject, OwnerReference, Stored } from '#machinery/object.ts';
import { formatGroupVersion, type ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isConflict, isNotFound } from '#machinery/status-errors.ts';
import type { RecordEvent } from '../harness.ts';
import type { Node, OwnerGraph } from './owner-graph.ts';
import { FOREGROUND, isBeingDeletedWith, isBlocking, ORPHAN, type OwnerState, planCollect } from './plan.ts';

/** What the garbage collector works with. */
export interface Collector {
  readonly client: DirectClient;
  readonly graph: OwnerGraph;
  /** Every type that may own or be owned, as of now. */
  types(): readonly ResourceType[];
  /** Whether a type has no merge keys, so that patches of it cannot be strategic. */
  isCustom(type: ResourceType): boolean;
  readonly record: RecordEvent;
  /** Looks at an object again, by its uid. */
  enqueue(uid: string): void;
}

/** Looks at one object: as an owner that waits to go, or as a dependent whose owners may have gone. */
export function collect(collector: Collector, uid: string): void {
  const node = collector.graph.get(uid);
  if (!node) return;
  if (isBeingDeletedWith(node.object, FOREGROUND)) finishForeground(collector, node);
  else if (isBeingDeletedWith(node.object, ORPHAN)) finishOrphaning(collector, node);
  else if (node.object.metadata.deletionTimestamp === undefined) collectDependent(collector, node);
}

function collectDependent(collector: Collector, known: Node): void {
  const { client, graph } = collector;
  const { type } = known;
  const object = live(client, type, known.object.metadata.namespace ?? '', known.object.metadata.name);
  if (object?.metadata.uid !== known.object.metadata.uid) return;
  const hasDependents = graph.dependentsOf(object.metadata.uid).some((dependent) => dependent.object.metadata.deletionTimestamp === undefined);
  const plan = planCollect(object, (owner) => stateOf(collector, object, owner), hasDependents);
  if (plan.kind === 'unlink') unlink(collector, type, object, plan.uids);
  if (plan.kind !== 'delete') return;
  const options = { propagationPolicy: plan.propagationPolicy, preconditions: { uid: object.metadata.uid } };
  ignoringGone(() => client.delete(type, object.metadata.namespace ?? '', object.metadata.name, options));
}

/** What has become of an owner, as the server has it: the local copies may not show an owner that was just created. */
function stateOf(collector: Collector, object: Stored<KubeObject>, owner: OwnerReference): OwnerState {
  const type = collector.types().find((candidate) => candidate.kind === owner.kind && formatGroupVersion(candidate) === owner.apiVersion);
  // A kind the server does not know cannot be asked for: as upstream, nothing is deleted on a suspicion.
  if (!type) return 'solid';
  const namespace = object.metadata.namespace ?? '';
  const elsewhere = collector.graph.get(owner.uid)?.object.metadata.namespace;
  if (type.namespaced && elsewhere !== undefined && elsewhere !== namespace) {
    const reference = `[${owner.apiVersion}/${owner.kind}, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}]`;
    collector.record(object, 'Warning', 'OwnerRefInvalidNamespace', `ownerRef ${reference} does not exist in namespace "${namespace}"`);
  }
  const found = live(collector.client, type, type.namespaced ? namespace : '', owner.name);
  if (found?.metadata.uid !== owner.uid) return 'absent';
  return isBeingDeletedWith(found, FOREGROUND) ? 'waiting' : 'solid';
}

/** An owner deleted in the foreground: its dependents go, and when none blocks it any more, so does it. */
function finishForeground(collector: Collector, owner: Node): void {
  const dependents = collector.graph.dependentsOf(owner.object.metadata.uid);
  for (const dependent of dependents) if (dependent.object.metadata.deletionTimestamp === undefined) collector.enqueue(dependent.object.metadata.uid);
  if (!dependents.some((dependent) => isBlocking(owner.object, dependent.object))) removeFinalizer(collector.client, owner, FOREGROUND);
}

/** An owner whose dependents stay: they lose their reference to it, then it goes. */
function finishOrphaning(collector: Collector, owner: Node): void {
  const { uid } = owner.object.metadata;
  for (const dependent of collector.graph.dependentsOf(uid)) unlink(collector, dependent.type, dependent.object, [uid]);
  removeFinalizer(collector.client, owner, ORPHAN);
}

function unlink({ client, isCustom }: Collector, type: ResourceType, object: Stored<KubeObject>, uids: readonly string[]): void {
  const { uid: own, name, namespace = '', resourceVersion } = object.metadata;
  if (isCustom(type)) {
    const ownerReferences = object.metadata.ownerReferences?.filter(({ uid }) => !uids.includes(uid)) ?? [];
    ignoringGone(() => client.patch(type, namespace, name, { metadata: { ownerReferences, uid: own, resourceVersion } }, { type: 'merge' }));
    return;
  }
  const patch = { metadata: { ownerReferences: uids.map((uid) => ({ $patch: 'delete', uid })), uid: own } };
  ignoringGone(() => client.patch(type, namespace, name, patch, { type: 'strategic' }));
}

function removeFinalizer(client: DirectClient, node: Node, finalizer: string): void {
  const namespace = node.object.metadata.namespace ?? '';
  const object = live(client, node.type, namespace, node.object.metadata.name);
  if (object?.metadata.uid !== node.object.metadata.uid || !object.metadata.finalizers?.includes(finalizer)) return;
  const finalizers = object.metadata.finalizers.filter((other) => other !== finalizer);
  ignoringGone(() => client.update(node.type, namespace, { ...object, metadata: { ...object.metadata, finalizers } }));
}

function live(client: DirectClient, type: ResourceType, namespace: string, name: string): Stored<KubeObject> | undefined {
  return ignoringGone(() => client.get<KubeObject>(type, namespace, name));
}

/** The result of a call; undefined when its object is gone or is another one by now. */
function ignoringGone<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isNotFound(error) || isConflict(error) || (error instanceof StatusError && error.reason === 'Invalid')) return undefined;
    throw error;
  }
}
