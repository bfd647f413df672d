/** A patch that cannot be read or applied. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
  /** How the API server answers: 400 for a malformed patch, 422 for one that does not fit, 500 for what upstream never sorted out. */
  readonly code: 400 | 422 | 500;

  constructor(message: string, code: 400 | 422 | 500 = 422) {
    super(message);
    this.code = code;
  }
}
