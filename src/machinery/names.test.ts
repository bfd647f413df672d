import { describe, expect, test } from 'vitest';
import { isIpAddress, validateCidr } from './ip-address.ts';
import { validateLabelKey, validateLabelValue } from './label-validation.ts';
import {
  utf8Length,
  validateConfigMapKey,
  validateDns1035Label,
  validateDnsLabel,
  validateDnsSubdomain,
  validateEnvVarName,
  validatePortName,
} from './names.ts';

const subdomain = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;

describe('a name', () => {
  test('of most objects is a DNS subdomain', () => {
    expect(validateDnsSubdomain('web-1.example')).toEqual([]);
    expect(validateDnsSubdomain('Web')).toEqual([subdomain]);
    expect(validateDnsSubdomain('a'.repeat(254))).toEqual(['must be no more than 253 bytes']);
    expect(validateDnsSubdomain('')).toEqual([subdomain]);
  });

  test('of a container is a label without dots', () => {
    expect(validateDnsLabel('web')).toEqual([]);
    expect(validateDnsLabel('a.b')).toEqual(['must not contain dots']);
    expect(validateDnsLabel('A_')).toEqual([
      `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
    ]);
  });

  test('of a Service does not start with a digit', () => {
    expect(validateDns1035Label('1a')).toEqual([
      `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
    ]);
  });

  test('of a port is short and has a letter', () => {
    expect(validatePortName('http-web')).toEqual([]);
    expect(validatePortName('-80--')).toEqual([
      'must contain at least one letter (a-z)',
      'must not contain consecutive hyphens',
      'must not begin or end with a hyphen',
    ]);
  });

  test('of an environment variable may be nearly anything', () => {
    expect(validateEnvVarName('my.var 1')).toEqual([]);
    expect(validateEnvVarName('a=b')).toEqual(["a valid environment variable name must consist only of printable ASCII characters other than '='"]);
  });

  test('of a key in a ConfigMap is a file name', () => {
    expect(validateConfigMapKey('app.conf')).toEqual([]);
    expect(validateConfigMapKey('..')).toEqual(["must not be '..'"]);
    expect(validateConfigMapKey('a/b')).toHaveLength(1);
  });
});

test('label keys have an optional prefix, label values may be empty', () => {
  expect(validateLabelKey('app.kubernetes.io/name')).toEqual([]);
  expect(validateLabelKey('/name')).toEqual(['prefix part must be non-empty']);
  expect(validateLabelKey('a/b/c')).toHaveLength(1);
  expect(validateLabelValue('')).toEqual([]);
  expect(validateLabelValue('a b')).toEqual([
    `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  ]);
});

test('lengths are counted in bytes', () => {
  for (const text of ['abc', 'é', '世界', '🚀x']) expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
});

test('addresses are IPv4 or IPv6', () => {
  expect(['10.0.0.1', '::1', '2001:db8::ffff', '::ffff:1.2.3.4'].every(isIpAddress)).toBe(true);
  expect(['10.0.0', '10.0.0.256', ':::', '1::2::3', 'g::'].some(isIpAddress)).toBe(false);
  expect(validateCidr('10.0.0.0/33')).toEqual(['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']);
  expect(validateCidr('fd00::/64')).toEqual([]);
});
