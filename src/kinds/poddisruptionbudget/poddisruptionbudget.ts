import { type FieldError, invalid } from '#machinery/field-error.ts';
import type { PodDisruptionBudget } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { checkEnum, checkLabelSelector } from '../field-checks.ts';
import { checkNotAboveHundredPercent, checkPositiveIntOrPercent } from '../int-or-percent.ts';
import { defineKind, type Kind } from '../kind.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';

const noStatus = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };

/** How many pods have to stay when pods are moved on purpose. */
export const podDisruptionBudgetKind: Kind<PodDisruptionBudget> = defineKind<PodDisruptionBudget>({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  namespaced: true,
  shortNames: ['pdb'],
  categories: [],
  schema: 'policy.v1.PodDisruptionBudget',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  defaults: (budget) => withFields(budget, { spec: budget.spec ?? {}, status: budget.status ?? noStatus }),
  prepareForCreate: (budget) => ({ ...budget, status: noStatus }),
  validate: validateBudget,
  columns: [
    nameColumn,
    { name: 'Min Available', type: 'string', description: 'Pods that have to stay.', cell: ({ spec }) => formatAmount(spec?.minAvailable) },
    { name: 'Max Unavailable', type: 'string', description: 'Pods that may be away.', cell: ({ spec }) => formatAmount(spec?.maxUnavailable) },
    { name: 'Allowed Disruptions', type: 'integer', description: 'Pods that may go now.', cell: ({ status }) => status?.disruptionsAllowed ?? 0 },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeBudget),
  example: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'example', namespace: 'default' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'example' } } },
  },
});

function formatAmount(amount: number | string | undefined): string {
  return amount === undefined ? 'N/A' : String(amount);
}

function validateBudget(budget: PodDisruptionBudget): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = budget.spec ?? {};
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    errors.push(invalid('spec', budget.spec, 'minAvailable and maxUnavailable cannot be both set'));
  }
  for (const [name, amount] of [
    ['minAvailable', minAvailable],
    ['maxUnavailable', maxUnavailable],
  ] as const) {
    checkPositiveIntOrPercent(amount, `spec.${name}`, errors);
    checkNotAboveHundredPercent(amount, `spec.${name}`, errors);
  }
  checkLabelSelector(selector, 'spec.selector', errors);
  if (unhealthyPodEvictionPolicy !== undefined) {
    checkEnum(unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget'], 'spec.unhealthyPodEvictionPolicy', errors);
  }
  return errors;
}
