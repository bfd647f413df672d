import { StatusError } from '#machinery/status-error.ts';
import { UsageError } from '#sim/usage-error.ts';

/**
 * Says of an error which file it came from: `error when creating "a.yaml": …`. The reason and details stay, so that
 * an invalid object is still reported field by field.
 * @param source '' when the object was named on the command line: the error is returned as it is
 */
export function withSource(verb: string, source: string, error: Error): Error {
  if (source === '') return error;
  const message = `error when ${verb} "${source}": ${error.message}`;
  return error instanceof StatusError ? new StatusError({ ...error.status, message }) : new UsageError(message);
}
