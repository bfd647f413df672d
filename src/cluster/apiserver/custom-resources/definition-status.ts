import type { CustomResourceDefinition, CustomResourceDefinitionCondition, CustomResourceDefinitionStatus } from '#machinery/generated/types.ts';

type Names = NonNullable<CustomResourceDefinitionStatus['acceptedNames']>;
type Wanted = Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>;

/** A condition of a definition that is true now. */
export function hasCondition({ status }: CustomResourceDefinition, type: string): boolean {
  return status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}

/**
 * Which names a definition gets and whether its resources are served, as upstream's naming and establishing controllers decide.
 * The very same status when nothing changes.
 * @param others definitions of the same group
 */
export function planDefinitionStatus(
  definition: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: string,
): CustomResourceDefinitionStatus {
  const wanted = definition.spec.names;
  const conflict = findConflict(wanted, others);
  const accepted: Wanted = conflict ?? { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const isServed = hasCondition(definition, 'Established');
  const established: Wanted =
    conflict && !isServed
      ? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
      : { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' };
  const before = definition.status ?? {};
  const conditions = [accepted, established].reduce((list, condition) => setCondition(list, condition, now), before.conditions ?? []);
  const acceptedNames = conflict ? (before.acceptedNames ?? { kind: '', plural: '' }) : wanted;
  return conditions === before.conditions && isSame(acceptedNames, before.acceptedNames) ? before : { ...before, acceptedNames, conditions };
}

function isSame(a: Names, b: Names | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The list with a condition as it is now; the very same list when it was so before. */
export function setCondition(
  conditions: readonly CustomResourceDefinitionCondition[],
  wanted: Wanted,
  now: string,
): readonly CustomResourceDefinitionCondition[] {
  const present = conditions.find(({ type }) => type === wanted.type);
  if (present && present.status === wanted.status && present.reason === wanted.reason && present.message === wanted.message) return conditions;
  const lastTransitionTime = present?.status === wanted.status && present.lastTransitionTime ? present.lastTransitionTime : now;
  const { type, status, reason, message } = wanted;
  const next: CustomResourceDefinitionCondition = { type, status, lastTransitionTime, ...(reason && { reason }), ...(message && { message }) };
  return present ? conditions.map((condition) => (condition === present ? next : condition)) : [...conditions, next];
}

/** The first name that another definition of the group has already. */
function findConflict(names: Names, others: readonly CustomResourceDefinition[]): Wanted | undefined {
  const taken = others.flatMap(({ status }) => (status?.acceptedNames ? [status.acceptedNames] : []));
  const resourceNames = new Set(taken.flatMap((other) => [other.plural, other.singular ?? '', ...(other.shortNames ?? [])]));
  const kinds = new Set(taken.flatMap((other) => [other.kind, other.listKind ?? '']));
  const refuse = (reason: string, name: string): Wanted => ({
    type: 'NamesAccepted',
    status: 'False',
    reason,
    message: `${JSON.stringify(name)} is already in use`,
  });
  if (resourceNames.has(names.plural)) return refuse('PluralConflict', names.plural);
  if (names.singular && resourceNames.has(names.singular)) return refuse('SingularConflict', names.singular);
  const short = names.shortNames?.find((name) => resourceNames.has(name));
  if (short !== undefined) return refuse('ShortNamesConflict', short);
  if (kinds.has(names.kind)) return refuse('KindConflict', names.kind);
  return names.listKind && kinds.has(names.listKind) ? refuse('ListKindConflict', names.listKind) : undefined;
}
