import { UsageError } from '#sim/usage-error.ts';

/** Printed as it is, without kubectl's `error: ` in front of it. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ends the command with an exit code; everything there was to say has been printed. */
export class SilentExit extends Error {
  override readonly name = 'SilentExit';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Several things went wrong while the command went on with the rest; each is printed on a line of its own. */
export class SeveralErrors extends Error {
  override readonly name = 'SeveralErrors';
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(errors.map((error) => error.message).join('\n'));
    this.errors = errors;
  }
}

/** A usage error that points to the command's help, as most commands say it of their arguments. */
export function usageErrorOf(commandPath: string, message: string): UsageError {
  return new UsageError(`${message}\nSee '${commandPath} -h' for help and examples`);
}

/**
 * Throws what was collected while a command went on after errors: nothing, the one error, or all of them.
 * Nested collections are flattened.
 */
export function throwCollected(errors: readonly Error[]): void {
  const flat = errors.flatMap((error) => (error instanceof SeveralErrors ? error.errors : [error]));
  const first = flat[0];
  if (first !== undefined) throw flat.length === 1 ? first : new SeveralErrors(flat);
}

/** What a catch clause may collect: errors of the API, of usage, of files. A bug or a cancelled process must fly on. */
export function collectable(error: unknown): Error {
  if (error instanceof Error && error.name !== 'Cancelled' && error.name !== 'InvariantError' && error.name !== 'BrokenPipeError') return error;
  throw error;
}
