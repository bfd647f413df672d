import type { ApiRequest, ApiResponse } from '#client/transport.ts';
import { kubernetesVersion } from '#machinery/kubernetes-version.ts';
import { StatusError } from '#machinery/status-error.ts';
import { unknownResource } from '#machinery/status-errors.ts';
import type { Discovery } from './discovery.ts';
import type { OpenApi } from './openapi.ts';
import type { RequestMetrics } from './request-metrics.ts';
import type { AcceptedForm } from './response/accepted-form.ts';
import { respond, respondText } from './response/respond.ts';

/** What `/version` says: the version of Kubernetes that is simulated. */
export const serverVersion = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: kubernetesVersion,
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2026-04-22T00:00:00Z',
  goVersion: 'go1.26.1',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;

/** Parts that `/readyz?verbose` lists. */
const CHECKS = [
  'ping',
  'log',
  'etcd',
  'informer-sync',
  'poststarthook/start-apiserver-admission-initializer',
  'poststarthook/start-service-ip-repair-controllers',
  'poststarthook/rbac/bootstrap-roles',
  'shutdown',
];

/** 405 of the router: the path is there, the method is not. */
export function methodNotAllowed(): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server does not allow this method on the requested resource',
    reason: 'MethodNotAllowed',
    details: {},
    code: 405,
  });
}

/** Answers paths that name no resource. @throws StatusError 404, 405 */
export function answerNonResource(request: ApiRequest, form: AcceptedForm, discovery: Discovery, openApi: OpenApi, metrics: RequestMetrics): ApiResponse {
  const { path } = request;
  const health = /^\/(healthz|livez|readyz)(?:\/([^/].*))?$/.exec(path);
  const found = health
    ? answerHealth(request, health[1] ?? '', health[2])
    : path === '/metrics'
      ? respondText(200, metrics.format())
      : answerDocument(request, form, discovery, openApi);
  if (!found) throw unknownResource();
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed();
  return found;
}

function answerDocument(request: ApiRequest, form: AcceptedForm, discovery: Discovery, openApi: OpenApi): ApiResponse | undefined {
  if (request.path === '/version' || request.path === '/version/') return respond(200, serverVersion, form);
  if (request.path.startsWith('/openapi/')) return openApi.find(request);
  if (form.as === 'discovery') {
    const document = discovery.find(request.path, true);
    if (document) {
      const headers = { 'content-type': 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
      return { status: 200, headers, body: document };
    }
  }
  const document = discovery.find(request.path, false);
  return document && respond(200, document, form);
}

function answerHealth(request: ApiRequest, endpoint: string, check: string | undefined): ApiResponse | undefined {
  if (check !== undefined) return CHECKS.includes(check) ? respondText(200, 'ok') : undefined;
  if (request.query?.['verbose'] === undefined) return respondText(200, 'ok');
  return respondText(200, `${CHECKS.map((name) => `[+]${name} ok\n`).join('')}${endpoint} check passed\n`);
}
