import { StatusError } from '#machinery/status-error.ts';
import { badRequest } from '#machinery/status-errors.ts';

/** Where a paged list goes on: after which key, at which revision (-1: at the newest). */
export interface ContinueToken {
  readonly revision: number;
  /** `namespace/name`, or the name for cluster-scoped objects. */
  readonly after: string;
}

/** As upstream's: URL-safe base64 of a small JSON text. */
export function formatContinueToken({ revision, after }: ContinueToken): string {
  const text = JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` });
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws StatusError 400 */
export function parseContinueToken(token: string): ContinueToken {
  const { v, rv, start } = readToken(token);
  if (v !== 'meta.k8s.io/v1' || typeof rv !== 'number' || typeof start !== 'string' || start === '') {
    throw badRequest('continue key is not valid: server does not recognize this encoded version');
  }
  return { revision: rv, after: start.replace(/\u0000$/, '') };
}

function readToken(token: string): { v?: unknown; rv?: unknown; start?: unknown } {
  try {
    const value: unknown = JSON.parse(atob(token.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    throw badRequest(`continue key is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** 410 for a token whose revision is compacted; it carries a token with which the client may go on at the newest revision. */
export function continueTooOld(after: string): StatusError {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
    'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
    'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted ' +
    'between the time the first chunk was returned and now may show up in the list.';
  const metadata = { continue: formatContinueToken({ revision: -1, after }) };
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: metadata as never, status: 'Failure', message, reason: 'Expired', code: 410 });
}
