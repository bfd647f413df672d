import { quoteGo } from '../json.ts';
import type { SchemaType } from './schema.ts';

/** What Go's encoding/json calls the kind of a JSON value. */
export function jsonKindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** String types that have a name of their own in Go, by the field that has them: the packages don't tell. */
const namedTypes: Readonly<Record<string, string>> = {
  imagePullPolicy: 'v1.PullPolicy',
  restartPolicy: 'v1.RestartPolicy',
  dnsPolicy: 'v1.DNSPolicy',
  protocol: 'v1.Protocol',
  terminationMessagePolicy: 'v1.TerminationMessagePolicy',
  sessionAffinity: 'v1.ServiceAffinity',
  externalTrafficPolicy: 'v1.ServiceExternalTrafficPolicy',
  effect: 'v1.TaintEffect',
  phase: 'v1.PodPhase',
  limits: 'v1.ResourceList',
  requests: 'v1.ResourceList',
  capacity: 'v1.ResourceList',
  allocatable: 'v1.ResourceList',
  uid: 'types.UID',
};

const scalarNames: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'bool',
  int32: 'int32',
  int64: 'int64',
  double: 'float64',
  bytes: '[]uint8',
  enum: 'string',
  intOrString: 'int32',
  time: 'string',
  microTime: 'string',
  quantity: 'resource.Quantity',
  any: 'runtime.RawExtension',
};

/** The Go type of a field as error texts name it: `[]v1.Container`, `map[string]string`, `int32`. */
export function goTypeName(type: SchemaType, field: string): string {
  if (type.kind === 'list') return `[]${goTypeName(type.of, '')}`;
  if (type.kind === 'ref') return type.name.split('.').slice(1).join('.');
  const named = namedTypes[field];
  if (named !== undefined && named.endsWith('ResourceList') === (type.kind === 'map')) return named;
  if (type.kind === 'map') return `map[string]${goTypeName(type.of, '')}`;
  return scalarNames[type.kind] ?? type.kind;
}

/** Where Go's decoder stops in base64; -1 when the text is sound. Line breaks don't count. */
export function findBase64Error(text: string): number {
  let inQuantum = 0;
  let quantumStart = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return findPaddingError(text, index, inQuantum);
    if (!/[A-Za-z0-9+/]/.test(char)) return index;
    if (inQuantum === 0) quantumStart = index;
    inQuantum = (inQuantum + 1) % 4;
  }
  return inQuantum === 0 ? -1 : quantumStart;
}

function findPaddingError(text: string, index: number, inQuantum: number): number {
  if (inQuantum < 2) return index;
  let next = index + 1;
  const skipBreaks = () => {
    while (text[next] === '\n' || text[next] === '\r') next += 1;
  };
  skipBreaks();
  if (inQuantum === 2) {
    if (next >= text.length) return text.length;
    if (text[next] !== '=') return next - 1;
    next += 1;
    skipBreaks();
  }
  return next < text.length ? next : -1;
}

const timeLayout: readonly (readonly [RegExp, string, number])[] = [
  [/^\d{4}/, '2006', 9999],
  [/^-/, '-', 0],
  [/^\d\d/, '01', 12],
  [/^-/, '-', 0],
  [/^\d\d/, '02', 31],
  [/^T/, 'T', 0],
  [/^\d\d/, '15', 23],
  [/^:/, ':', 0],
  [/^\d\d/, '04', 59],
  [/^:/, ':', 0],
  [/^\d\d(\.\d+)?/, '05', 60],
  [/^(Z|[+-]\d\d:\d\d)/, 'Z07:00', 0],
];

const unitNames: Readonly<Record<string, string>> = { '01': 'month', '02': 'day', '15': 'hour', '04': 'minute', '05': 'second' };

/** What Go's time.Parse says of a text that is no time. */
export function formatTimeError(text: string, layout = '2006-01-02T15:04:05Z07:00'): string {
  const prefix = `parsing time ${quoteGo(text)}`;
  let rest = text;
  for (const [pattern, element, maximum] of timeLayout) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined) return `${prefix} as ${quoteGo(layout)}: cannot parse ${quoteGo(rest)} as ${quoteGo(element)}`;
    const isMonthZero = element === '01' && Number(found) === 0;
    if (maximum > 0 && (Number.parseInt(found, 10) > maximum || isMonthZero)) return `${prefix}: ${unitNames[element] ?? 'year'} out of range`;
    rest = rest.slice(found.length);
  }
  return rest === '' ? `${prefix}: day out of range` : `${prefix}: extra text: ${quoteGo(rest)}`;
}
