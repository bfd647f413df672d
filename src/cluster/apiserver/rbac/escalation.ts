import type { PolicyRule, RoleRef } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { forbidAdmission } from '../admission/admission.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../api-call.ts';
import { MASTERS } from '../identity.ts';
import type { RequestInfo } from '../request-info.ts';
import { isCovered } from './policy-rule.ts';

const GROUP = 'rbac.authorization.k8s.io';

/**
 * Nobody may give away rights that they do not have themselves: not by writing a role, not by binding one.
 * Whoever may `escalate` roles or `bind` them is free to.
 */
export const escalationCheck: AdmissionPlugin = {
  name: 'RBACEscalation',
  resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'].map((plural) => `${GROUP}/${plural}`),
  operations: ['CREATE', 'UPDATE'],
  validate(request) {
    const { call, object } = request;
    if (call.trusted || call.identity.groups.includes(MASTERS) || !object) return;
    const { roleRef, rules } = object as KubeObject & { readonly roleRef?: RoleRef; readonly rules?: readonly PolicyRule[] };
    const wanted = roleRef ? boundRules(request, roleRef) : (rules ?? []);
    const before = (request.before as (KubeObject & { readonly rules?: readonly PolicyRule[] }) | undefined)?.rules;
    if (!roleRef && before === rules) return;
    if (mayDoSo(request, roleRef)) return;
    const held = call.core.rulesFor?.(call.identity, request.namespace) ?? [];
    const missing = wanted.filter((rule) => !isCovered(rule, held));
    if (missing.length === 0) return;
    const groups = `groups=${formatTexts(call.identity.groups)}`;
    throw forbidAdmission(
      request,
      `user ${JSON.stringify(call.identity.name)} (${groups}) is attempting to grant RBAC permissions not currently held:\n${missing.map(formatRule).join('\n')}`,
    );
  },
};

function boundRules({ call, namespace }: AdmissionRequest, roleRef: RoleRef): readonly PolicyRule[] {
  const isCluster = roleRef.kind === 'ClusterRole';
  const collection = call.core.registry.find(GROUP, 'v1', isCluster ? 'clusterroles' : 'roles')?.collection;
  const role = collection?.get(isCluster ? '' : namespace, roleRef.name) as (KubeObject & { readonly rules?: readonly PolicyRule[] }) | undefined;
  return role?.rules ?? [];
}

function mayDoSo({ call, namespace, name }: AdmissionRequest, roleRef: RoleRef | undefined): boolean {
  const { core, identity, info } = call;
  const resource = roleRef ? (roleRef.kind === 'ClusterRole' ? 'clusterroles' : 'roles') : info.resource;
  const asked: RequestInfo = { ...info, namespace, verb: roleRef ? 'bind' : 'escalate', resource, name: roleRef?.name ?? name };
  return core.decide?.(identity, asked).decision === 'allow';
}

/** As upstream prints a rule: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`. */
function formatRule(rule: PolicyRule): string {
  const parts: string[] = [];
  const add = (label: string, values: readonly string[] | undefined): void => {
    if (values?.length) parts.push(`${label}:${formatTexts(values)}`);
  };
  add('APIGroups', rule.apiGroups);
  add('Resources', rule.resources);
  add('NonResourceURLs', rule.nonResourceURLs);
  add('ResourceNames', rule.resourceNames);
  add('Verbs', rule.verbs);
  return `{${parts.join(', ')}}`;
}

function formatTexts(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;
}
