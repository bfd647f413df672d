/**
 * An object as KYAML, the strict dialect of YAML that kubectl prints for `-o kyaml`: flow style, every text in double
 * quotes, trailing commas, a document start.
 */
export function formatKyaml(value: unknown): string {
  return `---\n${formatValue(value, '')}\n`;
}

function formatValue(value: unknown, indent: string): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return formatText(value, indent);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) return formatList(value, indent, inner);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, item]) => `${inner}${formatKey(key)}: ${formatValue(item, inner)},\n`).join('')}${indent}}`;
}

/** Maps and lists stand cuddled in the brackets of the list they are in. */
function formatList(items: readonly unknown[], indent: string, inner: string): string {
  if (items.length === 0) return '[]';
  const isCuddled = items.every((item) => typeof item === 'object' && item !== null && Object.keys(item).length > 0);
  if (isCuddled) return `[${items.map((item) => formatValue(item, indent)).join(', ')}]`;
  return `[\n${items.map((item) => `${inner}${formatValue(item, inner)},\n`).join('')}${indent}]`;
}

/** Words that YAML would not read as a text are quoted. */
function formatKey(key: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_./-]*$/.test(key) && !/^(y|yes|n|no|true|false|on|off|null|nan|inf)$/i.test(key);
  return isPlain ? key : JSON.stringify(key);
}

function formatText(text: string, indent: string): string {
  if (!text.includes('\n')) return JSON.stringify(text);
  const inner = `${indent}   `;
  const lines = text.split(/(?<=\n)/).map((line) => `${inner}${/^\s/.test(line) ? '\\' : ''}${JSON.stringify(line).slice(1, -1)}\\\n`);
  return `"\\\n${lines.join('')}${inner}"`;
}
