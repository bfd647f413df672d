import type { Container, Pod } from '#machinery/generated/types.ts';
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from '#machinery/quantity.ts';

type Amounts = Readonly<Record<string, string>>;

/** What a pod asks for and is limited to as a whole. */
export interface PodResources {
  readonly requests: ReadonlyMap<string, Quantity>;
  readonly limits: ReadonlyMap<string, Quantity>;
}

/**
 * The resources of a pod as the scheduler and `describe node` count them: the sum of its containers and sidecars, or
 * what the largest init container needs together with the sidecars started before it, plus overhead. Resources of the
 * pod as a whole win where they are set.
 */
export function planPodResources(pod: Pod): PodResources {
  return { requests: sumUp(pod, 'requests'), limits: sumUp(pod, 'limits') };
}

function sumUp(pod: Pod, list: 'requests' | 'limits'): ReadonlyMap<string, Quantity> {
  const spec = pod.spec;
  const total = new Map<string, Quantity>();
  for (const container of spec?.containers ?? []) add(total, amountsOf(container, list));
  const sidecars = new Map<string, Quantity>();
  const largest = new Map<string, Quantity>();
  for (const container of spec?.initContainers ?? []) {
    const own = amountsOf(container, list);
    if (container.restartPolicy === 'Always') {
      add(total, own);
      add(sidecars, own);
      raise(largest, sidecars);
      continue;
    }
    const together = new Map(sidecars);
    add(together, own);
    raise(largest, together);
  }
  raise(total, largest);
  for (const [name, amount] of Object.entries(spec?.resources?.[list] ?? {})) total.set(name, parseQuantity(amount));
  const overhead = spec?.overhead ?? {};
  for (const [name, amount] of Object.entries(overhead)) {
    if (list === 'limits' && !total.has(name)) continue;
    add(total, { [name]: amount });
  }
  return total;
}

function amountsOf(container: Container, list: 'requests' | 'limits'): Amounts {
  return container.resources?.[list] ?? {};
}

function add(sums: Map<string, Quantity>, amounts: Amounts): void {
  for (const name in amounts) {
    const amount = parseQuantity(amounts[name] ?? '0');
    const sum = sums.get(name);
    sums.set(name, sum ? addQuantities(sum, amount) : amount);
  }
}

function raise(sums: Map<string, Quantity>, to: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of to) {
    const sum = sums.get(name);
    if (!sum || compareQuantities(sum, amount) < 0) sums.set(name, amount);
  }
}
