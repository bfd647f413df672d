import type { FieldError } from '#machinery/field-error.ts';
import type { Role } from '#machinery/generated/types.ts';
import { validatePathSegmentName } from '#machinery/names.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { roleColumns } from '../rbac/columns.ts';
import { checkRules } from '../rbac/rules.ts';
import { allVerbs } from '../verbs.ts';

/** What may be done to which resources of a namespace. */
export const roleKind: Kind<Role> = defineKind<Role>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  singular: 'role',
  namespaced: true,
  shortNames: [],
  categories: [],
  schema: 'rbac.v1.Role',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  validateName: validatePathSegmentName,
  validate(role) {
    const errors: FieldError[] = [];
    checkRules(role.rules, true, errors);
    return errors;
  },
  columns: roleColumns,
  describe: describedBy(async () => (await import('../rbac/describe.ts')).describeRole),
  example: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'example', namespace: 'default' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  },
});
