import { UsageError } from '#sim/usage-error.ts';
import type { Flag, FlagValues, Invocation } from '../../command.ts';
import { printWarning } from '../../create-context.ts';
import type { DiscoveredResource } from '../../kubectl-context.ts';
import { PlainError } from '../../kubectl-error.ts';
import { unknownResourceMessage } from '../../rest-mapping.ts';

/** A rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

const knownVerbs = ['*', 'bind', 'create', 'delete', 'deletecollection', 'escalate', 'get', 'impersonate', 'list', 'patch', 'proxy', 'update', 'use', 'watch'];

/** The verbs that only some resources have. */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy'],
  bind: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  escalate: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  impersonate: ['users', 'serviceaccounts', 'groups', 'userextras.authentication.k8s.io'],
};

export const ruleFlags: readonly Flag[] = [
  { name: 'resource', type: 'strings', default: [], usage: 'Resources that the rule is about.' },
  { name: 'resource-name', type: 'string-array', default: [], usage: 'Resource that the rule is limited to; may be given several times.' },
  { name: 'verb', type: 'strings', default: [], usage: 'Verbs that the rule allows on the resources.' },
];

/**
 * Reads --verb, --resource and --resource-name: one rule for each API group, in the order in which they come.
 * @throws UsageError, PlainError with kubectl's text
 */
export async function readResourceRules(invocation: Invocation): Promise<PolicyRule[]> {
  const { flags, process, kubectl } = invocation;
  const verbs = [...new Set(flags.strings('verb'))];
  const words = flags.strings('resource');
  if (verbs.length === 0) throw new UsageError('at least one verb must be specified');
  if (words.length === 0) throw new UsageError('at least one resource must be specified');
  const names = flags.strings('resource-name');
  for (const verb of verbs) {
    if (!knownVerbs.includes(verb)) await printWarning(process, `'${verb}' is not a standard resource verb`);
  }
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const { group, resource } = await resolveRuleResource(word, await kubectl.resources());
    checkSpecialVerbs(verbs, group, resource);
    const listed = groups.get(group) ?? [];
    if (!listed.includes(resource)) groups.set(group, [...listed, resource]);
  }
  return [...groups].map(([group, resources]) => ({
    verbs: verbs.includes('*') ? ['*'] : verbs,
    apiGroups: [group],
    resources,
    ...(names.length > 0 ? { resourceNames: [...names] } : {}),
  }));
}

function checkSpecialVerbs(verbs: readonly string[], group: string, resource: string): void {
  const bare = resource.split('/')[0] ?? '';
  const name = group === '' ? bare : `${bare}.${group}`;
  for (const verb of verbs) {
    const allowed = specialVerbs[verb];
    if (allowed !== undefined && !allowed.includes(name) && bare !== '*') {
      throw new UsageError(`can not perform '${verb}' on '${bare}' in group '${group}'`);
    }
  }
}

/** `deployments.apps`, `pods/log`, `*`. */
async function resolveRuleResource(word: string, resources: readonly DiscoveredResource[]): Promise<{ readonly group: string; readonly resource: string }> {
  const [name = '', subresource] = word.split('/');
  const suffix = subresource === undefined ? '' : `/${subresource}`;
  if (name === '*') return { group: '*', resource: `*${suffix}` };
  const [bare = '', ...rest] = name.split('.');
  const group = rest.join('.');
  const found = resources.find(
    (resource) =>
      [resource.plural, resource.singular, ...resource.shortNames].includes(bare) &&
      (group === '' || resource.group === group || `${resource.version}.${resource.group}` === group),
  );
  if (found === undefined) {
    throw new PlainError(group === '' ? unknownResourceMessage(bare) : `the server doesn't have a resource type "${bare}" in group "${group}"`);
  }
  return { group: found.group, resource: `${found.plural}${suffix}` };
}

/** Subjects of --user, --group and --serviceaccount. @throws UsageError */
export function readSubjects(flags: FlagValues): object[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    ...flags.strings('user').map((name) => ({ kind: 'User', apiGroup, name })),
    ...flags.strings('group').map((name) => ({ kind: 'Group', apiGroup, name })),
    ...flags.strings('serviceaccount').map((text) => {
      const parts = text.split(':');
      const [namespace, name] = parts;
      if (parts.length !== 2 || !namespace || !name) throw new UsageError('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
}

export const subjectFlags: readonly Flag[] = [
  { name: 'group', type: 'string-array', default: [], usage: 'Group to bind; may be given several times.' },
  { name: 'serviceaccount', type: 'string-array', default: [], usage: 'Service account to bind, as <namespace>:<name>; may be given several times.' },
  { name: 'user', type: 'string-array', default: [], usage: 'User to bind; may be given several times.' },
];
