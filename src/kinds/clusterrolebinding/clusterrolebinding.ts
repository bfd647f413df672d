import type { ClusterRoleBinding } from '#machinery/generated/types.ts';
import { validatePathSegmentName } from '#machinery/names.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { bindingColumns, bindingDefaults, validateBinding, validateBindingUpdate } from '../rbac/bindings.ts';
import { allVerbs } from '../verbs.ts';

/** Who is in a role everywhere. */
export const clusterRoleBindingKind: Kind<ClusterRoleBinding> = defineKind<ClusterRoleBinding>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  namespaced: false,
  shortNames: [],
  categories: [],
  schema: 'rbac.v1.ClusterRoleBinding',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  defaults: bindingDefaults,
  validateName: validatePathSegmentName,
  validate: (binding) => validateBinding(binding, ['ClusterRole'], false),
  validateUpdate: validateBindingUpdate,
  columns: bindingColumns,
  describe: describedBy(async () => (await import('../rbac/describe.ts')).describeBinding),
  example: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'example' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'example' },
  },
});
