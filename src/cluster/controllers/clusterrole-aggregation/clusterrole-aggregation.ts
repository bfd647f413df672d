import { isDeepEqual } from '#machinery/equality.ts';
import type { ClusterRole, PolicyRule } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { matchesSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { clusterRoles } from '../../resource-types.ts';
import { type Controller, defineController, defineWatch } from '../controller.ts';

type Role = Stored<ClusterRole & KubeObject>;

/** Puts the rules of other roles into those ClusterRoles that are to have them by an aggregation rule (`view`, `edit`, `admin`). */
export const clusterRoleAggregationController: Controller = defineController({
  name: 'clusterrole-aggregation',
  for: clusterRoles,
  watches: [
    defineWatch<ClusterRole & KubeObject>({
      type: clusterRoles,
      keys: (_, lister) =>
        lister<ClusterRole & KubeObject>(clusterRoles)
          .list()
          .filter((role) => role.aggregationRule)
          .map(({ metadata }) => ({ namespace: '', name: metadata.name })),
    }),
  ],
  reconcile({ name }, context) {
    const lister = context.lister<ClusterRole & KubeObject>(clusterRoles);
    const role = lister.get('', name);
    if (!role?.aggregationRule) return undefined;
    const rules = planRules(role, lister.list());
    if (isDeepEqual(rules, role.rules ?? [])) return undefined;
    context.client.update<ClusterRole & KubeObject>(clusterRoles, '', { ...role, rules });
    return undefined;
  },
});

/** The rules of every other role that a selector means, roles by name, each rule once. */
export function planRules(role: Role, roles: readonly Role[]): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const labelSelector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const selector = selectorFromLabelSelector(labelSelector);
    for (const other of roles) {
      if (other.metadata.name === role.metadata.name || !matchesSelector(selector, other.metadata.labels)) continue;
      for (const rule of other.rules ?? []) if (!rules.some((present) => isDeepEqual(present, rule))) rules.push(rule);
    }
  }
  return rules;
}
