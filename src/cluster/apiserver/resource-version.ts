import { StatusError } from '#machinery/status-error.ts';
import { badRequest, expired } from '#machinery/status-errors.ts';

/** Reads a resourceVersion parameter; undefined when it is absent or empty. @throws StatusError 400 */
export function parseResourceVersion(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,16}$/.test(text)) {
    throw badRequest(`resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

/** 504: what the server answers who asks for a version that it has not seen yet. */
export function tooLargeResourceVersion(wanted: number, current: number): StatusError {
  const message = `Too large resource version: ${wanted}, current: ${current}`;
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Timeout: ${message}`,
    reason: 'Timeout',
    details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 },
    code: 504,
  });
}

/** 410: a version that is compacted. */
export function tooOldResourceVersion(wanted: number, oldest: number): StatusError {
  return expired(`too old resource version: ${wanted} (${oldest})`);
}
