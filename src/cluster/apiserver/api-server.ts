import type {
  ApiRequest,
  ApiResponse,
  BytesHandlers,
  ChannelConnection,
  ChannelHandlers,
  DirectTransport,
  Subscription,
  Transport,
  WatchHandlers,
} from '#client/transport.ts';
import { createDirectClient } from '#client/transport-client.ts';
import type { Kind } from '#kinds/kind.ts';
import type { KubeObject } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { unknownResource } from '#machinery/status-errors.ts';
import type { Simulation } from '#sim/simulation.ts';
import { createStore, type Store } from '../store/store.ts';
import { admissionPlugins } from './admission/catalog.ts';
import type { AdmissionPlugin, ApiCall, ApiCore } from './api-call.ts';
import { type Authenticator, authenticate, parseImpersonation, recogniseToken } from './authentication.ts';
import { type Authorizer, authorize, requireAuthorized } from './authorization.ts';
import { bootstrap } from './bootstrap.ts';
import { followDefinitions } from './custom-resources/definition-lifecycle.ts';
import { createDiscovery } from './discovery.ts';
import { createOwnershipLedger } from './field-ownership/ownership-ledger.ts';
import { type Identity, systemIdentity } from './identity.ts';
import { createDirectTransport, createInProcessTransport, type InProcessOptions } from './in-process-transport.ts';
import type { KubeletConnection } from './kubelet-connection.ts';
import { answerNonResource, methodNotAllowed } from './non-resource.ts';
import { createLifetimes } from './object-lifetimes.ts';
import { createOpenApi } from './openapi.ts';
import { prepareProtobuf } from './protobuf-body.ts';
import { createRbacAuthorizer } from './rbac/rbac-authorizer.ts';
import { parseRequestInfo, type RequestInfo } from './request-info.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { answerResource, requireRightScope } from './resource-handler.ts';
import { createResourceRegistry, type ResourceRegistry } from './resource-registry.ts';
import { type AcceptedForm, negotiate } from './response/accepted-form.ts';
import { respond, respondError } from './response/respond.ts';
import { transformAnswer, transformEvents } from './response/transform.ts';
import { kindOfReview, reviews } from './reviews/catalog.ts';
import { API_AUDIENCE, createTokenAuthenticator, type TokenClaims } from './service-account-token.ts';
import { createServiceAllocator } from './service-allocation/service-allocator.ts';
import { openLog } from './streams/container-log.ts';
import { openSession } from './streams/container-session.ts';
import { openPortForward } from './streams/port-forward.ts';
import { openWatch } from './verbs/watch.ts';

const SERVICE_CIDR = '10.96.0.0/12';
const FIRST_SERVICE_ADDRESS = '10.96.0.1';

export interface ApiServerOptions {
  readonly simulation: Simulation;
  /** The built-in kinds to serve. */
  readonly kinds: readonly Kind[];
  /** Where pods and nodes reach the server: the endpoints of the Service `kubernetes`. */
  readonly advertise?: { readonly address: string; readonly port: number };
  /** Asked after system:masters was and before RBAC, in order. */
  readonly authorizers?: readonly Authorizer[];
  /** Asked for the identity of a request that comes without one, before service account tokens. */
  readonly authenticators?: readonly Authenticator[];
  /** Instead of the plugins that are on by default. */
  readonly admission?: readonly AdmissionPlugin[];
  /** Freezes every stored object: for tests. */
  readonly freeze?: boolean;
}

/** Who a request comes from, when the server knows it without looking at its headers. */
export interface Caller {
  readonly identity?: Identity;
  /** A component of the control plane: it may do everything, and its objects are not decoded strictly. */
  readonly trusted?: boolean;
}

