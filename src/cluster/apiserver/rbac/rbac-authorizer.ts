import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { AuthorizationDecision, Authorizer } from '../authorization.ts';
import type { Identity } from '../identity.ts';
import type { RequestInfo } from '../request-info.ts';
import type { ResourceRegistry } from '../resource-registry.ts';
import { ruleAllows } from './policy-rule.ts';

const GROUP = 'rbac.authorization.k8s.io';

type Binding = Stored<(RoleBinding | ClusterRoleBinding) & KubeObject>;

/** A rule that applies to somebody, and which binding says so. */
interface GrantedRules {
  readonly rules: readonly PolicyRule[];
  readonly binding: Binding;
  readonly subject: Subject;
}

/**
 * Role-based access control: what the roles allow that are bound to a user. It never denies; what nobody allows is refused.
 * Roles and bindings are read from the store at every question, so that a change counts at once.
 */
export function createRbacAuthorizer(registry: () => ResourceRegistry): Authorizer {
  const list = (plural: string, namespace?: string): readonly Binding[] =>
    (registry().find(GROUP, 'v1', plural)?.collection.list(namespace) ?? []) as unknown as readonly Binding[];

  const rulesOf = (roleRef: RoleRef, namespace: string): readonly PolicyRule[] | string => {
    const isCluster = roleRef.kind === 'ClusterRole';
    const collection = registry().find(GROUP, 'v1', isCluster ? 'clusterroles' : 'roles')?.collection;
    const role = collection?.get(isCluster ? '' : namespace, roleRef.name) as ((Role | ClusterRole) & KubeObject) | undefined;
    if (!role) return `${roleRef.kind.toLowerCase()}.${GROUP} ${JSON.stringify(roleRef.name)} not found`;
    return role.rules ?? [];
  };

  /** What is granted to an identity: in the whole cluster, then in a namespace. Missing roles are told about. */
  const grants = function* (identity: Identity, namespace: string, problems: string[]): Generator<GrantedRules> {
    const bindings = namespace === '' ? list('clusterrolebindings') : [...list('clusterrolebindings'), ...list('rolebindings', namespace)];
    for (const binding of bindings) {
      const subject = binding.subjects?.find((candidate) => isSubject(candidate, identity, binding.metadata.namespace ?? ''));
      if (!subject) continue;
      const rules = rulesOf(binding.roleRef, binding.metadata.namespace ?? '');
      if (typeof rules === 'string') problems.push(rules);
      else yield { rules, binding, subject };
    }
  };

  return {
    name: 'RBAC',
    authorize(identity: Identity, info: RequestInfo): AuthorizationDecision {
      const problems: string[] = [];
      for (const { rules, binding, subject } of grants(identity, info.isResource ? info.namespace : '', problems)) {
        if (rules.some((rule) => ruleAllows(rule, info))) return { decision: 'allow', reason: formatReason(binding, subject) };
      }
      const [first, ...more] = problems;
      if (first === undefined) return { decision: 'no-opinion' };
      return { decision: 'no-opinion', reason: `RBAC: ${more.length === 0 ? first : `[${problems.join(', ')}]`}` };
    },
    rulesFor(identity, namespace) {
      const problems: string[] = [];
      const rules = [...grants(identity, namespace, problems)].flatMap((grant) => grant.rules);
      return { rules, ...(problems.length > 0 && { problem: problems.join(', ') }) };
    },
  };
}

function isSubject(subject: Subject, identity: Identity, namespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === identity.name;
    case 'Group':
      return identity.groups.includes(subject.name);
    case 'ServiceAccount':
      return identity.name === `system:serviceaccount:${subject.namespace || namespace}:${subject.name}`;
    default:
      return false;
  }
}

/** `RBAC: allowed by RoleBinding "jane-reads/default" of Role "reader" to User "jane"` */
function formatReason(binding: Binding, subject: Subject): string {
  const { kind, roleRef, metadata } = binding;
  const name = metadata.namespace ? `${metadata.name}/${metadata.namespace}` : metadata.name;
  const to = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace ?? metadata.namespace ?? ''}` : subject.name;
  return `RBAC: allowed by ${kind} ${JSON.stringify(name)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${subject.kind} ${JSON.stringify(to)}`;
}
