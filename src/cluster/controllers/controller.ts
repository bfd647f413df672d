import type { DirectClient } from '#client/client.ts';
import type { Lister } from '#client/informer.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';

/** The object a reconcile is for. Cluster-scoped objects have namespace ''. */
export interface Key {
  readonly namespace: string;
  readonly name: string;
}

/** Everything a reconcile may use. It has no clock and no queue of its own. */
export interface ReconcileContext {
  /** Synchronous; throws StatusError, which a controller lets fly: the harness retries with back-off. */
  readonly client: DirectClient;
  /** The local copy of a type declared in `for`, `owns` or `watches`. It lags behind what was just written. */
  lister<T extends KubeObject>(type: ResourceType): Lister<T>;
  /** Virtual time at the start of this reconcile, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Records an Event about an object; equal ones are counted up as by upstream's correlator. */
  event(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/** What a reconcile asks for. `requeueAfterMs`: look again after that much virtual time. */
export interface ReconcileResult {
  readonly requeueAfterMs?: number;
}

export interface Watch<T extends KubeObject = KubeObject> {
  readonly type: ResourceType;
  /** How long after the change to look, in virtual milliseconds; default 0. */
  readonly afterMs?: number;
  /** Which keys to look at when an object of the type comes, changes (`before` is given) or goes. */
  keys(object: Stored<T>, lister: <U extends KubeObject>(type: ResourceType) => Lister<U>, before?: Stored<T>): readonly Key[];
}

/** A way to find objects of a local copy by something else than their name: `lister(type).byIndex(name, value)`. */
export interface Index<T extends KubeObject = KubeObject> {
  readonly type: ResourceType;
  readonly name: string;
  values(object: Stored<T>): readonly string[];
}

/**
 * A controller: which objects it looks after, what else wakes it, and what it does for one object.
 * The harness owns the queue, the retries (5 ms doubling up to 1000 s), the watches and the expectations.
 */
export interface Controller {
  /** As upstream names it: the source of its events is `<name>-controller` unless `eventSource` says otherwise. */
  readonly name: string;
  readonly eventSource?: string;
  /** Its own objects: a change of one wakes it. Without it only `watches` do. */
  readonly for?: ResourceType;
  /** A change of an owned object wakes its controller owner of the kind `for`. */
  readonly owns?: readonly ResourceType[];
  readonly watches?: readonly Watch[];
  /** Indexes of the local copies of the types above. Two controllers may declare the same one. */
  readonly indexes?: readonly Index[];
  reconcile(key: Key, context: ReconcileContext): ReconcileResult | undefined;
}

/** A controller that is loaded when the first object of its own type appears: few clusters have every kind of object. */
export interface LazyController {
  readonly for: ResourceType;
  load(): Promise<Controller>;
}

/** Declares a controller. The catalog's contract tests run every one of them. */
export function defineController(controller: Controller): Controller {
  return controller;
}

/** Declares a watch of a typed object. */
export function defineWatch<T extends KubeObject>(watch: Watch<T>): Watch {
  return watch as Watch;
}

/** Declares an index over a typed object. */
export function defineIndex<T extends KubeObject>(index: Index<T>): Index {
  return index as Index;
}

/** The types whose local copies a controller reads. */
export function watchedTypes(controller: Controller): readonly ResourceType[] {
  return [...(controller.for ? [controller.for] : []), ...(controller.owns ?? []), ...(controller.watches ?? []).map((watch) => watch.type)];
}
