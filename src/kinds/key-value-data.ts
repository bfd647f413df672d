import { isDeepEqual } from '#machinery/equality.ts';
import { type FieldError, forbidden, tooLong } from '#machinery/field-error.ts';
import { validateConfigMapKey } from '#machinery/names.ts';
import { pushInvalid } from './field-checks.ts';

type Data = Readonly<Record<string, string>> | undefined;

/** What a ConfigMap or Secret may hold in all. */
const maxSizeBytes = 1024 * 1024;

/** The length of base64 text once decoded. */
export function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}

/** Keys that can be file names. @param path `data`, `binaryData` */
export function checkKeys(data: Data, path: string, errors: FieldError[]): void {
  for (const key of Object.keys(data ?? {}).sort()) pushInvalid(errors, `${path}[${key}]`, key, validateConfigMapKey(key));
}

/** All values together stay below what a store takes. */
export function checkTotalSize(sizeBytes: number, path: string, errors: FieldError[]): void {
  if (sizeBytes > maxSizeBytes) errors.push(tooLong(path, maxSizeBytes));
}

/** What was declared immutable stays so, and what it holds with it. @param fields names of the fields that hold data */
export function checkImmutableData<T extends { readonly immutable?: boolean }>(
  next: T,
  before: T,
  fields: readonly (keyof T & string)[],
  errors: FieldError[],
): void {
  if (!before.immutable) return;
  const detail = 'field is immutable when `immutable` is set';
  if (!next.immutable) errors.push(forbidden('immutable', detail));
  for (const field of fields) {
    if (!isDeepEqual(next[field] ?? {}, before[field] ?? {})) errors.push(forbidden(field, detail));
  }
}
