import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';

/** What `describe` and `rollout` may read besides the object itself: related objects, through the client. */
export interface DescribeContext {
  /** Virtual now, for ages. */
  readonly nowMs: number;
  readonly showEvents: boolean;
  /** undefined when it is not there or may not be read. */
  get<T extends KubeObject>(type: ResourceType, namespace: string, name: string): Promise<Stored<T> | undefined>;
  list<T extends KubeObject>(
    type: ResourceType,
    namespace: string,
    selectors?: { readonly label?: string; readonly field?: string },
  ): Promise<readonly Stored<T>[]>;
}
