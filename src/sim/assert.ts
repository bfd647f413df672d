/** A bug in the simulator itself: the run stops, and the message carries what is needed to run it again. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/**
 * States something that must hold whatever a user does.
 * @param condition what must hold
 * @param message what was broken, for the person who will debug it
 * @throws InvariantError when it does not hold
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/**
 * Narrows a value that cannot be missing here.
 * @throws InvariantError when it is undefined or null
 */
export function assertDefined<T>(value: T | undefined | null, message: string): T {
  assert(value !== undefined && value !== null, message);
  return value;
}
