/** A string as Go's encoding/json writes it: with the characters that matter in HTML escaped. */
export function quoteGoJson(text: string): string {
  const quoted = JSON.stringify(text);
  return /[<>&\u2028\u2029\ud800-\udfff]/.test(text) ? escapeForGo(quoted) : quoted;
}

function escapeForGo(quoted: string): string {
  return quoted.replace(/\\(?:u[0-9a-f]{4}|.)|[<>&\u2028\u2029]/g, (found) => {
    if (found.startsWith('\\ud')) return '\ufffd';
    // Go knows the short forms \b and \f since 1.22, as JSON.stringify does.
    if (found.startsWith('\\')) return found;
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A number as Go writes a float64 that came from JSON. */
export function formatGoNumber(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0';
  // Exponents below ten have one digit in both languages; Go writes 1e+21 as JavaScript does.
  return String(value);
}

/**
 * JSON as Go's encoding/json writes a map: keys sorted, HTML characters escaped, `undefined` members left out.
 * @param indent the text of one level; undefined for one line without blanks
 */
export function formatGoJson(value: unknown, indent?: string): string {
  return indent === undefined ? compactGoJson(value) : indented(value, indent, '\n');
}

/** The same on one line. */
export function compactGoJson(value: unknown): string {
  if (typeof value === 'string') return quoteGoJson(value);
  if (typeof value === 'number') return formatGoNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value)) return `[${value.map(compactGoJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return 'null';
  return `{${sortedEntries(value)
    .map(([key, member]) => `${quoteGoJson(key)}:${compactGoJson(member)}`)
    .join(',')}}`;
}

function indented(value: unknown, indent: string, newline: string): string {
  const inner = newline + indent;
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[${inner}${value.map((item) => indented(item, indent, inner)).join(`,${inner}`)}${newline}]`;
  }
  if (typeof value !== 'object' || value === null) return compactGoJson(value);
  const members = sortedEntries(value).map(([key, member]) => `${quoteGoJson(key)}: ${indented(member, indent, inner)}`);
  return members.length === 0 ? '{}' : `{${inner}${members.join(`,${inner}`)}${newline}}`;
}

/** Go sorts keys by bytes, which for UTF-8 is the order of code points; code units differ from it only beyond U+FFFF. */
function sortedEntries(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A string as Go's `%q` prints it. */
export function quoteGo(text: string): string {
  return JSON.stringify(text).replace(/\\u([0-9a-f]{4})|\\b|\\f|[\u007f-\u00a0\u00ad\u2028\u2029\ufeff]/g, (found, hex: string | undefined) => {
    if (found === '\\b') return '\\b';
    if (found === '\\f') return '\\f';
    const code = hex === undefined ? found.charCodeAt(0) : Number.parseInt(hex, 16);
    if (code === 7) return '\\a';
    if (code === 11) return '\\v';
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
