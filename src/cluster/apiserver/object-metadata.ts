import type { KubeObject, ObjectMeta } from '#machinery/object.ts';
import { badRequest } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import type { ApiCall } from './api-call.ts';

const GENERATED_SUFFIX_LENGTH = 5;
const LONGEST_GENERATED_BASE = 58;

/** A name behind a prefix, as upstream's name generator makes it: 63 letters at most. */
export function generateName(call: ApiCall, prefix: string): string {
  return prefix.slice(0, LONGEST_GENERATED_BASE) + call.core.random.suffix(GENERATED_SUFFIX_LENGTH);
}

/**
 * Puts the path's namespace into an object that names none.
 * @throws StatusError 400 when it names another one
 */
export function placeInNamespace<T extends KubeObject>(object: T, namespace: string): T {
  const said = object.metadata?.namespace ?? '';
  if (said === namespace) return object;
  if (said !== '') {
    const complaint =
      namespace === '' ? 'namespace is not allowed for this type' : 'the namespace of the provided object does not match the namespace sent on the request';
    if (namespace !== '') throw badRequest(complaint);
    const { namespace: _dropped, ...metadata } = object.metadata ?? {};
    return { ...object, metadata };
  }
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** What the server itself says about a new object; what a client said in these fields is dropped. */
export function fillNewMetadata(call: ApiCall, object: KubeObject): KubeObject {
  const { hasGeneration } = call.resource.kind;
  const given: ObjectMeta = object.metadata ?? {};
  const metadata: { -readonly [K in keyof ObjectMeta]: ObjectMeta[K] } = { ...given };
  metadata.uid = call.core.random.uuid();
  metadata.creationTimestamp = formatTime(call.core.simulation.clock.now);
  if (hasGeneration) metadata.generation = 1;
  else if (metadata.generation !== undefined) delete metadata.generation;
  if (metadata.resourceVersion !== undefined) delete metadata.resourceVersion;
  if (metadata.deletionTimestamp !== undefined) delete metadata.deletionTimestamp;
  if (metadata.deletionGracePeriodSeconds !== undefined) delete metadata.deletionGracePeriodSeconds;
  if (metadata.selfLink !== undefined) delete metadata.selfLink;
  if (metadata.managedFields !== undefined) delete metadata.managedFields;
  return { ...object, metadata };
}

/** Fields of metadata that only the server sets: an update that leaves them out keeps them. */
export function carryMetadata(next: KubeObject, before: KubeObject): KubeObject {
  const old: ObjectMeta = before.metadata ?? {};
  if (next.metadata === old) return next;
  const { uid, resourceVersion, creationTimestamp } = old;
  const metadata: { -readonly [K in keyof ObjectMeta]: ObjectMeta[K] } = {
    ...(uid !== undefined && { uid }),
    ...next.metadata,
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(creationTimestamp !== undefined && { creationTimestamp }),
  };
  if (old.generateName !== undefined) metadata.generateName ??= old.generateName;
  if (old.generation === undefined) delete metadata.generation;
  else metadata.generation = old.generation;
  if (old.deletionTimestamp === undefined) delete metadata.deletionTimestamp;
  else metadata.deletionTimestamp ??= old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds === undefined) delete metadata.deletionGracePeriodSeconds;
  else metadata.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.managedFields;
  return { ...next, metadata };
}
