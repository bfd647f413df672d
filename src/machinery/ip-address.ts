/** The four bytes of an IPv4 address; undefined when it is none. Leading zeros are accepted, as the API does. */
export function parseIpv4(text: string): readonly [number, number, number, number] | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
  return Math.max(a, b, c, d) > 255 ? undefined : [a, b, c, d];
}

/** The eight 16-bit groups of an IPv6 address; undefined when it is none. */
export function parseIpv6(text: string): readonly number[] | undefined {
  const lastColon = text.lastIndexOf(':');
  const embedded = text.includes('.') ? parseIpv4(text.slice(lastColon + 1)) : undefined;
  if (text.includes('.') && embedded === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = embedded ?? [];
  const plain = embedded === undefined ? text : `${text.slice(0, lastColon + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = head.length + tail.length;
  if (halves.length === 2 ? count > 7 : count !== 8) return undefined;
  const groups = [...head, ...Array.from({ length: 8 - count }, () => '0'), ...tail];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
}

export function isIpAddress(text: string): boolean {
  return parseIpv4(text) !== undefined || parseIpv6(text) !== undefined;
}

/** What is wrong with an IP address; empty when nothing is. */
export function validateIpAddress(text: string): string[] {
  return isIpAddress(text) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
}

/** What is wrong with a CIDR range; empty when nothing is. */
export function validateCidr(text: string): string[] {
  const [, address = '', length = ''] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
  const bits = parseIpv4(address) !== undefined ? 32 : parseIpv6(address) !== undefined ? 128 : -1;
  return bits >= 0 && Number(length) <= bits ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
}
