import type { KubeObject, Stored } from '#machinery/object.ts';
import type { StoreCollection } from '../store/store.ts';
import { methodNotAllowed } from './non-resource.ts';

/** Objects that are worked out when they are asked for, as an aggregated API server would. */
export interface ObjectView {
  /** All of them, by namespace and name. */
  list(): readonly Stored<KubeObject>[];
}

/** A view in the place of a collection of the store: it can be read, and nothing else. */
export function collectionOfView(name: string, view: ObjectView): StoreCollection {
  const refuse = (): never => {
    throw methodNotAllowed();
  };
  const list = (namespace?: string): readonly Stored<KubeObject>[] => {
    const all = view.list();
    return namespace ? all.filter((object) => object.metadata.namespace === namespace) : all;
  };
  return {
    name,
    get size() {
      return view.list().length;
    },
    get: (namespace, objectName) => list(namespace).find((object) => object.metadata.name === objectName),
    list,
    listAt: (_revision, namespace) => list(namespace),
    create: refuse,
    update: refuse,
    remove: refuse,
    watch: refuse,
  };
}
