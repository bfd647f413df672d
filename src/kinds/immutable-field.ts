import { isSemanticallyEqual } from '#machinery/equality.ts';
import { type FieldError, invalid } from '#machinery/field-error.ts';

/** A value that stays as it was at creation. */
export function checkImmutable(next: unknown, before: unknown, field: string, errors: FieldError[]): void {
  if (next !== before && !isSemanticallyEqual(next, before)) errors.push(invalid(field, next, 'field is immutable'));
}
