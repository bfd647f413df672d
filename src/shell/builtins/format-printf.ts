import { encodeText } from '#os/bytes.ts';
import { formatDate } from '../tools/format-date.ts';
import { expandEscapes, quoteWithBackslashes } from '../words/quote.ts';

/** What `printf` writes, and what it says on stderr. */
export interface PrintfResult {
  readonly text: string;
  readonly problems: readonly string[];
  /** `%b` met `\c`. */
  readonly stopped: boolean;
}

/** Formats as printf(1): the format is used again until the arguments are used up. @param nowMs for `%(…)T` */
export function formatPrintf(format: string, args: readonly string[], nowMs: number): PrintfResult {
  const problems: string[] = [];
  let text = '';
  let next = 0;
  let used = false;
  const take = (): string | undefined => {
    used = true;
    return args[next++];
  };
  const plain = (part: string): string => expandEscapes(part, { octal: 'plain', quotes: true }).text;
  do {
    used = false;
    let from = 0;
    for (const match of format.matchAll(/%(%|\(([^)]*)\)T|([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?([a-zA-Z])?)/g)) {
      text += plain(format.slice(from, match.index));
      from = match.index + match[0].length;
      if (match[1] === '%') text += '%';
      else if (match[2] !== undefined) text += formatTime(match[2], take(), nowMs);
      else {
        const hasPrecision = /\./.test(match[0]);
        const spec = readSpec(match, hasPrecision, take);
        const piece = formatOne(spec, take, problems);
        if (piece === undefined) return { text, problems: [...problems, `\`${match[6] ?? ''}': invalid format character`], stopped: true };
        text += piece.text;
        if (piece.stopped) return { text, problems, stopped: true };
      }
    }
    text += plain(format.slice(from));
  } while (used && next < args.length);
  return { text, problems, stopped: false };
}

/** A conversion of a format: `%-8.2f`. */
export interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

function readSpec(match: RegExpMatchArray, hasPrecision: boolean, take: () => string | undefined): Spec {
  const [, , , flags = '', width = '', precision, conversion = ''] = match;
  const given = width === '*' ? Number(take() ?? 0) : Number(width || 0);
  return {
    flags: given < 0 ? `${flags}-` : flags,
    width: Math.abs(given),
    precision: hasPrecision ? Number(precision === '*' ? (take() ?? 0) : (precision ?? 0)) : undefined,
    conversion,
  };
}

function formatTime(format: string, argument: string | undefined, nowMs: number): string {
  const seconds = argument === undefined || argument === '-1' || argument === '-2' ? nowMs / 1000 : Number(argument);
  return formatDate(format || '%H:%M:%S', Math.floor(seconds) * 1000);
}

/** One conversion; undefined when there is no such conversion. */
function formatOne(spec: Spec, take: () => string | undefined, problems: string[]): { text: string; stopped: boolean } | undefined {
  const { conversion, precision } = spec;
  const done = (text: string, stopped = false): { text: string; stopped: boolean } => ({
    text: pad(text, { ...spec, width: spec.width - bytesBeyondLetters(text) }),
    stopped,
  });
  if (conversion === 's') return done(limit(take() ?? '', precision));
  if (conversion === 'c') return done([...(take() ?? '')][0] ?? '');
  if (conversion === 'q') return done(quoteWithBackslashes(take() ?? ''));
  if (conversion === 'b') {
    const expanded = expandEscapes(take() ?? '', { octal: 'leading-zero', quotes: true });
    return done(limit(expanded.text, precision), expanded.stopped);
  }
  if ('diouxX'.includes(conversion) && conversion !== '') return { text: formatInteger(readInteger(take() ?? '0', problems), spec), stopped: false };
  if ('eEfFgGaA'.includes(conversion) && conversion !== '') return { text: formatFloat(readNumber(take() ?? '0', problems), spec), stopped: false };
  return undefined;
}

/** The shell's printf fills up to a width in bytes, not in letters. */
const bytesBeyondLetters = (text: string): number => (/^[\x00-\x7f]*$/.test(text) ? 0 : encodeText(text).length - [...text].length);

const limit = (text: string, precision: number | undefined): string => (precision === undefined ? text : text.slice(0, precision));

/** Fills a text up to the width of its conversion. */
export function pad(text: string, spec: Spec): string {
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  return spec.flags.includes('-') ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

/** A quote before a character means its code: `printf %d "'A"` is 65. */
function readInteger(text: string, problems: string[]): bigint {
  if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
  if (text === '') return 0n;
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|\d+)/.exec(text);
  if (!match || match[0].length !== text.length) problems.push(`${text}: invalid number`);
  if (!match) return 0n;
  const digits = match[2] ?? '0';
  const value = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
  return match[1] === '-' ? -value : value;
}

function readNumber(text: string, problems: string[]): number {
  if (/^["']/.test(text)) return text.codePointAt(1) ?? 0;
  const value = Number(text.trim() === '' ? '0' : text);
  if (Number.isNaN(value) && !/^[+-]?nan$/i.test(text)) {
    problems.push(`${text}: invalid number`);
    return Number.parseFloat(text) || 0;
  }
  return value;
}

/** `%d`, `%x` and the like. */
export function formatInteger(value: bigint, spec: Spec): string {
  const { conversion, flags, precision } = spec;
  const isSigned = conversion === 'd' || conversion === 'i';
  const magnitude = isSigned ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const base = conversion === 'o' ? 8 : conversion.toLowerCase() === 'x' ? 16 : 10;
  let digits = magnitude.toString(base);
  if (conversion === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  const prefix = flags.includes('#') && magnitude !== 0n ? (base === 8 ? '0' : base === 16 ? `0${conversion}` : '') : '';
  return withSign(isSigned && value < 0n, prefix + digits, spec, precision === undefined);
}

function withSign(isNegative: boolean, digits: string, spec: Spec, mayPadWithZeros: boolean): string {
  const { flags, width } = spec;
  const sign = isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const padsWithZeros = flags.includes('0') && !flags.includes('-') && mayPadWithZeros;
  return pad(sign + (padsWithZeros ? digits.padStart(width - sign.length, '0') : digits), spec);
}

/** `%f`, `%e`, `%g`. */
export function formatFloat(value: number, spec: Spec): string {
  const { conversion, precision = 6 } = spec;
  const isNegative = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(value);
  const kind = conversion.toLowerCase();
  let text: string;
  if (!Number.isFinite(value)) text = Number.isNaN(value) ? 'nan' : 'inf';
  else if (kind === 'f') text = magnitude.toFixed(Math.min(precision, 100));
  else if (kind === 'e') text = exponent(magnitude.toExponential(Math.min(precision, 100)));
  else text = general(magnitude, precision === 0 ? 1 : precision, spec.flags.includes('#'));
  return withSign(isNegative, conversion === kind ? text : text.toUpperCase(), spec, Number.isFinite(value));
}

/** C writes at least two digits of the exponent. */
const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

/** `%g`: the shorter of fixed and exponential, without zeros at the end. */
export function general(magnitude: number, precision: number, keepsZeros = false): string {
  if (magnitude === 0) return '0';
  const power = Number(magnitude.toExponential(precision - 1).split('e')[1]);
  const isFixed = power >= -4 && power < precision;
  const text = isFixed ? magnitude.toFixed(Math.max(0, precision - 1 - power)) : exponent(magnitude.toExponential(precision - 1));
  if (keepsZeros || !text.includes('.')) return text;
  return text.replace(/\.?0+(e|$)/, '$1');
}
