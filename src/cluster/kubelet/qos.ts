import type { Container, Pod } from '#machinery/generated/types.ts';
import { isZeroQuantity, parseQuantity } from '#machinery/quantity.ts';

type Amounts = Readonly<Record<string, string>> | undefined;

/** `Guaranteed`, `Burstable` or `BestEffort`, from what the containers request of CPU and memory. As upstream's qos.go. */
export function qosClassOf(pod: Pod): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  if (pod.spec?.resources) return classOf([{ name: '', resources: pod.spec.resources }]);
  return classOf([...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])]);
}

function classOf(containers: readonly Container[]): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  let anything = false;
  let guaranteed = true;
  for (const { resources } of containers) {
    for (const name of ['cpu', 'memory'] as const) {
      const limit = amount(resources?.limits, name);
      const request = amount(resources?.requests, name) ?? limit;
      if (limit !== undefined || request !== undefined) anything = true;
      if (limit === undefined || request !== limit) guaranteed = false;
    }
  }
  if (!anything) return 'BestEffort';
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

/** Canonical text of an amount above zero. */
function amount(amounts: Amounts, name: 'cpu' | 'memory'): string | undefined {
  const text = amounts?.[name];
  return text === undefined || isZeroQuantity(parseQuantity(text)) ? undefined : String(text);
}
