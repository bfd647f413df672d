import type { KubeObject, OwnerReference, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';

/** An object as the garbage collector knows it: enough to find it again and to see who owns it. */
export interface Node {
  readonly type: ResourceType;
  readonly object: Stored<KubeObject>;
}

/** Who depends on whom, by uid, over all types. It holds only objects that own or are owned, and those being deleted. */
export interface OwnerGraph {
  get(uid: string): Node | undefined;
  set(type: ResourceType, object: Stored<KubeObject>): void;
  delete(object: Stored<KubeObject>): void;
  /** The objects that name this uid among their owners, in the order in which they came. */
  dependentsOf(uid: string): readonly Node[];
}

/** Creates an empty graph. */
export function createOwnerGraph(): OwnerGraph {
  const nodes = new Map<string, Node>();
  const dependents = new Map<string, Set<string>>();

  const link = (object: Stored<KubeObject>, owners: readonly OwnerReference[] | undefined): void => {
    for (const { uid } of owners ?? []) {
      const set = dependents.get(uid);
      if (set) set.add(object.metadata.uid);
      else dependents.set(uid, new Set([object.metadata.uid]));
    }
  };
  const unlink = (object: Stored<KubeObject>, owners: readonly OwnerReference[] | undefined): void => {
    for (const { uid } of owners ?? []) {
      const set = dependents.get(uid);
      set?.delete(object.metadata.uid);
      if (set?.size === 0) dependents.delete(uid);
    }
  };

  return {
    get: (uid) => nodes.get(uid),
    set(type, object) {
      const before = nodes.get(object.metadata.uid)?.object.metadata.ownerReferences;
      nodes.set(object.metadata.uid, { type, object });
      if (before === object.metadata.ownerReferences) return;
      unlink(object, before);
      link(object, object.metadata.ownerReferences);
    },
    delete(object) {
      unlink(object, nodes.get(object.metadata.uid)?.object.metadata.ownerReferences);
      nodes.delete(object.metadata.uid);
    },
    dependentsOf: (uid) => [...(dependents.get(uid) ?? [])].flatMap((dependent) => nodes.get(dependent) ?? []),
  };
}
