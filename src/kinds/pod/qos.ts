import type { Container, Pod } from '#machinery/generated/types.ts';
import { compareQuantities, isZeroQuantity, parseQuantity } from '#machinery/quantity.ts';

type Amounts = Readonly<Record<string, string>>;

const countedResources = ['cpu', 'memory'];

/**
 * The quality-of-service class: `BestEffort` when no container asks for or limits CPU or memory, `Guaranteed` when
 * every container limits both and asks for exactly its limits, `Burstable` in between.
 */
export function planQosClass(pod: Pod): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const podResources = pod.spec?.resources;
  const parts: readonly Pick<Container, 'resources'>[] = podResources
    ? [{ resources: podResources }]
    : [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  let isBestEffort = true;
  let isGuaranteed = true;
  for (const { resources } of parts) {
    const requests = (resources?.requests ?? {}) as Amounts;
    const limits = (resources?.limits ?? {}) as Amounts;
    for (const name of countedResources) {
      // As defaulting does: what is limited and not asked for is asked for as much as the limit.
      const request = positive(requests[name] ?? limits[name]);
      const limit = positive(limits[name]);
      if (request || limit) isBestEffort = false;
      if (!limit || !request || compareQuantities(parseQuantity(limit), parseQuantity(request)) !== 0) isGuaranteed = false;
    }
  }
  if (isBestEffort) return 'BestEffort';
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function positive(amount: string | undefined): string | undefined {
  return amount !== undefined && !isZeroQuantity(parseQuantity(amount)) ? amount : undefined;
}
