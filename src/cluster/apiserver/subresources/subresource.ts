import type { ApiAnswer, ApiCall } from '../api-call.ts';
import type { Resource } from '../resource-registry.ts';

/** A path below an object that answers at once. Streams (log, exec, attach, portforward) are elsewhere. */
export interface Subresource {
  readonly name: string;
  /** Whether objects of a resource have it. */
  isOn(resource: Resource): boolean;
  readonly get?: (call: ApiCall) => ApiAnswer;
  readonly create?: (call: ApiCall) => ApiAnswer;
  readonly update?: (call: ApiCall) => ApiAnswer;
  readonly patch?: (call: ApiCall) => ApiAnswer;
}
