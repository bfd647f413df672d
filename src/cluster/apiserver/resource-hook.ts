import type { KubeObject } from '#machinery/object.ts';
import type { FieldError } from '#machinery/status-error.ts';

/** What a hook did for one write: the object as it shall be stored, and how to take it back. */
export interface HookResult {
  readonly object: KubeObject;
  readonly errors: readonly FieldError[];
  /** Called when the write does not happen after all (refused, dry run). */
  undo(): void;
}

/**
 * Bookkeeping beside the objects of one kind that must agree with them at every moment:
 * the addresses and ports given to Services.
 */
export interface ResourceHook {
  /** @param before undefined at creation */
  beforeWrite(next: KubeObject, before: KubeObject | undefined): HookResult;
  afterDelete(object: KubeObject): void;
}
