import { encodeText } from '#os/bytes.ts';
import { readLineBatches } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, forEachInput, type ToolArguments } from './tool.ts';

const syntax = {
  letters: 'bdfghik:Mno:rst:uVzcC',
  long: {
    'ignore-leading-blanks': 'b',
    'dictionary-order': 'd',
    'ignore-case': 'f',
    'general-numeric-sort': 'g',
    'human-numeric-sort': 'h',
    key: 'k',
    'month-sort': 'M',
    'numeric-sort': 'n',
    output: 'o',
    reverse: 'r',
    stable: 's',
    'field-separator': 't',
    unique: 'u',
    'version-sort': 'V',
    check: 'c',
  },
};

/** How two texts compare: the ordering letters of a key or of the whole sort. */
type Ordering = string;

interface Key {
  readonly fromField: number;
  readonly fromChar: number;
  readonly toField: number | undefined;
  readonly toChar: number | undefined;
  readonly ordering: Ordering;
}

function parseKey(text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnrV]*))?$/.exec(text);
  if (!match) throw new UsageError(`invalid number at field start: invalid count at start of '${text}'`, 2);
  const [, fromField = '1', fromChar, first = '', toField, toChar, second = ''] = match;
  if (fromField === '0') throw new UsageError(`-: invalid field specification '${text}'`, 2);
  return {
    fromField: Number(fromField),
    fromChar: Number(fromChar ?? 1),
    toField: toField === undefined ? undefined : Number(toField),
    toChar: toChar === undefined || toChar === '0' ? undefined : Number(toChar),
    ordering: first + second,
  };
}

/** Where the fields of a line begin and end; without a separator a field takes the blanks before it. */
function fieldBounds(line: string, separator: string | undefined): [from: number, to: number][] {
  if (separator !== undefined) {
    const bounds: [number, number][] = [];
    let from = 0;
    for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, from)) {
      bounds.push([from, at]);
      from = at + separator.length;
    }
    return [...bounds, [from, line.length]];
  }
  return [...line.matchAll(/[ \t]*[^ \t]+|[ \t]+$/g)].map((match) => [match.index, match.index + match[0].length]);
}

function keyText(line: string, key: Key, separator: string | undefined, ordering: Ordering): string {
  const bounds = fieldBounds(line, separator);
  const start = bounds[key.fromField - 1];
  if (!start) return '';
  const skip = (from: number): number => (ordering.includes('b') ? from + (/^[ \t]*/.exec(line.slice(from))?.[0].length ?? 0) : from);
  const from = skip(start[0]) + key.fromChar - 1;
  if (key.toField === undefined) return line.slice(from);
  const end = bounds[key.toField - 1];
  if (!end) return line.slice(from);
  return line.slice(from, key.toChar === undefined ? end[1] : skip(end[0]) + key.toChar);
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const unitPowers = ' KMGTPEZY';

function numberAtStart(text: string): number {
  return Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] || 0) || 0;
}

function humanNumber(text: string): number {
  const match = /^\s*(-?\d*\.?\d*)([KMGTPEZYk]?)/.exec(text);
  return (Number(match?.[1] || 0) || 0) * 1024 ** Math.max(0, unitPowers.indexOf((match?.[2] ?? '').toUpperCase() || ' '));
}

function compareVersions(a: string, b: string): number {
  const pieces = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [pieces(a), pieces(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x = '', y = ''] = [left[at], right[at]];
    const isNumeric = /^\d/.test(x) && /^\d/.test(y);
    const order = isNumeric ? Number(x) - Number(y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

/** Byte order, as in the C locale. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (!/[\ud800-\udfff]/.test(a + b)) return a < b ? -1 : 1;
  const [x, y] = [encodeText(a), encodeText(b)];
  for (let at = 0; at < Math.min(x.length, y.length); at++) if (x[at] !== y[at]) return (x[at] as number) - (y[at] as number);
  return x.length - y.length;
}

function compareBy(ordering: Ordering, a: string, b: string): number {
  if (ordering.includes('n')) return numberAtStart(a) - numberAtStart(b);
  if (ordering.includes('g')) return (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0);
  if (ordering.includes('h')) return humanNumber(a) - humanNumber(b);
  if (ordering.includes('M')) return months.indexOf(a.trim().slice(0, 3).toUpperCase()) - months.indexOf(b.trim().slice(0, 3).toUpperCase());
  if (ordering.includes('V')) return compareVersions(a, b);
  const prepare = (text: string): string => {
    let out = ordering.includes('b') ? text.trimStart() : text;
    if (ordering.includes('d')) out = out.replace(/[^\p{L}\p{N}\s]/gu, '');
    if (ordering.includes('i')) out = out.replace(/[^\x20-\x7e]/g, '');
    return ordering.includes('f') ? out.toUpperCase() : out;
  };
  return compareText(prepare(a), prepare(b));
}

/** The order of two lines: by the keys, then (unless `-s` or `-u`) by the whole lines. */
function createComparison(args: ToolArguments): (a: string, b: string) => number {
  const whole = [...'bdfghiMnrV'].filter((letter) => args.has(letter)).join('');
  const separator = args.value('t');
  const keys = args.values('k').map(parseKey);
  const direction = (ordering: Ordering): number => (ordering.includes('r') ? -1 : 1);
  const byKeys = (a: string, b: string): number => {
    if (keys.length === 0) return compareBy(whole, a, b) * direction(whole);
    for (const key of keys) {
      const ordering = key.ordering === '' ? whole : key.ordering;
      const order = compareBy(ordering, keyText(a, key, separator, ordering), keyText(b, key, separator, ordering)) * direction(ordering);
      if (order !== 0) return order;
    }
    return 0;
  };
  if (args.has('s') || args.has('u')) return byKeys;
  return (a, b) => byKeys(a, b) || compareText(a, b) * direction(whole);
}

export const sort = createTool('sort', syntax, async (process, args) => {
  const lines: string[] = [];
  const status = await forEachInput(process, 'sort', args.operands, async (reader) => {
    for await (const batch of readLineBatches(reader, process.cancel)) for (const { text } of batch) lines.push(text);
  });
  if (status !== 0) return 2;
  const compare = createComparison(args);
  if (args.has('c') || args.has('C')) {
    const at = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] as string, line) > (args.has('u') ? -1 : 0));
    if (at >= 0 && args.has('c')) await process.printError(`sort: ${args.operands[0] ?? '-'}:${at + 1}: disorder: ${lines[at]}\n`);
    return at >= 0 ? 1 : 0;
  }
  let sorted = lines.toSorted(compare);
  if (args.has('u')) sorted = sorted.filter((line, index) => index === 0 || compare(sorted[index - 1] as string, line) !== 0);
  const text = sorted.map((line) => `${line}\n`).join('');
  const output = args.value('o');
  if (output === undefined) await process.print(text);
  else process.fs.write(process.resolvePath(output), text);
  return 0;
});
