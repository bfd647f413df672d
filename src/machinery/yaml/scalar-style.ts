import { isBase60, resolveScalar } from './scalars.ts';

/** How a text can be written, found out by looking at every character once. */
interface Traits {
  readonly plain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

const firstIndicators = '#,[]{}&*!|>\'"%@`';

function analyze(value: string): Traits {
  let special = false;
  let indicator = /^(---|\.\.\.)/.test(value);
  let breakThenSpace = false;
  let spaceThenBreak = false;
  let previous = '';
  for (let index = 0; index < value.length; index += 1) {
    const char = value[index] ?? '';
    const next = value[index + 1] ?? ' ';
    const followedByBlank = /[ \t\n\r\u0085\u2028\u2029]/.test(next);
    if (index === 0) {
      if (firstIndicators.includes(char) || ('?:-'.includes(char) && followedByBlank)) indicator = true;
    } else if ((char === ':' && followedByBlank) || (char === '#' && /[ \t\n]/.test(previous))) indicator = true;
    if (!isPrintable(char)) special = true;
    if (char === ' ' && previous === '\n') breakThenSpace = true;
    if (char === '\n' && previous === ' ') spaceThenBreak = true;
    previous = char;
  }
  const rough = spaceThenBreak || special;
  const hasOuterBlank = /^[ \n]|[ \n]$/.test(value);
  return {
    plain: !rough && !indicator && !hasOuterBlank && !value.includes('\n'),
    singleQuoted: !rough && !breakThenSpace,
    block: !rough && !value.endsWith(' '),
  };
}

/** What the emitter writes as it is. A tab is not among it: texts with tabs end up in double quotes. */
function isPrintable(char: string): boolean {
  return /[\n\x20-\x7e\u00a0-\ufefe\uff00-\ufffd]/.test(char);
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function quoteDouble(value: string): string {
  const escaped = value.replace(/["\\\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]/g, (char) => {
    const code = char.charCodeAt(0);
    return (
      escapes[char] ?? (code <= 0xff ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`)
    );
  });
  return `"${escaped}"`;
}

/**
 * A text as a scalar: plain where that reads back as the same text, a literal block for several lines, else quoted.
 * @param indent of the lines of a block
 * @param isKey keys are never blocks
 */
export function formatYamlText(value: string, indent: string, isKey = false): string {
  const traits = analyze(value);
  if (value.includes('\n')) return traits.block && !isKey ? formatLiteral(value, indent) : quoteDouble(value);
  if (resolveScalar(value).kind !== 'text' || isBase60(value)) return quoteDouble(value);
  if (traits.plain) return value;
  return traits.singleQuoted ? `'${value.replaceAll("'", "''")}'` : quoteDouble(value);
}

function formatLiteral(value: string, indent: string): string {
  const indentHint = /^[ \n]/.test(value) ? '2' : '';
  const chomping = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : '';
  const body = value.endsWith('\n') ? value.slice(0, -1) : value;
  const lines = body.split('\n').map((line) => (line === '' ? '' : indent + line));
  return `|${indentHint}${chomping}\n${lines.join('\n')}`;
}

/** A number as the emitter writes it: whole ones in full, others with an exponent outside 1e-4 … 1e+6. */
export function formatYamlNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 21 && (exponent < 6 || digits.length - 2 < exponent + 1)) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
