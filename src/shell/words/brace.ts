import { ShellError } from '../control-flow.ts';

const MAX_WORDS = 100_000;

/**
 * Brace expansion: `a{b,c}d` → `abd acd`, `{1..3}` → `1 2 3`. Works on the text of a word, quotes and `${…}` are skipped.
 * @returns the word alone when there is nothing to expand
 */
export function expandBraces(text: string): readonly string[] {
  if (!text.includes('{')) return [text];
  for (let at = 0; at < text.length; at = endOfQuoted(text, at)) {
    if (text[at] !== '{') continue;
    const group = readGroup(text, at);
    const alternatives = group && (group.commas.length > 0 ? splitAlternatives(text, at, group) : readSequence(text.slice(at + 1, group.end)));
    if (!group || !alternatives) continue;
    const before = text.slice(0, at);
    const rests = expandBraces(text.slice(group.end + 1));
    if (alternatives.length * rests.length > MAX_WORDS) throw new ShellError('brace expansion: too many words');
    return alternatives.flatMap((alternative) => rests.map((rest) => before + alternative + rest));
  }
  return [text];
}

interface Group {
  /** Offset of the closing brace. */
  readonly end: number;
  /** Offsets of the commas that separate alternatives. */
  readonly commas: readonly number[];
}

/** The offset behind the quoted or expanding piece that begins at `at`, else `at + 1`. */
function endOfQuoted(text: string, at: number): number {
  const char = text[at];
  if (char === '\\') return at + 2;
  if (char === "'") return behind(text.indexOf("'", at + 1), text);
  if (char === '`') return behind(text.indexOf('`', at + 1), text);
  if (char === '"') {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end = text[end] === '\\' ? end + 2 : text[end] === '$' ? endOfQuoted(text, end) : end + 1;
    return end + 1;
  }
  if (char === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) return endOfExpansion(text, at + 1);
  if ((char === '<' || char === '>') && text[at + 1] === '(') return endOfExpansion(text, at + 1);
  return at + 1;
}

function endOfExpansion(text: string, open: number): number {
  const [opening, closing] = text[open] === '{' ? ['{', '}'] : ['(', ')'];
  let depth = 1;
  let at = open + 1;
  while (at < text.length && depth > 0) {
    if (text[at] === opening) depth++;
    else if (text[at] === closing) depth--;
    at = text[at] === opening || text[at] === closing ? at + 1 : endOfQuoted(text, at);
  }
  return at;
}

const behind = (at: number, text: string): number => (at < 0 ? text.length : at + 1);

function readGroup(text: string, open: number): Group | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let at = open; at < text.length; at = endOfQuoted(text, at)) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return { end: at, commas };
    else if (text[at] === ',' && depth === 1) commas.push(at);
  }
  return undefined;
}

function splitAlternatives(text: string, open: number, group: Group): readonly string[] {
  const alternatives: string[] = [];
  let from = open + 1;
  for (const end of [...group.commas, group.end]) {
    alternatives.push(...expandBraces(text.slice(from, end)));
    from = end + 1;
  }
  return alternatives;
}

/** `1..5`, `01..10..2`, `a..e`; undefined when it is no sequence. */
function readSequence(body: string): readonly string[] | undefined {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(body);
  const [, first = '', last = '', stepText = '1'] = match ?? [];
  const isNumeric = /\d/.test(first);
  if (!match || isNumeric !== /\d/.test(last)) return undefined;
  const [from, to] = isNumeric ? [Number(first), Number(last)] : [first.charCodeAt(0), last.charCodeAt(0)];
  const step = (Math.abs(Number(stepText)) || 1) * (from <= to ? 1 : -1);
  if (Math.abs((to - from) / step) > MAX_WORDS) throw new ShellError('brace expansion: too many words');
  const width = /(^| )-?0\d/.test(`${first} ${last}`) ? Math.max(first.length, last.length) : 0;
  const out: string[] = [];
  for (let value = from; step > 0 ? value <= to : value >= to; value += step) out.push(isNumeric ? padNumber(value, width) : String.fromCharCode(value));
  return out;
}

function padNumber(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, '0');
  return value < 0 ? `-${digits}` : digits;
}
