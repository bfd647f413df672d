import { type FieldError, required } from '#machinery/field-error.ts';
import type { ClusterRole } from '#machinery/generated/types.ts';
import { validatePathSegmentName } from '#machinery/names.ts';
import { describedBy } from '../describe-context.ts';
import { checkLabelSelector } from '../field-checks.ts';
import { defineKind, type Kind } from '../kind.ts';
import { roleColumns } from '../rbac/columns.ts';
import { checkRules } from '../rbac/rules.ts';
import { allVerbs } from '../verbs.ts';

/** What may be done to which resources of the whole cluster, or of any namespace it is bound in. */
export const clusterRoleKind: Kind<ClusterRole> = defineKind<ClusterRole>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  singular: 'clusterrole',
  namespaced: false,
  shortNames: [],
  categories: [],
  schema: 'rbac.v1.ClusterRole',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  validateName: validatePathSegmentName,
  validate: validateClusterRole,
  columns: roleColumns,
  describe: describedBy(async () => (await import('../rbac/describe.ts')).describeRole),
  example: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'example' },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
  },
});

function validateClusterRole(role: ClusterRole): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkRules(role.rules, false, errors);
  if (!role.aggregationRule) return errors;
  const selectors = role.aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0)
    errors.push(required('aggregationRule.clusterRoleSelectors', 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  for (const [index, selector] of selectors.entries()) checkLabelSelector(selector, `aggregationRule.clusterRoleSelectors[${index}]`, errors);
  return errors;
}
