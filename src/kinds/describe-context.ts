import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';

/** What `describe` and `rollout` may read besides the object itself: related objects, through the client. */
export interface DescribeContext {
  /** Virtual now, for ages. */
  readonly nowMs: number;
  readonly showEvents: boolean;
  /** Loads a part of the program when it is first needed: `simulation.load`. */
  load<T>(part: () => Promise<T>): Promise<T>;
  /** undefined when it is not there or may not be read. */
  get<T extends KubeObject>(type: ResourceType, namespace: string, name: string): Promise<Stored<T> | undefined>;
  list<T extends KubeObject>(
    type: ResourceType,
    namespace: string,
    selectors?: { readonly label?: string; readonly field?: string },
  ): Promise<readonly Stored<T>[]>;
}

type Describe<T extends KubeObject> = (object: Stored<T>, context: DescribeContext) => Promise<string>;

/** A description that is loaded when it is first asked for, so that whoever only keeps the objects need not bring it. */
export function describedBy<T extends KubeObject>(load: () => Promise<Describe<T>>): Describe<T> {
  return async (object, context) => (await context.load(load))(object, context);
}
