import { type FieldError, invalid, required } from '#machinery/field-error.ts';
import type { Secret } from '#machinery/generated/types.ts';
import { checkImmutable } from '../immutable-field.ts';
import { checkImmutableData, checkKeys, checkTotalSize, decodedLength } from '../key-value-data.ts';

const accountAnnotation = 'kubernetes.io/service-account.name';

/** Keys that a secret of a type has to have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** What is wrong with a secret by itself. */
export function validateSecret(secret: Secret): readonly FieldError[] {
  const errors: FieldError[] = [];
  const data = secret.data ?? {};
  checkKeys(data, 'data', errors);
  checkTotalSize(
    Object.values(data).reduce((sum, value) => sum + decodedLength(value), 0),
    'data',
    errors,
  );
  const type = secret.type ?? '';
  if (type === 'kubernetes.io/service-account-token' && !secret.metadata?.annotations?.[accountAnnotation]) {
    errors.push(required(`metadata.annotations[${accountAnnotation}]`));
  }
  if (type === 'kubernetes.io/basic-auth' && data['username'] === undefined && data['password'] === undefined) {
    errors.push(required('data[username]'), required('data[password]'));
  }
  for (const key of requiredKeys[type] ?? []) {
    const value = data[key];
    if (value === undefined) errors.push(required(`data[${key}]`));
    else if (type.startsWith('kubernetes.io/docker')) checkJson(value, `data[${key}]`, errors);
    else if (type === 'kubernetes.io/ssh-auth' && value === '') errors.push(required(`data[${key}]`));
  }
  return errors;
}

/** The type never changes, and an immutable secret stays as it is. */
export function validateSecretUpdate(next: Secret, before: Secret): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutable(next.type, before.type, 'type', errors);
  checkImmutableData(next, before, ['data'], errors);
  return errors;
}

function checkJson(base64: string, field: string, errors: FieldError[]): void {
  const text = atob(base64);
  const redacted = '<secret contents redacted>';
  try {
    JSON.parse(text);
  } catch {
    errors.push(invalid(field, redacted, text === '' ? 'unexpected end of JSON input' : describeBadJson(text)));
  }
}

/** Go's words for the commonest way of not being JSON. */
function describeBadJson(text: string): string {
  const first = text.trimStart()[0] ?? '';
  return first === '{' || first === '[' ? 'unexpected end of JSON input' : `invalid character '${first}' looking for beginning of value`;
}
