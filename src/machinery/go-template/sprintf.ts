import { quoteGo } from '../json.ts';
import { formatValue, goTypeOf } from './values.ts';

/** Go's fmt.Sprintf for the verbs that make sense of JSON values: `%v %s %q %d %f %e %g %t %x %c %T %%` with flags, width and precision. */
export function sprintf(format: string, args: readonly unknown[]): string {
  let next = 0;
  const text = format.replace(
    /%([-+# 0]*)(\d+|\*)?(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      const columns = width === '*' ? Number(args[next++]) : Number(width ?? 0);
      if (next >= args.length) return `%!${verb}(MISSING)`;
      const formatted = formatVerb(verb, args[next++], flags, precision === undefined ? undefined : Number(precision));
      return pad(formatted, columns, flags);
    },
  );
  const extra = args.slice(next).map((value) => `${goTypeOf(value)}=${formatValue(value)}`);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}

function pad(text: string, width: number, flags: string): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const sign = /^[-+]/.test(text) ? (text[0] ?? '') : '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function formatVerb(verb: string, value: unknown, flags: string, precision: number | undefined): string {
  const bad = `%!${verb}(${goTypeOf(value)}=${formatValue(value)})`;
  switch (verb) {
    case 'v':
      return withSign(value, formatValue(value), flags);
    case 's':
      if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return bad;
      return precision === undefined ? formatValue(value) : [...formatValue(value)].slice(0, precision).join('');
    case 'q':
      return typeof value === 'string' ? quoteGo(value) : bad;
    case 't':
      return typeof value === 'boolean' ? String(value) : bad;
    case 'T':
      return goTypeOf(value);
    case 'x':
    case 'X':
      return formatHex(value, verb) ?? bad;
    default:
      if (typeof value === 'bigint') return formatIntegerVerb(verb, value, flags) ?? bad;
      return typeof value === 'number' ? (formatFloatVerb(verb, value, flags, precision) ?? bad) : bad;
  }
}

function formatHex(value: unknown, verb: string): string | undefined {
  const bytes = typeof value === 'string' ? [...new TextEncoder().encode(value)] : undefined;
  const hex =
    bytes !== undefined ? bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('') : typeof value === 'bigint' ? value.toString(16) : undefined;
  return verb === 'X' ? hex?.toUpperCase() : hex;
}

function withSign(value: unknown, text: string, flags: string): string {
  return flags.includes('+') && (typeof value === 'number' || typeof value === 'bigint') && value >= 0 ? `+${text}` : text;
}

/** undefined for a verb that Go has not for whole numbers. */
function formatIntegerVerb(verb: string, value: bigint, flags: string): string | undefined {
  if (verb === 'd') return withSign(value, String(value), flags);
  if (verb === 'c') return String.fromCodePoint(Number(value));
  return verb === 'b' || verb === 'o' ? value.toString(verb === 'b' ? 2 : 8) : undefined;
}

/** undefined for a verb that Go has not for floats. */
function formatFloatVerb(verb: string, value: number, flags: string, precision: number | undefined): string | undefined {
  const exponent = (text: string) => text.replace(/e([-+])(\d)$/, 'e$10$2');
  if (verb === 'f' || verb === 'F') return withSign(value, value.toFixed(precision ?? 6), flags);
  if (verb === 'e' || verb === 'E') return withSign(value, exponent(value.toExponential(precision ?? 6)), flags);
  if (verb !== 'g' && verb !== 'G') return undefined;
  return withSign(value, precision === undefined ? formatValue(value) : formatValue(Number(value.toPrecision(precision || 1))), flags);
}
