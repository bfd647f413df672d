import { maxLengthError, regexError, utf8Length, validateDnsSubdomain } from './names.ts';

const nameFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const nameExpression = new RegExp(`^${nameFormat}$`);
const valueFormat = `(${nameFormat})?`;
const valueExpression = new RegExp(`^${valueFormat}$`);
const nameMessage = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const nameError = regexError(nameMessage, nameFormat, 'MyName', 'my.name', '123-abc');

/** What is wrong with a label key (a qualified name: `name` or `prefix/name`); empty when nothing is. */
export function validateLabelKey(key: string): string[] {
  if (key.length <= 63 && nameExpression.test(key)) return [];
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  const errors: string[] = [];
  if (parts.length > 2) {
    return [`a valid label key ${nameError} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  if (parts.length === 2) {
    if (parts[0] === '') errors.push('prefix part must be non-empty');
    else errors.push(...validateDnsSubdomain(parts[0] ?? '').map((error) => `prefix part ${error}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (utf8Length(name) > 63) errors.push(`name part ${maxLengthError(63)}`);
  if (!nameExpression.test(name)) errors.push(`name part ${nameError}`);
  return errors;
}

/** What is wrong with a label value; empty when nothing is. */
export function validateLabelValue(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 21 && utf8Length(value) > 63) errors.push(maxLengthError(63));
  if (!valueExpression.test(value)) {
    const message = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`;
    errors.push(regexError(message, valueFormat, 'MyValue', 'my_value', '12345'));
  }
  return errors;
}
