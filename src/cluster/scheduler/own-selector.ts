import type { Lister } from '#client/informer.ts';
import type { ReplicaSet, Service } from '#machinery/generated/types.ts';
import { controllerOf } from '#machinery/owner.ts';
import { type Requirement, type Selector, selectorFromLabelSelector, selectorFromMap } from '#machinery/selector.ts';
import type { PodInfo } from './pod-info.ts';

/**
 * What a pod has in common with those it should spread from: the selectors of the Services that select it, and that of
 * its ReplicaSet. As upstream's DefaultSelector. @returns undefined when it belongs to nothing
 */
export function findOwnSelector(pod: PodInfo, services: Lister<Service>, sets: Lister<ReplicaSet>): Selector | undefined {
  const requirements: Requirement[] = [];
  for (const service of services.list(pod.namespace)) {
    const selector = service.spec?.selector;
    if (selector && Object.keys(selector).length > 0 && Object.entries(selector).every(([key, value]) => pod.labels[key] === value)) {
      requirements.push(...selectorFromMap(selector).requirements);
    }
  }
  const owner = controllerOf(pod.pod);
  if (owner?.kind === 'ReplicaSet') {
    const set = sets.get(pod.namespace, owner.name);
    if (set) requirements.push(...selectorFromLabelSelector(set.spec?.selector).requirements);
  }
  return requirements.length === 0 ? undefined : { requirements, matchesNothing: false };
}
