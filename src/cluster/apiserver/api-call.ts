import type { ApiRequest } from '#client/transport.ts';
import { notSupported } from '#machinery/field-error.ts';
import type { PolicyRule } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { invalidObject } from '#machinery/status-errors.ts';
import type { Random } from '#sim/random.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { Store } from '../store/store.ts';
import type { AuthorizationDecision } from './authorization.ts';
import type { OwnershipLedger } from './field-ownership/ownership-ledger.ts';
import type { Identity } from './identity.ts';
import type { KubeletConnection } from './kubelet-connection.ts';
import { queryTexts, type RequestInfo, type ResourceRequestInfo } from './request-info.ts';
import type { ResourceHook } from './resource-hook.ts';
import type { Resource, ResourceRegistry } from './resource-registry.ts';

/** What every verb needs of the server. */
export interface ApiCore {
  readonly simulation: Simulation;
  readonly random: Random;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly admission: readonly AdmissionPlugin[];
  /** Who owns which fields of the stored objects. */
  readonly ownership: OwnershipLedger;
  /** Side tables that must agree with the objects (service addresses), by `group/plural`. */
  readonly hooks: ReadonlyMap<string, ResourceHook>;
  /** Refuses (by throwing) to evict a pod: disruption budgets. */
  guardEviction?(pod: Stored<KubeObject>, dryRun: boolean): void;
  /** The kubelet of a node; undefined while there is no such node. */
  connectKubelet?(nodeName: string): KubeletConnection | undefined;
  /** What the authorizers say of a request; asked by reviews. */
  decide?(identity: Identity, info: RequestInfo): AuthorizationDecision;
  /** Who a bearer token belongs to, whomever it is meant for. */
  recognise?(token: string): Identity | undefined;
  /** The rules that apply to somebody in a namespace. */
  rulesFor?(identity: Identity, namespace: string): readonly PolicyRule[];
  /** Called after an object is stored whose life has a term (Events). */
  afterWrite?(resource: Resource, object: Stored<KubeObject>): void;
}

/** One request for a resource, on its way through the verbs. */
export interface ApiCall {
  readonly core: ApiCore;
  readonly request: ApiRequest;
  readonly info: ResourceRequestInfo;
  readonly resource: Resource;
  readonly identity: Identity;
  /** A component of the control plane: its objects are taken as they are, without strict decoding. */
  readonly trusted: boolean;
  /** Go into `Warning` headers. */
  readonly warnings: string[];
}

/** What a plugin may look at. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly call: ApiCall;
  readonly namespace: string;
  readonly name: string;
  /** The object after the write; undefined for DELETE. */
  readonly object: KubeObject | undefined;
  readonly before: Stored<KubeObject> | undefined;
  readonly dryRun: boolean;
}

/**
 * One stage between decoding and storing. Plugins run in the order of their list: first every `admit`, then,
 * after validation of the object itself, every `validate`.
 */
export interface AdmissionPlugin {
  readonly name: string;
  /** `group/plural` with `/subresource` for one; undefined: everything. */
  readonly resources?: readonly string[];
  readonly operations: readonly AdmissionRequest['operation'][];
  /** Changes the object. @returns the object to go on with. @throws StatusError */
  admit?(request: AdmissionRequest): KubeObject | undefined;
  /** @throws StatusError */
  validate?(request: AdmissionRequest): void;
}

/** The answer of a verb before it is put into the form that was asked for. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: KubeObject;
}

/** Reads `dryRun`. @throws StatusError when it says anything but `All` */
export function isDryRun(call: ApiCall, inBody: readonly string[] = []): boolean {
  const asked = [...queryTexts(call.request, 'dryRun'), ...inBody];
  if (asked.length === 0) return false;
  const wrong = asked.find((value) => value !== 'All');
  if (wrong !== undefined) {
    throw invalidObject({ group: 'meta.k8s.io', kind: 'CreateOptions' }, '', [notSupported('dryRun', wrong, ['All'])]);
  }
  return true;
}
