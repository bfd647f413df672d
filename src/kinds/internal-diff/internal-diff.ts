import { quoteGoJson } from '#machinery/json.ts';
import { internalFields } from './internal-fields.ts';
import { formatUnifiedDiff } from './unified-diff.ts';

type Fields = Readonly<Record<string, unknown>>;

interface FieldShape {
  readonly name: string;
  /** The field's name on the wire. */
  readonly wireName: string;
  readonly type: string;
}

/** Fields that are the pod's on the wire and its security context's inside. */
const hostFields = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];
const shapes = new Map<string, readonly FieldShape[]>();

/**
 * The difference between two specs as the API server prints it when it refuses an update: a unified diff of the server's
 * own view of both as JSON.
 * @param type a structure of `internalFields` @param next what was wanted, `-` lines @param before what is there, `+` lines
 */
export function formatInternalDiff(type: string, next: object, before: object): string {
  const print = (spec: object) => printStructure(spec as Fields, type, '').split('\n');
  return formatUnifiedDiff(print(next), print(before), { from: 'expected', to: 'got', context: 10 });
}

function printStructure(value: Fields, type: string, indent: string): string {
  const inner = `${indent}  `;
  const lines = shapeOf(type).map((field) => `${inner}"${field.name}": ${printField(value, field, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

function printField(owner: Fields, { wireName, type }: FieldShape, indent: string): string {
  const value = owner[wireName];
  const kind = type.charAt(0);
  if (type === '') return quoteGoJson(String(value ?? ''));
  if (type === 'i') return String(value ?? 0);
  if (type === 'b') return String(value ?? false);
  if (type === '?') return printAny(value, indent);
  if (kind === '@') return printStructure({ ...(value as Fields | undefined), ...pick(owner) }, type.slice(1), indent);
  if (kind === '*') return value === undefined ? 'null' : printStructure(value as Fields, type.slice(1), indent);
  if (kind === '[') return printList(value as readonly Fields[] | undefined, type.slice(1), indent);
  return printStructure((value ?? {}) as Fields, type, indent);
}

function pick(spec: Fields): Fields {
  return Object.fromEntries(hostFields.flatMap((name) => (spec[name] === undefined ? [] : [[name, spec[name]]])));
}

function printList(list: readonly Fields[] | undefined, type: string, indent: string): string {
  if (list === undefined) return 'null';
  if (list.length === 0) return '[]';
  const inner = `${indent}  `;
  return `[\n${list.map((item) => `${inner}${printStructure(item, type, inner)}`).join(',\n')}\n${indent}]`;
}

function printAny(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return quoteGoJson(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((item) => `${inner}${printAny(item, inner)}`).join(',\n')}\n${indent}]`;
  }
  const keys = Object.keys(value).sort();
  if (keys.length === 0) return '{}';
  return `{\n${keys.map((key) => `${inner}${quoteGoJson(key)}: ${printAny((value as Fields)[key], inner)}`).join(',\n')}\n${indent}}`;
}

function shapeOf(type: string): readonly FieldShape[] {
  const known = shapes.get(type);
  if (known) return known;
  const shape = (internalFields[type] ?? '').split(/\s+/).flatMap((word): readonly FieldShape[] => {
    if (word.startsWith('+')) return shapeOf(word.slice(1));
    const [name = '', fieldType = ''] = word.split(':');
    return [{ name, wireName: toWireName(name), type: fieldType }];
  });
  shapes.set(type, shape);
  return shape;
}

/** `DNSPolicy` → `dnsPolicy`, `TTY` → `tty`, `HostPID` → `hostPID`. */
function toWireName(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase());
}
