import { type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { LabelSelector } from '#machinery/generated/types.ts';
import { validateLabelKey, validateLabelValue } from '#machinery/label-validation.ts';
import { validateDnsLabel } from '#machinery/names.ts';

/** Collects what every message says of a value under one field. */
export function pushInvalid(errors: FieldError[], field: string, value: unknown, messages: readonly string[]): void {
  for (const message of messages) errors.push(invalid(field, value, message));
}

/** An empty value is required; one outside the list is not supported. @param supported in the order the message lists them */
export function checkEnum(value: string | undefined, supported: readonly string[], field: string, errors: FieldError[]): void {
  if (!value) errors.push(required(field));
  else if (!supported.includes(value)) errors.push(notSupported(field, value, supported));
}

/** Numbers that count something. */
export function checkNonNegative(value: number | undefined, field: string, errors: FieldError[]): void {
  if (value !== undefined && value < 0) errors.push(invalid(field, value, 'must be greater than or equal to 0'));
}

/** A name that has to be there and to be a DNS label: containers, volumes. */
export function checkDnsLabelName(name: string | undefined, field: string, errors: FieldError[]): void {
  if (!name) errors.push(required(field));
  else pushInvalid(errors, field, name, validateDnsLabel(name));
}

/** Keys and values of labels, of a node selector. */
export function checkLabels(labels: Readonly<Record<string, string>> | undefined, field: string, errors: FieldError[]): void {
  if (!labels) return;
  for (const key of Object.keys(labels).sort()) {
    pushInvalid(errors, field, key, validateLabelKey(key));
    pushInvalid(errors, field, labels[key], validateLabelValue(labels[key] ?? ''));
  }
}

/** A selector by labels and expressions. */
export function checkLabelSelector(selector: LabelSelector | undefined, field: string, errors: FieldError[]): void {
  if (!selector) return;
  checkLabels(selector.matchLabels, `${field}.matchLabels`, errors);
  for (const [index, expression] of (selector.matchExpressions ?? []).entries()) {
    const path = `${field}.matchExpressions[${index}]`;
    const values = expression.values ?? [];
    checkOperatorValues(expression.operator, values, path, errors);
    pushInvalid(errors, `${path}.key`, expression.key ?? '', validateLabelKey(expression.key ?? ''));
    for (const [at, value] of values.entries()) pushInvalid(errors, `${path}.values[${at}]`, value, validateLabelValue(value));
  }
}

function checkOperatorValues(operator: string | undefined, values: readonly string[], path: string, errors: FieldError[]): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) errors.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      break;
    default:
      errors.push(invalid(`${path}.operator`, operator ?? '', 'not a valid selector operator'));
  }
}
