import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { FieldError } from '#machinery/status-error.ts';
import type { JsonSchema } from '#machinery/structural/json-schema.ts';
import type { DescribeContext } from './describe-context.ts';

/** One column of the server's Table. `priority` above 0 shows it with `-o wide` only. */
export interface Column<T extends KubeObject> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly priority?: number;
  readonly description: string;
  /** The cell. A date column gives the RFC 3339 text; the printer makes an age of it. @param nowMs virtual time */
  cell(object: Stored<T>, nowMs: number): string | number | boolean | null;
}

/** What a strategy may know besides the objects. */
export interface StrategyContext {
  readonly nowMs: number;
  readonly subresource: string;
}

/** How commands that work on "anything scalable" reach it (`scale` subresource). */
export interface ScaleAccess<T extends KubeObject> {
  replicas(object: T): number;
  statusReplicas(object: T): number;
  /** The selector as text, as in Scale.status.selector. */
  selector(object: T): string;
  withReplicas(object: T, replicas: number): T;
}

/**
 * Everything there is to know of one built-in kind. One folder per kind; `catalog.ts` lists them.
 * All functions are pure; objects are never changed in place.
 */
export interface Kind<T extends KubeObject = KubeObject> extends ResourceType {
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** The name of its schema in the generated table, e.g. `apps.v1.Deployment`. */
  readonly schema: string;
  /** Of a custom resource: its own schema (then `schema` is ''), and the version in which its objects are kept. */
  readonly custom?: { readonly schema: JsonSchema; readonly storageApiVersion: string };
  /** Verbs as discovery lists them. */
  readonly verbs: readonly string[];
  /** Subresources besides status and scale, as discovery lists them. */
  readonly subresources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly verbs: readonly string[];
    readonly group?: string;
    readonly version?: string;
  }[];
  readonly hasStatus: boolean;
  /** What is created may bring its status along: a kubelet registers its node with what the node has. */
  readonly keepsStatusAtCreation?: boolean;
  /** `metadata.generation` counts changes of everything but metadata and status. */
  readonly hasGeneration: boolean;
  /** A change of annotations counts as well (Deployments). */
  readonly annotationsCountInGeneration?: boolean;
  readonly scale?: ScaleAccess<T>;
  /** Fills in what the user left out (idempotent). Called after decoding and after every patch. */
  defaults?(object: T): T;
  /** Drops or sets what a client may not say at creation. Status is dropped by the API server when `hasStatus`. */
  prepareForCreate?(object: T, context: StrategyContext): T;
  /** Carries over what a client may not change. The API server keeps status on a main update and spec on a status update. */
  prepareForUpdate?(next: T, before: T, context: StrategyContext): T;
  /** What is wrong with the object by itself. Metadata is validated by the API server. */
  validate?(object: T): readonly FieldError[];
  /** What may not change. The API server calls `validate` on the new object as well. */
  validateUpdate?(next: T, before: T): readonly FieldError[];
  validateStatusUpdate?(next: T, before: T): readonly FieldError[];
  /** Checks of the name besides "is a DNS subdomain" (Services: a DNS label, Namespaces: a DNS label). */
  validateName?(name: string): readonly string[];
  /** Texts to send as `Warning` headers on create and update. */
  warnings?(object: T): readonly string[];
  /** Sent as a `Warning` header with every answer about this kind: what to use instead of it. */
  readonly deprecation?: string;
  /** The columns of the Table, in order; the first is Name (of events: Last Seen). */
  readonly columns: readonly Column<T>[];
  /** Field selectors beyond metadata.name and metadata.namespace. */
  readonly fieldSelectors?: Readonly<Record<string, (object: T) => string>>;
  /** Default of `deletionGracePeriodSeconds` when the object goes later (pods); undefined for "at once". */
  deletionGraceSeconds?(object: T, asked: number | undefined): number | undefined;
  /** Whether a deletion answers with the object that went, as upstream does for some kinds; the others answer with a Status. */
  readonly returnsDeletedObject?: boolean;
  /** What changes in an object that begins to go but cannot go yet (a Namespace becomes Terminating). */
  beginDeletion?(object: T): T;
  /** Whether something besides metadata.finalizers keeps an object that shall go (a Namespace's spec.finalizers). */
  isKept?(object: T): boolean;
  /** Objects vanish so many virtual milliseconds after their last write (Events: an hour). */
  readonly lifetimeMs?: number;
  /** An update must say which version it was made from. */
  readonly requiresResourceVersion?: boolean;
  /** `kubectl describe`. */
  describe?(object: Stored<T>, context: DescribeContext): Promise<string>;
  /** Where commands find a pod template (`set image`, `rollout restart`, `get -o wide`). */
  readonly podTemplate?: PodTemplateAccess<T>;
  /** The selector of the pods this object stands for (`logs deploy/x`, `expose`), as text. */
  podSelector?(object: T): string;
  /** Container ports as `expose` takes them. */
  ports?(object: T): readonly { readonly port: number; readonly protocol: string; readonly name?: string }[];
  /** `kubectl rollout`. */
  readonly rollout?: Rollout<T>;
  /** The smallest object the server accepts. */
  readonly example: T;
}

/** A pod template's place in an object. The template is a `PodTemplateSpec` of the generated types. */
export interface PodTemplateAccess<T extends KubeObject> {
  get(object: T): KubeObject | undefined;
  set(object: T, template: KubeObject): T;
}

/** One revision in a rollout's history. `object` is the ReplicaSet or ControllerRevision that holds it. */
export interface Revision {
  readonly number: number;
  readonly changeCause: string;
  readonly object: Stored<KubeObject>;
  readonly template: KubeObject;
}

export interface Rollout<T extends KubeObject> {
  /** Message and whether it is finished, as `rollout status` prints. @throws StatusError or Error with kubectl's text when it failed */
  status(object: Stored<T>, revision: number): { readonly message: string; readonly done: boolean };
  /** Oldest first. */
  history(object: Stored<T>, context: DescribeContext): Promise<readonly Revision[]>;
  /** The patch (and its type) that goes back to a revision. */
  undoPatch(object: Stored<T>, to: Revision): { readonly type: 'json' | 'strategic'; readonly patch: object };
  isPaused?(object: T): boolean;
  withPaused?(object: T, paused: boolean): T;
}

/** Declares a kind. It only gives the type; the catalog's contract tests check the content. */
export function defineKind<T extends KubeObject>(kind: Kind<T>): Kind<T> {
  return kind;
}