/** The API server of a simulated cluster. One request path for everybody. */
export interface ApiServer {
  readonly store: Store;
  readonly registry: ResourceRegistry;
  /** Answers a request that is not a stream. Every refusal is an answer with a Status; what is thrown is a bug. */
  handle(request: ApiRequest, caller?: Caller): ApiResponse;
  /**
   * Loads the part of the program that a request needs and that is not there yet (OpenAPI); undefined when there is none.
   * Callers keep virtual time still meanwhile: `simulation.hold`.
   */
  prepare(request: ApiRequest): Promise<void> | undefined;
  /** Opens a watch; a refusal comes as `onEnd` with a StatusError. */
  watch(request: ApiRequest, handlers: WatchHandlers, caller?: Caller): Subscription;
  /** The same, but a refusal is thrown. @throws StatusError */
  openWatch(request: ApiRequest, handlers: WatchHandlers, caller?: Caller): Subscription;
  /** Opens a stream of bytes: a log. */
  bytes(request: ApiRequest, handlers: BytesHandlers, caller?: Caller): Subscription;
  /** Opens a connection of several channels: exec, attach, portforward. */
  channels(request: ApiRequest, handlers: ChannelHandlers, caller?: Caller): ChannelConnection;
  /** The door for the control plane: it answers at once, nothing is serialised. */
  directTransport(identity: Identity): DirectTransport;
  /** The door for programs: each request takes virtual time. */
  transport(identity: Identity, options: InProcessOptions): Transport;
  /** Refuses evictions (by throwing): disruption budgets. */
  guardEvictions(guard: (pod: KubeObject, dryRun: boolean) => void): void;
  /** How the server reaches the kubelet of a node; `cluster.ts` says it once nodes are there. */
  connectKubelets(connect: (nodeName: string) => KubeletConnection | undefined): void;
}

interface Admitted {
  readonly identity: Identity;
  readonly info: RequestInfo;
}

