import { formatFieldErrors } from './field-error.ts';
import { formatGroupResource, type ResourceType } from './resource-type.ts';
import { type FieldError, type Status, type StatusDetails, StatusError } from './status-error.ts';

export { StatusError };

type GroupResource = Pick<ResourceType, 'group' | 'plural'>;
type GroupKind = Pick<ResourceType, 'group' | 'kind'>;

function failure(code: number, reason: string, message: string, details?: StatusDetails): StatusError {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason } as const;
  return new StatusError(details === undefined ? { ...base, code } : { ...base, details, code });
}

function detailsOf(type: GroupResource, name: string): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...(type.group === '' ? {} : { group: type.group }), kind: type.plural };
}

/** 404: `deployments.apps "web" not found`. */
export function notFound(type: GroupResource, name: string): StatusError {
  return failure(404, 'NotFound', `${formatGroupResource(type)} "${name}" not found`, detailsOf(type, name));
}

/** 404 for a path that no resource answers. */
export function unknownResource(): StatusError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 409 on create: `pods "web" already exists`. */
export function alreadyExists(type: GroupResource, name: string): StatusError {
  return failure(409, 'AlreadyExists', `${formatGroupResource(type)} "${name}" already exists`, detailsOf(type, name));
}

/** 409 on update: `Operation cannot be fulfilled on pods "web": …`. */
export function conflict(type: GroupResource, name: string, message: string): StatusError {
  return failure(409, 'Conflict', `Operation cannot be fulfilled on ${formatGroupResource(type)} "${name}": ${message}`, detailsOf(type, name));
}

/** The conflict of an update that was made from an old version of the object. */
export function staleObject(type: GroupResource, name: string): StatusError {
  return conflict(type, name, 'the object has been modified; please apply your changes to the latest version and try again');
}

/** 422: `Deployment.apps "web" is invalid: spec.replicas: …`, with one cause per field. */
export function invalidObject(type: GroupKind, name: string, errors: readonly FieldError[]): StatusError {
  const kind = type.group === '' ? type.kind : `${type.kind}.${type.group}`;
  const message = `${kind} "${name}" is invalid${errors.length === 0 ? '' : `: ${formatFieldErrors(errors)}`}`;
  const causes = errors.map(({ field, reason, message: text }) => ({ reason, message: text, field }));
  return failure(422, 'Invalid', message, {
    ...(name === '' ? {} : { name }),
    ...(type.group === '' ? {} : { group: type.group }),
    kind: type.kind,
    ...(causes.length === 0 ? {} : { causes }),
  });
}

/** 400 */
export function badRequest(message: string): StatusError {
  return failure(400, 'BadRequest', message);
}

/** 401 */
export function unauthorized(message = 'Unauthorized'): StatusError {
  return failure(401, 'Unauthorized', message);
}

/**
 * 403: `pods "web" is forbidden: …`.
 * @param type undefined for a path that is no resource
 */
export function forbiddenError(type: GroupResource | undefined, name: string, message: string): StatusError {
  if (type === undefined) return failure(403, 'Forbidden', `forbidden: ${message}`, {});
  const resource = formatGroupResource(type);
  return failure(403, 'Forbidden', `${name === '' ? resource : `${resource} "${name}"`} is forbidden: ${message}`, detailsOf(type, name));
}

/** 405: `delete is not supported on resources of kind "pods"`. */
export function methodNotSupported(type: GroupResource, verb: string): StatusError {
  return failure(405, 'MethodNotAllowed', `${verb} is not supported on resources of kind "${formatGroupResource(type)}"`, detailsOf(type, ''));
}

/** 406 */
export function notAcceptable(accepted: readonly string[]): StatusError {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`);
}

/** 415: the body has a type that this request does not take. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return failure(415, 'UnsupportedMediaType', message);
}

/** 410: the resourceVersion or continue token asked for is too old. */
export function expired(message: string): StatusError {
  return failure(410, 'Expired', message);
}

/** 410 */
export function gone(message: string): StatusError {
  return failure(410, 'Gone', message);
}

/** 413 */
export function requestEntityTooLarge(message: string): StatusError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);
}

/** 429: also what an eviction gets that a disruption budget does not allow. */
export function tooManyRequests(message: string, retryAfterSeconds: number, causes: StatusDetails['causes'] = []): StatusError {
  return failure(429, 'TooManyRequests', message, {
    ...(causes.length === 0 ? {} : { causes }),
    ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
  });
}

/** 500 */
export function internalError(message: string): StatusError {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** 503 */
export function serviceUnavailable(message: string): StatusError {
  return failure(503, 'ServiceUnavailable', message);
}

/** 504 */
export function timeout(message: string, retryAfterSeconds = 0): StatusError {
  return failure(504, 'Timeout', `Timeout: ${message}`, retryAfterSeconds === 0 ? {} : { retryAfterSeconds });
}

/** What a deletion answers when the object is gone at once. */
export function successStatus(details: StatusDetails): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details, code: 200 };
}

export function isStatusError(error: unknown): error is StatusError {
  return error instanceof StatusError;
}

export function isNotFound(error: unknown): boolean {
  return isStatusError(error) && error.reason === 'NotFound';
}

export function isConflict(error: unknown): boolean {
  return isStatusError(error) && error.reason === 'Conflict';
}

export function isAlreadyExists(error: unknown): boolean {
  return isStatusError(error) && error.reason === 'AlreadyExists';
}
