import { isDeepEqual } from '#machinery/equality.ts';
import { type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { RoleRef, Subject } from '#machinery/generated/types.ts';
import { validatePathSegmentName } from '#machinery/names.ts';
import type { KubeObject } from '#machinery/object.ts';
import { pushInvalid } from '../field-checks.ts';
import type { Column } from '../kind.ts';
import { mapShared, withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn, wideColumn } from '../table-columns.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

/** What RoleBindings and ClusterRoleBindings have in common. */
export interface Binding extends KubeObject {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

/** Roles, users and groups are of the group of RBAC unless they say otherwise. */
export function bindingDefaults<T extends Binding>(binding: T): T {
  const roleRef = binding.roleRef
    ? withFields(binding.roleRef, { apiGroup: binding.roleRef.apiGroup || rbacGroup })
    : { apiGroup: rbacGroup, kind: '', name: '' };
  const subjects = mapShared(binding.subjects, (subject) => {
    if (subject.kind !== 'User' && subject.kind !== 'Group') return subject;
    return withFields(subject, { apiGroup: subject.apiGroup || rbacGroup });
  });
  const filled: Binding = withFields<Binding>(binding, { roleRef });
  return (subjects && subjects !== filled.subjects ? { ...filled, subjects } : filled) as T;
}

/** What is wrong with a binding by itself. @param roleKinds what it may bind @param isNamespaced a RoleBinding, whose subjects may leave the namespace out */
export function validateBinding(binding: Binding, roleKinds: readonly string[], isNamespaced: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { apiGroup, kind, name } = binding.roleRef;
  if (apiGroup !== rbacGroup) errors.push(notSupported('roleRef.apiGroup', apiGroup, [rbacGroup]));
  if (!roleKinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, roleKinds));
  if (!name) errors.push(required('roleRef.name'));
  else pushInvalid(errors, 'roleRef.name', name, validatePathSegmentName(name));
  for (const [index, subject] of (binding.subjects ?? []).entries()) checkSubject(subject, isNamespaced, `subjects[${index}]`, errors);
  return errors;
}

function checkSubject(subject: Subject, isNamespaced: boolean, path: string, errors: FieldError[]): void {
  if (!subject.name) errors.push(required(`${path}.name`));
  switch (subject.kind) {
    case 'ServiceAccount':
      if (subject.apiGroup) errors.push(notSupported(`${path}.apiGroup`, subject.apiGroup, ['']));
      if (!isNamespaced && !subject.namespace) errors.push(required(`${path}.namespace`));
      break;
    case 'User':
    case 'Group':
      if (subject.apiGroup !== rbacGroup) errors.push(notSupported(`${path}.apiGroup`, subject.apiGroup ?? '', [rbacGroup]));
      break;
    default:
      errors.push(notSupported(`${path}.kind`, subject.kind, ['ServiceAccount', 'User', 'Group']));
  }
}

/** A binding is to one role for good. */
export function validateBindingUpdate(next: Binding, before: Binding): readonly FieldError[] {
  if (isDeepEqual(next.roleRef, before.roleRef)) return [];
  const { apiGroup, kind, name } = next.roleRef;
  return [invalid('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')];
}

/** The Table of bindings. */
export const bindingColumns: readonly Column<Binding>[] = [
  nameColumn,
  { name: 'Role', type: 'string', description: 'The role that is bound.', cell: ({ roleRef }) => `${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}` },
  ageColumn,
  wideColumn('Users', 'Users in the role.', (binding) => subjectNames(binding, 'User')),
  wideColumn('Groups', 'Groups in the role.', (binding) => subjectNames(binding, 'Group')),
  wideColumn('ServiceAccounts', 'Service accounts in the role.', (binding) => subjectNames(binding, 'ServiceAccount')),
];

function subjectNames(binding: Binding, kind: string): string {
  const own = (binding.subjects ?? []).filter((subject) => subject.kind === kind);
  return own.map(({ name, namespace = '' }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : name)).join(', ');
}
