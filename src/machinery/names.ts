const labelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const labelExpression = new RegExp(`^${labelFormat}$`);
const subdomainFormat = `${labelFormat}(\\.${labelFormat})*`;
const subdomainExpression = new RegExp(`^${subdomainFormat}$`);
const dns1035Format = '[a-z]([-a-z0-9]*[a-z0-9])?';
const dns1035Expression = new RegExp(`^${dns1035Format}$`);
const wildcardFormat = `\\*\\.${subdomainFormat}`;
const wildcardExpression = new RegExp(`^${wildcardFormat}$`);
const configMapKeyFormat = '[-._a-zA-Z0-9]+';
const configMapKeyExpression = new RegExp(`^${configMapKeyFormat}$`);

/** The length in UTF-8 bytes, as Go's `len` counts a string. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // Each half of a surrogate pair is one unit here and half of four bytes there.
    if (code > 0x7f) length += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return length;
}

export function maxLengthError(length: number): string {
  return `must be no more than ${length} bytes`;
}

/** `message (e.g. 'a',  or 'b', regex used for validation is 'format')`: the odd blanks are upstream's. */
export function regexError(message: string, format: string, ...examples: readonly string[]): string {
  const regex = `regex used for validation is '${format}')`;
  return examples.length === 0 ? `${message} (${regex}` : `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}${regex}`;
}

export function inclusiveRangeError(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** What is wrong with a DNS subdomain, the form of most names; empty when nothing is. */
export function validateDnsSubdomain(name: string): string[] {
  const errors: string[] = [];
  if (name.length > 84 && utf8Length(name) > 253) errors.push(maxLengthError(253));
  if (!subdomainExpression.test(name)) {
    const message = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`;
    errors.push(regexError(message, subdomainFormat, 'example.com'));
  }
  return errors;
}

/** What is wrong with an RFC 1123 label: the form of namespaces, containers and volumes. */
export function validateDnsLabel(name: string): string[] {
  const errors: string[] = [];
  if (utf8Length(name) > 63) errors.push(maxLengthError(63));
  if (labelExpression.test(name)) return errors;
  if (subdomainExpression.test(name)) return [...errors, 'must not contain dots'];
  const message = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`;
  return [...errors, regexError(message, labelFormat, 'my-name', '123-abc')];
}

/** What is wrong with an RFC 1035 label: as above, but not starting with a digit. */
export function validateDns1035Label(name: string): string[] {
  const errors: string[] = [];
  if (utf8Length(name) > 63) errors.push(maxLengthError(63));
  if (!dns1035Expression.test(name)) {
    const message = `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character`;
    errors.push(regexError(message, dns1035Format, 'my-name', 'abc-123'));
  }
  return errors;
}

/** What is wrong with a host name like `*.example.com`. */
export function validateWildcardDnsSubdomain(name: string): string[] {
  const errors: string[] = [];
  if (utf8Length(name) > 253) errors.push(maxLengthError(253));
  if (!wildcardExpression.test(name)) {
    const message = `a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character`;
    errors.push(regexError(message, wildcardFormat, '*.example.com'));
  }
  return errors;
}

/** What is wrong with a name that becomes one segment of a URL: RBAC's rule. */
export function validatePathSegmentName(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

/** What is wrong with the name of a port of a container or a Service's target. */
export function validatePortName(name: string): string[] {
  const errors: string[] = [];
  if (utf8Length(name) > 15) errors.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(name)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

export function validatePortNumber(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : [inclusiveRangeError(1, 65535)];
}

/** What is wrong with the name of an environment variable, by the relaxed rule that is stable since v1.34. */
export function validateEnvVarName(name: string): string[] {
  if (name === '') return ['environment variable name must be non-empty'];
  return /^[\x20-\x3c\x3e-\x7e]*$/.test(name) ? [] : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** What is wrong with a key of a ConfigMap or Secret. */
export function validateConfigMapKey(key: string): string[] {
  const errors: string[] = [];
  if (utf8Length(key) > 253) errors.push(maxLengthError(253));
  if (!configMapKeyExpression.test(key)) {
    errors.push(
      regexError("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", configMapKeyFormat, 'key.name', 'KEY_NAME', 'key-name'),
    );
  }
  if (key === '.' || key === '..') errors.push(`must not be '${key}'`);
  else if (key.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

export function validatePercent(text: string): string[] {
  if (/^[0-9]+%$/.test(text)) return [];
  return [regexError("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', '1%', '93%')];
}

export function validateHttpHeaderName(name: string): string[] {
  if (/^[-A-Za-z0-9]+$/.test(name)) return [];
  return [regexError("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name')];
}

/** What is wrong with a user or group id. */
export function validateUserId(id: number): string[] {
  return id >= 0 && id <= 0x7fffffff ? [] : [inclusiveRangeError(0, 0x7fffffff)];
}

/** The beginning of a generated name as validation sees it: without the dash at its end, which a suffix will follow. */
export function maskTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}
