import type { Lister } from '#client/informer.ts';
import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { pods } from '../resource-types.ts';
import { defineIndex } from './controller.ts';

const NAME = 'spec.nodeName';

/** The index of pods by the node they are bound to. */
export const podsByNode = defineIndex<Pod>({
  type: pods,
  name: NAME,
  values: (pod) => (pod.spec?.nodeName ? [pod.spec.nodeName] : []),
});

/** The pods bound to a node. The controller must declare the index. */
export function podsOnNode(lister: Lister<Pod>, nodeName: string): readonly Stored<Pod>[] {
  return lister.byIndex(NAME, nodeName);
}
