import type { ApiRequest } from '#client/transport.ts';
import { unauthorized } from '#machinery/status-errors.ts';
import { anonymous, type Identity } from './identity.ts';
import type { RequestInfo } from './request-info.ts';

/** One way to recognise who asks. It returns undefined when it does not know the request's credentials. */
export interface Authenticator {
  readonly name: string;
  authenticate(request: ApiRequest): Identity | undefined;
}

/** The bearer token of a request; undefined when it carries none. */
export function bearerToken(request: ApiRequest): string | undefined {
  return /^bearer +(\S+)/i.exec(request.headers?.['authorization'] ?? '')?.[1];
}

/** Fixed tokens, as in a token file. */
export function createTokenTable(tokens: ReadonlyMap<string, Identity>): Authenticator {
  return {
    name: 'TokenTable',
    authenticate(request) {
      const token = bearerToken(request);
      return token === undefined ? undefined : tokens.get(token);
    },
  };
}

/**
 * Who sends the request: the first authenticator that knows it. Without credentials one is anonymous.
 * @throws StatusError 401 when there are credentials and nobody knows them
 */
export function authenticate(request: ApiRequest, authenticators: readonly Authenticator[]): Identity {
  for (const { authenticate: recognise } of authenticators) {
    const identity = recognise(request);
    if (!identity) continue;
    return identity.groups.includes('system:authenticated') ? identity : { ...identity, groups: [...identity.groups, 'system:authenticated'] };
  }
  if (request.headers?.['authorization'] !== undefined) throw unauthorized();
  return anonymous;
}

/** Who a bearer token belongs to; undefined when nobody knows it. */
export function recogniseToken(token: string, authenticators: readonly Authenticator[]): Identity | undefined {
  const request: ApiRequest = { method: 'GET', path: '/', headers: { authorization: `Bearer ${token}` } };
  for (const { authenticate: recognise } of authenticators) {
    const identity = recognise(request);
    if (identity) return identity;
  }
  return undefined;
}

/** One right that impersonation needs, and what becomes of the identity when it is there. */
export interface Impersonation {
  readonly identity: Identity;
  /** What the asking identity must be allowed to `impersonate`. */
  readonly needs: readonly RequestInfo[];
}

/** Reads `impersonate-user`, `-group` (comma-separated or one), `-uid` and `-extra-*` headers; undefined when there are none. */
export function parseImpersonation(request: ApiRequest): Impersonation | undefined {
  const headers = request.headers ?? {};
  const user = headers['impersonate-user'];
  if (user === undefined) return undefined;
  const groups = (headers['impersonate-group'] ?? '')
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
  const uid = headers['impersonate-uid'];
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  const needs = [account ? impersonate('', 'serviceaccounts', account[2] ?? '', account[1]) : impersonate('', 'users', user)];
  for (const group of groups) needs.push(impersonate('', 'groups', group));
  if (uid !== undefined) needs.push(impersonate('authentication.k8s.io', 'uids', uid));
  const own = groups.length === 0 && account ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`] : groups;
  const standing = user === anonymous.name ? 'system:unauthenticated' : 'system:authenticated';
  const all = own.includes(standing) ? own : [...own, standing];
  return { identity: uid === undefined ? { name: user, groups: all } : { name: user, uid, groups: all }, needs };
}

function impersonate(group: string, resource: string, name: string, namespace = ''): RequestInfo {
  return { isResource: true, verb: 'impersonate', group, version: 'v1', namespace, resource, name, subresource: '', rest: '' };
}
