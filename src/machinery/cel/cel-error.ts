/** An expression that cannot be read, or whose evaluation fails. */
export class CelError extends Error {
  override readonly name = 'CelError';
}