/** Creates an API server with an empty store and brings in what every cluster starts with. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const { simulation, kinds, freeze = false } = options;
  const authorizers = [...(options.authorizers ?? []), createRbacAuthorizer(() => registry)];
  const { clock, trace } = simulation;
  const store = createStore({ simulation, freeze });
  const registry = createResourceRegistry(store, kinds);
  for (const review of reviews) registry.add(kindOfReview(review), review);
  const discovery = createDiscovery(registry);
  const openApi = createOpenApi(registry);
  const ownership = createOwnershipLedger();
  const random = simulation.random.fork('apiserver');
  const isAlive = (claims: TokenClaims): boolean => isTokenAlive(registry, claims);
  const authenticators = [...(options.authenticators ?? []), createTokenAuthenticator(simulation.seed, () => clock.now, isAlive, API_AUDIENCE)];
  const anyAudience = [...(options.authenticators ?? []), createTokenAuthenticator(simulation.seed, () => clock.now, isAlive)];
  const metrics = createRequestMetrics(store, registry);
  let guardEviction: ((pod: KubeObject, dryRun: boolean) => void) | undefined;
  let connectKubelet: ((nodeName: string) => KubeletConnection | undefined) | undefined;

  const core: ApiCore = {
    simulation,
    random,
    store,
    registry,
    admission: options.admission ?? admissionPlugins,
    hooks: new Map([['/services', createServiceAllocator(SERVICE_CIDR, random.fork('services'))]]),
    ownership,
    afterWrite: createLifetimes(clock, ownership.forget),
    guardEviction: (pod, dryRun) => guardEviction?.(pod, dryRun),
    connectKubelet: (nodeName) => connectKubelet?.(nodeName),
    recognise: (token) => recogniseToken(token, anyAudience),
    decide: (identity, info) => authorize(identity, info, authorizers),
    rulesFor: (identity, namespace) => authorizers.flatMap((authorizer) => authorizer.rulesFor?.(identity, namespace).rules ?? []),
  };

  const admit = (request: ApiRequest, caller: Caller): Admitted => {
    const info = parseRequestInfo(request);
    let identity = caller.identity ?? authenticate(request, authenticators);
    if (caller.trusted) return { identity, info };
    const impersonation = parseImpersonation(request);
    if (impersonation) {
      for (const need of impersonation.needs) requireAuthorized(identity, need, authorizers);
      identity = impersonation.identity;
    }
    requireAuthorized(identity, info, authorizers);
    return { identity, info };
  };

  const callFor = (request: ApiRequest, { identity, info }: Admitted, trusted: boolean): ApiCall => {
    const resource = info.isResource ? registry.find(info.group, info.version, info.resource) : undefined;
    if (!info.isResource || !resource) throw unknownResource();
    return { core, request, info, resource, identity, trusted, warnings: [] };
  };

  const answer = (request: ApiRequest, caller: Caller, form: AcceptedForm): ApiResponse => {
    const admitted = admit(request, caller);
    if (!admitted.info.isResource) return answerNonResource(request, form, discovery, openApi, metrics);
    const call = callFor(request, admitted, caller.trusted ?? false);
    const { status, body } = recordRequest(call, () => answerResource(call));
    return respond(status, transformAnswer(call, form, body), form, call.warnings);
  };

  // Who asks is part of why something changed. Reads change nothing and leave no trace, so that looking has no effect.
  const recordRequest = <T>(call: ApiCall, run: () => T): T => {
    const { verb } = call.info;
    if (call.trusted || verb === 'get' || verb === 'list') return run();
    const { namespace, name, subresource } = call.info;
    const what = `${call.resource.collection.name}${subresource === '' ? '' : `/${subresource}`}`;
    const cause = trace.record('request', `${verb} ${what} ${namespace === '' ? '' : `${namespace}/`}${name} by ${call.identity.name}`);
    return trace.because(cause, run);
  };

  const streamCall = (request: ApiRequest, caller: Caller): ApiCall => {
    const call = callFor(request, admit(request, caller), caller.trusted ?? false);
    requireRightScope(call);
    return call;
  };

  /** Opens a stream; a refusal reaches the client as the end of a stream that never began. */
  const opened = <T>(open: () => T, refuse: (error: Error) => void, nothing: (close: () => void) => T): T => {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const timer = clock.after(0, () => refuse(error));
      return nothing(() => timer.cancel());
    }
  };

  const server: ApiServer = {
    store,
    registry,
    handle(request, caller = {}) {
      let form: AcceptedForm = { encoding: 'json', as: 'object' };
      const finish = (response: ApiResponse): ApiResponse => {
        // The control plane's own door is no request over the network.
        if (!caller.trusted) metrics.count(request, parseRequestInfo(request), response.status);
        return response;
      };
      try {
        form = negotiate(request);
        return finish(answer(request, caller, form));
      } catch (error) {
        return finish(respondError(error, form));
      }
    },
    prepare: (request) => openApi.prepare(request) ?? prepareProtobuf(request),
    openWatch(request, handlers, caller = {}) {
      const form = negotiate(request);
      const call = streamCall(request, caller);
      if (!call.resource.kind.verbs.includes('watch')) throw methodNotAllowed();
      return openWatch(call, handlers, transformEvents(call, form));
    },
    watch(request, handlers, caller = {}) {
      return opened(
        () => server.openWatch(request, handlers, caller),
        (error) => handlers.onEnd(error),
        (close) => ({ close }),
      );
    },
    bytes(request, handlers, caller = {}) {
      const open = (): Subscription => {
        const call = streamCall(request, caller);
        if (call.info.subresource !== 'log' || call.resource.kind.plural !== 'pods') throw unknownResource();
        return openLog(call, handlers);
      };
      return opened(
        open,
        (error) => handlers.onEnd(error),
        (close) => ({ close }),
      );
    },
    channels(request, handlers, caller = {}) {
      const open = (): ChannelConnection => {
        const call = streamCall(request, caller);
        const { subresource } = call.info;
        if (call.resource.kind.plural !== 'pods') throw unknownResource();
        if (subresource === 'portforward') return openPortForward(call, handlers);
        if (subresource !== 'exec' && subresource !== 'attach') throw unknownResource();
        return openSession(call, handlers);
      };
      return opened(
        open,
        (error) => handlers.onClose(error),
        (close) => ({ close, send() {}, closeChannel() {} }),
      );
    },
    directTransport: (identity) => createDirectTransport(server, simulation, identity),
    transport: (identity, inProcess) => createInProcessTransport(server, simulation, identity, inProcess),
    guardEvictions(guard) {
      guardEviction = guard;
    },
    connectKubelets(connect) {
      connectKubelet = connect;
    },
  };

  const own: Caller = { identity: systemIdentity('system:apiserver', 'system:masters'), trusted: true };
  const hasService = registry.find('', 'v1', 'services') !== undefined;
  bootstrap((request) => server.handle(request, own), {
    hasRoles: registry.find('rbac.authorization.k8s.io', 'v1', 'clusterroles') !== undefined,
    ...(hasService && { serviceAddress: FIRST_SERVICE_ADDRESS }),
    ...(options.advertise && { advertise: options.advertise }),
  });
  if (registry.find('apiextensions.k8s.io', 'v1', 'customresourcedefinitions')) {
    followDefinitions({ client: createDirectClient(createDirectTransport(server, simulation, systemIdentity('system:apiserver'))), clock, registry });
  }
  return server;
}

/** Whether what a token was issued to is still there. */
function isTokenAlive(registry: ResourceRegistry, claims: TokenClaims): boolean {
  const { namespace, serviceaccount, pod } = claims['kubernetes.io'];
  const find = (plural: string, name: string): string | undefined => registry.find('', 'v1', plural)?.collection.get(namespace, name)?.metadata.uid;
  return find('serviceaccounts', serviceaccount.name) === serviceaccount.uid && (!pod || find('pods', pod.name) === pod.uid);
}
