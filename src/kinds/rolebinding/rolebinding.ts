import type { RoleBinding } from '#machinery/generated/types.ts';
import { validatePathSegmentName } from '#machinery/names.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { bindingColumns, bindingDefaults, validateBinding, validateBindingUpdate } from '../rbac/bindings.ts';
import { allVerbs } from '../verbs.ts';

/** Who is in a role within a namespace. */
export const roleBindingKind: Kind<RoleBinding> = defineKind<RoleBinding>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  singular: 'rolebinding',
  namespaced: true,
  shortNames: [],
  categories: [],
  schema: 'rbac.v1.RoleBinding',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  defaults: bindingDefaults,
  validateName: validatePathSegmentName,
  validate: (binding) => validateBinding(binding, ['ClusterRole', 'Role'], true),
  validateUpdate: validateBindingUpdate,
  columns: bindingColumns,
  describe: describedBy(async () => (await import('../rbac/describe.ts')).describeBinding),
  example: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'example', namespace: 'default' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'example' },
  },
});
