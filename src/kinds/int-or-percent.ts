import { type FieldError, invalid } from '#machinery/field-error.ts';
import { parsePercent } from '#machinery/int-or-string.ts';
import { validatePercent } from '#machinery/names.ts';
import { checkNonNegative, pushInvalid } from './field-checks.ts';

type IntOrPercent = number | string | undefined;

/** A number of zero or more, or a percentage. */
export function checkPositiveIntOrPercent(value: IntOrPercent, field: string, errors: FieldError[]): void {
  if (typeof value === 'string') pushInvalid(errors, field, value, validatePercent(value));
  else checkNonNegative(value, field, errors);
}

/** More than all of them makes no sense. */
export function checkNotAboveHundredPercent(value: IntOrPercent, field: string, errors: FieldError[]): void {
  if (typeof value !== 'string') return;
  const percent = parsePercent(value);
  if (percent !== undefined && percent > 100) errors.push(invalid(field, value, 'must not be greater than 100%'));
}

/** The number as written, of a percentage the number before the sign: only good for telling zero from the rest. */
export function intOrPercentNumber(value: IntOrPercent): number {
  if (typeof value === 'number') return value;
  return value === undefined ? 0 : (parsePercent(value) ?? 0);
}
