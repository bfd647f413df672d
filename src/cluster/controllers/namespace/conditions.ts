import type { NamespaceCondition } from '#machinery/generated/types.ts';

/** The objects of one type that a namespace being deleted still has. */
export interface Remaining {
  /** As upstream writes it: `pods.`, `deployments.apps`. */
  readonly resource: string;
  readonly count: number;
  /** How many objects have each finalizer. */
  readonly finalizers: ReadonlyMap<string, number>;
  /** The longest grace period among them. */
  readonly graceSeconds: number;
}

/** In the order in which upstream adds them. */
const SETTLED: readonly Omit<NamespaceCondition, 'lastTransitionTime'>[] = [
  { type: 'NamespaceDeletionDiscoveryFailure', status: 'False', reason: 'ResourcesDiscovered', message: 'All resources successfully discovered' },
  { type: 'NamespaceDeletionGroupVersionParsingFailure', status: 'False', reason: 'ParsedGroupVersions', message: 'All legacy kube types successfully parsed' },
  {
    type: 'NamespaceDeletionContentFailure',
    status: 'False',
    reason: 'ContentDeleted',
    message: 'All content successfully deleted, may be waiting on finalization',
  },
  { type: 'NamespaceContentRemaining', status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' },
  { type: 'NamespaceFinalizersRemaining', status: 'False', reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' },
];

/** The conditions of a namespace being deleted. The same array when nothing changes. */
export function planConditions(before: readonly NamespaceCondition[], remaining: readonly Remaining[], nowText: string): readonly NamespaceCondition[] {
  const next = SETTLED.map((settled): NamespaceCondition => {
    const told =
      settled.type === 'NamespaceContentRemaining'
        ? contentRemaining(remaining)
        : settled.type === 'NamespaceFinalizersRemaining'
          ? finalizersRemaining(remaining)
          : undefined;
    const wanted = told ? { ...settled, ...told } : settled;
    const present = before.find((condition) => condition.type === settled.type);
    if (present && present.status === wanted.status && present.reason === wanted.reason && present.message === wanted.message) return present;
    return { ...wanted, lastTransitionTime: present?.status === wanted.status && present.lastTransitionTime ? present.lastTransitionTime : nowText };
  });
  return next.length === before.length && next.every((condition, i) => condition === before[i]) ? before : next;
}

function contentRemaining(remaining: readonly Remaining[]): Partial<NamespaceCondition> | undefined {
  if (remaining.length === 0) return undefined;
  const texts = sorted(remaining.map((left) => `${left.resource} has ${left.count} resource instances`));
  return { status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${texts.join(', ')}` };
}

function finalizersRemaining(remaining: readonly Remaining[]): Partial<NamespaceCondition> | undefined {
  const counts = new Map<string, number>();
  for (const left of remaining) for (const [finalizer, count] of left.finalizers) counts.set(finalizer, (counts.get(finalizer) ?? 0) + count);
  if (counts.size === 0) return undefined;
  const texts = sorted([...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`));
  return { status: 'True', reason: 'SomeFinalizersRemain', message: `Some content in the namespace has finalizers remaining: ${texts.join(', ')}` };
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
