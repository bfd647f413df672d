import type { KubeList, KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { ApiRequest, ApiResponse, Subscription, Transport, WatchHandlers } from './transport.ts';

/** Which objects of a collection. Selectors are texts as in a URL: `app=web,tier!=db`, `status.phase=Running`. */
export interface ListOptions {
  /** '' or undefined: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
}

export interface WatchOptions extends ListOptions {
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number;
}

export interface WriteOptions {
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  readonly subresource?: string;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface PatchOptions extends WriteOptions {
  readonly type: PatchType;
  /** For apply: take over fields that others own. */
  readonly force?: boolean;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly dryRun?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * The API as programs use it: kubectl, checkers, tools. In-process and HTTP alike.
 * Every method throws StatusError with what the server answered, or TransportError when there was no answer.
 * Objects that come back are read-only.
 */
export interface Client {
  readonly transport: Transport;
  get<T extends KubeObject>(type: ResourceType, namespace: string, name: string, subresource?: string): Promise<Stored<T>>;
  list<T extends KubeObject>(type: ResourceType, options?: ListOptions): Promise<KubeList<Stored<T>>>;
  create<T extends KubeObject>(type: ResourceType, namespace: string, object: T, options?: WriteOptions & { readonly name?: string }): Promise<Stored<T>>;
  update<T extends KubeObject>(type: ResourceType, namespace: string, object: T, options?: WriteOptions): Promise<Stored<T>>;
  patch<T extends KubeObject>(type: ResourceType, namespace: string, name: string, patch: object, options: PatchOptions): Promise<Stored<T>>;
  /** Resolves to the object (when it goes later) or to a Status (when it is gone). */
  delete(type: ResourceType, namespace: string, name: string, options?: DeleteOptions): Promise<KubeObject>;
  watch(type: ResourceType, options: WatchOptions, handlers: WatchHandlers): Subscription;
  /** Any other path of the API. @throws StatusError for a status of 400 and above */
  request(request: ApiRequest): Promise<ApiResponse>;
}

/** The same door for the control plane: in-process, synchronous. Methods throw StatusError. */
export interface DirectClient {
  get<T extends KubeObject>(type: ResourceType, namespace: string, name: string): Stored<T>;
  list<T extends KubeObject>(type: ResourceType, options?: ListOptions): KubeList<Stored<T>>;
  create<T extends KubeObject>(type: ResourceType, namespace: string, object: T, options?: WriteOptions & { readonly name?: string }): Stored<T>;
  update<T extends KubeObject>(type: ResourceType, namespace: string, object: T, options?: WriteOptions): Stored<T>;
  /** Replaces `status` only. */
  updateStatus<T extends KubeObject>(type: ResourceType, namespace: string, object: T): Stored<T>;
  patch<T extends KubeObject>(type: ResourceType, namespace: string, name: string, patch: object, options: PatchOptions): Stored<T>;
  delete(type: ResourceType, namespace: string, name: string, options?: DeleteOptions): KubeObject;
  watch(type: ResourceType, options: WatchOptions, handlers: WatchHandlers): Subscription;
}
