import type { PolicyRule } from '#machinery/generated/types.ts';
import { forbiddenError } from '#machinery/status-errors.ts';
import { type Identity, MASTERS } from './identity.ts';
import type { RequestInfo } from './request-info.ts';

/** What an authorizer says: the first that allows or denies decides. */
export interface AuthorizationDecision {
  readonly decision: 'allow' | 'deny' | 'no-opinion';
  /** Why; shown behind the message of a refusal. */
  readonly reason?: string;
}

/** One way to decide (RBAC, Node). It may look into the store; it changes nothing. */
export interface Authorizer {
  readonly name: string;
  authorize(identity: Identity, info: RequestInfo): AuthorizationDecision;
  /** Everything it would allow somebody in a namespace; `problem` when it does not know all of it. */
  rulesFor?(identity: Identity, namespace: string): { readonly rules: readonly PolicyRule[]; readonly problem?: string };
}

/** Members of system:masters may do everything, as upstream's privileged group authorizer says. */
const privilegedGroup: Authorizer = {
  name: 'AlwaysAllowPrivilegedGroup',
  authorize: (identity) => ({ decision: identity.groups.includes(MASTERS) ? 'allow' : 'no-opinion' }),
};

/** The decision of a chain of authorizers; reasons of those without an opinion are collected. */
export function authorize(identity: Identity, info: RequestInfo, more: readonly Authorizer[]): AuthorizationDecision {
  const reasons: string[] = [];
  for (const authorizer of [privilegedGroup, ...more]) {
    const answer = authorizer.authorize(identity, info);
    if (answer.decision !== 'no-opinion') return answer;
    if (answer.reason) reasons.push(answer.reason);
  }
  return { decision: 'no-opinion', reason: reasons.join(', ') };
}

/** @throws StatusError 403 with upstream's text when the chain does not allow the request */
export function requireAuthorized(identity: Identity, info: RequestInfo, more: readonly Authorizer[]): void {
  const { decision, reason } = authorize(identity, info, more);
  if (decision === 'allow') return;
  const message = formatRefusal(identity, info) + (reason ? `: ${reason}` : '');
  if (!info.isResource) throw forbiddenError(undefined, '', message);
  throw forbiddenError({ group: info.group, plural: info.resource }, info.name, message);
}

/** `User "jane" cannot list resource "pods" in API group "" in the namespace "default"` */
export function formatRefusal(identity: Identity, info: RequestInfo): string {
  const user = `User ${JSON.stringify(identity.name)}`;
  if (!info.isResource) return `${user} cannot ${info.verb} path ${JSON.stringify(info.path)}`;
  const resource = info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`;
  const scope = info.namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(info.namespace)}`;
  return `${user} cannot ${info.verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(info.group)} ${scope}`;
}
