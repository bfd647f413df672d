import { type FieldError, forbidden, invalid, required } from '#machinery/field-error.ts';
import type { DownwardAPIVolumeFile, VolumeProjection } from '#machinery/generated/types.ts';
import { checkFieldRef, checkResourceFieldRef } from './env.ts';
import { checkDescendingPath } from './volume-mounts.ts';

/** Fields of its pod that a file may hold. */
const fileFields = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const shortestTokenSeconds = 600;
const longestTokenSeconds = 2 ** 32;

/** Permission bits. */
export function checkFileMode(mode: number | undefined, field: string, errors: FieldError[]): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) {
    errors.push(invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive'));
  }
}

/** A path inside a volume: relative, never going up, and not looking like the volume's own files. */
export function checkLocalPath(path: string | undefined, field: string, errors: FieldError[]): void {
  if (!path) {
    errors.push(required(field));
    return;
  }
  checkDescendingPath(path, field, errors);
  // As upstream: '..' alone has been reported already.
  if (path.startsWith('..') && !path.startsWith('../') && path !== '..') errors.push(invalid(field, path, "must not start with '..'"));
}

/** Files with what is known of the pod itself. */
export function checkDownwardFiles(files: readonly DownwardAPIVolumeFile[], path: string, errors: FieldError[]): void {
  for (const file of files) {
    checkLocalPath(file.path, `${path}.path`, errors);
    if (file.fieldRef) {
      checkFieldRef(file.fieldRef, fileFields, `${path}.fieldRef`, errors);
      if (file.resourceFieldRef) errors.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
    } else if (file.resourceFieldRef) checkResourceFieldRef(file.resourceFieldRef, true, `${path}.resourceFieldRef`, errors);
    else errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
    checkFileMode(file.mode, `${path}.mode`, errors);
  }
}

/** Several sources in one directory; no two may want the same file. */
export function checkProjected(sources: readonly VolumeProjection[], path: string, errors: FieldError[]): void {
  const taken = new Set<string>();
  const take = (file: string, field: string, owner: string) => {
    if (taken.has(file)) errors.push(invalid(field, owner, 'conflicting duplicate paths'));
    taken.add(file);
  };
  for (const [index, source] of sources.entries()) {
    const field = `${path}.sources[${index}]`;
    const types = Object.keys(source);
    if (types.length === 0) errors.push(required(field, 'must specify a projected volume source'));
    for (const extra of types.slice(1)) errors.push(forbidden(`${field}.${extra}`, 'may not specify more than 1 volume type per source'));
    for (const name of ['secret', 'configMap'] as const) {
      const projection = source[name];
      if (!projection) continue;
      if (!projection.name) errors.push(required(`${field}.${name}.name`));
      for (const [at, item] of (projection.items ?? []).entries()) {
        if (!item.key) errors.push(required(`${field}.${name}.items[${at}].key`));
        checkLocalPath(item.path, `${field}.${name}.items[${at}].path`, errors);
        checkFileMode(item.mode, `${field}.${name}.items[${at}].mode`, errors);
        if (item.path) take(item.path, `${field}.${name}`, projection.name ?? '');
      }
    }
    if (source.downwardAPI) {
      checkDownwardFiles(source.downwardAPI.items ?? [], `${field}.downwardAPI`, errors);
      for (const item of source.downwardAPI.items ?? []) if (item.path) take(item.path, `${field}.downwardAPI`, item.path);
    }
    if (source.serviceAccountToken) checkToken(source.serviceAccountToken, `${field}.serviceAccountToken`, take, errors);
  }
}

function checkToken(
  token: NonNullable<VolumeProjection['serviceAccountToken']>,
  path: string,
  take: (file: string, field: string, owner: string) => void,
  errors: FieldError[],
): void {
  const seconds = token.expirationSeconds ?? 0;
  if (seconds < shortestTokenSeconds) errors.push(invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'));
  if (seconds > longestTokenSeconds) errors.push(invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'));
  if (!token.path) errors.push(required(`${path}.path`));
  else take(token.path, path, token.path);
}
