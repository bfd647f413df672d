import { type FieldError, forbidden } from '#machinery/field-error.ts';
import type { PriorityClass } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { checkEnum } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';
import { defineKind, type Kind } from '../kind.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';

const systemPrefix = 'system-';
const highestUserPriority = 1_000_000_000;
/** Classes that every cluster has. */
const systemClasses: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 };

/** How important a pod is, by name. */
export const priorityClassKind: Kind<PriorityClass> = defineKind<PriorityClass>({
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  namespaced: false,
  shortNames: ['pc'],
  categories: [],
  schema: 'scheduling.v1.PriorityClass',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: true,
  defaults: (priorityClass) =>
    withFields(priorityClass, { value: priorityClass.value ?? 0, preemptionPolicy: priorityClass.preemptionPolicy || 'PreemptLowerPriority' }),
  validate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
  columns: [
    nameColumn,
    { name: 'Value', type: 'integer', description: 'The priority of pods of this class.', cell: ({ value }) => value ?? 0 },
    { name: 'Global-Default', type: 'boolean', description: 'Whether pods without a class get this one.', cell: ({ globalDefault }) => globalDefault ?? false },
    ageColumn,
    { name: 'PreemptionPolicy', type: 'string', description: 'Whether its pods drive others away.', cell: ({ preemptionPolicy }) => preemptionPolicy ?? '' },
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describePriorityClass),
  example: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'example' }, value: 1000 },
});

function validatePriorityClass(priorityClass: PriorityClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  const name = priorityClass.metadata?.name ?? '';
  if (name.startsWith(systemPrefix)) {
    if (systemClasses[name] !== priorityClass.value) {
      errors.push(
        forbidden(
          'metadata.name',
          `priority class names with '${systemPrefix}' prefix are reserved for system use only. error: ${name} is not a known system priority class`,
        ),
      );
    }
  } else if ((priorityClass.value ?? 0) > highestUserPriority) {
    errors.push(forbidden('value', `maximum allowed value of a user defined priority is ${highestUserPriority}`));
  }
  checkEnum(priorityClass.preemptionPolicy, ['PreemptLowerPriority', 'Never'], 'preemptionPolicy', errors);
  return errors;
}

function validatePriorityClassUpdate(next: PriorityClass, before: PriorityClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (next.value !== before.value) errors.push(forbidden('value', 'may not be changed in an update.'));
  checkImmutable(next.preemptionPolicy, before.preemptionPolicy, 'preemptionPolicy', errors);
  return errors;
}
