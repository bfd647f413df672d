import { compactGoJson, quoteGo, quoteGoJson } from './json.ts';
import type { FieldError } from './status-error.ts';

export type { FieldError };

/** A bad value as upstream's field errors print it: texts quoted, numbers and booleans bare, all else as JSON. */
function formatBadValue(value: unknown): string {
  if (typeof value === 'string') return quoteGo(value);
  return value === undefined ? 'null' : compactGoJson(value);
}

function withDetail(message: string, detail: string | undefined): string {
  return detail ? `${message}: ${detail}` : message;
}

/** A value that must be there and is not. */
export function required(field: string, detail?: string): FieldError {
  return { field, reason: 'FieldValueRequired', message: withDetail('Required value', detail) };
}

/** A malformed value: it breaks a pattern, is out of bounds, contradicts another field. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message: withDetail(`Invalid value: ${formatBadValue(value)}`, detail) };
}

/** A value outside an enumeration. The supported ones are printed in the order given; upstream mostly sorts them. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? undefined : `supported values: ${supported.map(quoteGoJson).join(', ')}`;
  return { field, reason: 'FieldValueNotSupported', message: withDetail(`Unsupported value: ${formatBadValue(value)}`, detail) };
}

/** A well-formed value that must not be here or now. */
export function forbidden(field: string, detail?: string): FieldError {
  return { field, reason: 'FieldValueForbidden', message: withDetail('Forbidden', detail) };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { field, reason: 'FieldValueDuplicate', message: `Duplicate value: ${formatBadValue(value)}` };
}

/** @param maxLength in bytes */
export function tooLong(field: string, maxLength: number): FieldError {
  const unit = maxLength === 1 ? 'byte' : 'bytes';
  return { field, reason: 'FieldValueTooLong', message: `Too long: may not be more than ${maxLength} ${unit}` };
}

export function tooMany(field: string, actual: number, maximum: number): FieldError {
  const unit = maximum === 1 ? 'item' : 'items';
  return { field, reason: 'FieldValueTooMany', message: `Too many: ${actual}: must have at most ${maximum} ${unit}` };
}

/** A reference to something that does not exist in the same object. */
export function notFoundField(field: string, value: unknown): FieldError {
  return { field, reason: 'FieldValueNotFound', message: `Not found: ${formatBadValue(value)}` };
}

export function typeInvalid(field: string, value: unknown, detail: string): FieldError {
  return { field, reason: 'FieldValueTypeInvalid', message: withDetail(`Invalid value: ${formatBadValue(value)}`, detail) };
}

/** A rule of the server's own that failed while validating. */
export function internalFieldError(field: string, detail: string): FieldError {
  return { field, reason: 'InternalError', message: `Internal error: ${detail}` };
}

/** `spec: Required value`, or `[a: …, b: …]` for several, each once: the tail of an Invalid status. */
export function formatFieldErrors(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}
