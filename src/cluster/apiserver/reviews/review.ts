import type { KubeObject } from '#machinery/object.ts';
import type { ApiCall } from '../api-call.ts';

/** A resource that is no object but a question: POST it, and the answer comes back in its status. Nothing is stored. */
export interface Review {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** The name of its schema. */
  readonly schema: string;
  answer(call: ApiCall, question: KubeObject): KubeObject;
}
