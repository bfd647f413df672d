import type { KubeObject } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { Clock } from '#sim/simulation.ts';
import type { DirectClient } from './client.ts';
import type { Informers } from './informer.ts';
import { createReflector, type Reflector } from './reflector.ts';

/** Creates the local copies of one component. A copy starts (and is complete at once) when it is first asked for. */
export function createInformers(client: DirectClient, clock: Clock): Informers {
  const reflectors = new Map<string, Reflector<KubeObject>>();

  const reflect = <T extends KubeObject>(type: ResourceType, fieldSelector = ''): Reflector<T> => {
    const key = `${type.group}/${type.version}/${type.plural} ${fieldSelector}`;
    let found = reflectors.get(key);
    if (!found) {
      found = createReflector<KubeObject>(client, clock, type, fieldSelector);
      reflectors.set(key, found);
    }
    return found as unknown as Reflector<T>;
  };

  return {
    lister: <T extends KubeObject>(type: ResourceType, fieldSelector?: string) => reflect<T>(type, fieldSelector).lister,
    subscribe: <T extends KubeObject>(type: ResourceType, handlers: Parameters<Reflector<T>['subscribe']>[0], fieldSelector?: string) =>
      reflect<T>(type, fieldSelector).subscribe(handlers),
    index: <T extends KubeObject>(type: ResourceType, name: string, values: Parameters<Reflector<T>['addIndex']>[1]) => reflect<T>(type).addIndex(name, values),
    stop() {
      for (const reflector of reflectors.values()) reflector.stop();
    },
  };
}
