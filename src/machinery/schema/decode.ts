import { canonicalQuantity, QuantityError } from '../quantity.ts';
import { formatMicroTime, formatTime, parseTime } from '../time.ts';
import { findBase64Error, formatTimeError, goTypeName, jsonKindOf } from './go-errors.ts';
import { type FieldSchema, type SchemaType, schemaOf, type TypeSchema } from './schema.ts';

export interface Decoded {
  /** What Go's types would hold and write back: unknown fields dropped, values in canonical form. */
  readonly object: Readonly<Record<string, unknown>>;
  /** `spec.template.spec.containers[0].imagee`, in the order of the input. */
  readonly unknownFields: readonly string[];
  /** Fields given twice: passed on from whoever read the text, because an object cannot show them. */
  readonly duplicateFields: readonly string[];
  /** Go's text for the first value of a wrong type. */
  readonly error?: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What the decoder remembers on its way through one object. */
interface State {
  /** Where it is; grows and shrinks, and is made a text only when something is wrong. */
  readonly path: (string | number)[];
  /** The same without indexes and keys of maps: Go's errors name fields only. */
  readonly fields: string[];
  readonly unknownFields: string[];
  /** The innermost structure: Go's errors name it. */
  goName: string;
  error: string | undefined;
  /** An error of a type that reads itself (a quantity, a time): Go stops there and forgets others. */
  fatalError: string | undefined;
}

/**
 * Decodes an object strictly, as the API server does: every field must be known and of its type. As in Go, `null` is as
 * good as nothing, required scalars get their zero value, empty optional lists and maps and zeros that Go leaves out go,
 * quantities and times become canonical. What needs no change is shared with the input.
 * @param schemaName `apps.v1.Deployment`
 */
export function decodeObject(schemaName: string, value: unknown, duplicateFields: readonly string[] = []): Decoded {
  const schema = schemaOf(schemaName);
  const state = startState(schema.goName);
  if (!isObject(value)) {
    const goType = schemaName.split('.').slice(1).join('.');
    return { object: {}, unknownFields: [], duplicateFields, error: `json: cannot unmarshal ${jsonKindOf(value)} into Go value of type ${goType}` };
  }
  const object = decodeStruct(schema, value, state);
  const error = state.fatalError ?? state.error;
  return error === undefined
    ? { object, unknownFields: state.unknownFields, duplicateFields }
    : { object, unknownFields: state.unknownFields, duplicateFields, error };
}

function startState(goName: string): State {
  return { path: [], fields: [], unknownFields: [], goName, error: undefined, fatalError: undefined };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decodeStruct(schema: TypeSchema, value: JsonObject, state: State): JsonObject {
  let changed: Record<string, unknown> | undefined;
  const outerName = state.goName;
  state.goName = schema.goName;
  const depth = state.path.length;
  const fieldDepth = state.fields.length;
  for (const key in value) {
    const before = value[key];
    const field = schema.fields.get(key);
    state.path[depth] = key;
    state.fields[fieldDepth] = key;
    if (field === undefined) state.unknownFields.push(formatPath(state.path));
    const after = field === undefined || before === undefined ? undefined : decodeField(field, before, state);
    state.path.length = depth;
    state.fields.length = fieldDepth;
    if (after === before) continue;
    changed ??= { ...value };
    if (after === undefined) delete changed[key];
    else changed[key] = after;
  }
  for (const field of schema.required) {
    const zero = value[field.name] === undefined || value[field.name] === null ? zeroOf(field.type) : undefined;
    if (zero === undefined) continue;
    changed ??= { ...value };
    changed[field.name] = zero;
  }
  state.goName = outerName;
  return changed ?? value;
}

function decodeField(field: FieldSchema, value: unknown, state: State): unknown {
  if (value === null) return undefined;
  const decoded = decodeValue(field.type, value, state);
  if (field.omitsZero && (decoded === '' || decoded === 0 || decoded === false)) return undefined;
  if (field.required || typeof decoded !== 'object' || decoded === null) return decoded;
  if (field.type.kind === 'list') return Array.isArray(decoded) && decoded.length === 0 ? undefined : decoded;
  return field.type.kind === 'map' && isEmptyObject(decoded) ? undefined : decoded;
}

function isEmptyObject(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** The value in Go's form; undefined when it has the wrong type. */
function decodeValue(type: SchemaType, value: unknown, state: State): unknown {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return typeof value === 'string' ? value : wrongType(type, value, state);
    case 'ref':
      return isObject(value) ? decodeStruct(schemaOf(type.name), value, state) : wrongType(type, value, state);
    case 'list':
      return Array.isArray(value) ? decodeList(type.of, value, state) : wrongType(type, value, state);
    case 'map':
      return isObject(value) ? decodeMap(type.of, value, state) : wrongType(type, value, state);
    case 'boolean':
      return typeof value === 'boolean' ? value : wrongType(type, value, state);
    case 'int32':
      return isInteger(value) && value <= 2147483647 && value >= -2147483648 ? value : wrongType(type, value, state);
    case 'int64':
      return isInteger(value) ? value : wrongType(type, value, state);
    case 'double':
      return typeof value === 'number' ? value : wrongType(type, value, state);
    case 'intOrString':
      if (typeof value === 'string') return value;
      return isInteger(value) && Math.abs(value) <= 2147483647 ? value : wrongType(type, value, state);
    case 'quantity':
      return decodeQuantity(value, state);
    case 'time':
    case 'microTime':
      return decodeTime(type, value, state);
    case 'bytes':
      return decodeBytes(type, value, state);
    case 'any':
      return value;
  }
}

function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

function decodeList(of: SchemaType, items: readonly unknown[], state: State): readonly unknown[] {
  let changed: unknown[] | undefined;
  const depth = state.path.length;
  for (let index = 0; index < items.length; index += 1) {
    state.path[depth] = index;
    const before = items[index];
    const after = before === null ? zeroElementOf(of) : decodeValue(of, before, state);
    if (after === before) continue;
    changed ??= [...items];
    changed[index] = after;
  }
  state.path.length = depth;
  return changed ?? items;
}

function decodeMap(of: SchemaType, map: JsonObject, state: State): JsonObject {
  let changed: Record<string, unknown> | undefined;
  const depth = state.path.length;
  for (const key in map) {
    state.path[depth] = key;
    const before = map[key];
    const after = before === null ? zeroElementOf(of) : decodeValue(of, before, state);
    if (after === before) continue;
    changed ??= { ...map };
    changed[key] = after;
  }
  state.path.length = depth;
  return changed ?? map;
}

/** What Go holds where a required scalar is missing; structures and lists may be pointers, so they stay missing. */
function zeroOf(type: SchemaType): unknown {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return '';
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    default:
      return undefined;
  }
}

/** What Go makes of `null` inside a list or map. */
function zeroElementOf(type: SchemaType): unknown {
  if (type.kind === 'ref') return decodeStruct(schemaOf(type.name), {}, startState(''));
  if (type.kind === 'list') return [];
  if (type.kind === 'map') return {};
  return type.kind === 'bytes' ? '' : (zeroOf(type) ?? null);
}

function wrongType(type: SchemaType, value: unknown, state: State): undefined {
  const isNumberForInteger = typeof value === 'number' && (type.kind === 'int32' || type.kind === 'int64' || type.kind === 'intOrString');
  const found = isNumberForInteger ? `number ${value}` : jsonKindOf(value);
  const goType = goTypeName(type, state.fields.at(-1) ?? '');
  state.error ??= `json: cannot unmarshal ${found} into Go struct field ${state.goName}.${state.fields.join('.')} of type ${goType}`;
  return undefined;
}

function decodeQuantity(value: unknown, state: State): unknown {
  try {
    return canonicalQuantity(typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    state.fatalError ??= error.message;
    return undefined;
  }
}

function decodeTime(type: SchemaType, value: unknown, state: State): unknown {
  if (typeof value !== 'string') return wrongType(type, value, state);
  const ms = parseTime(value);
  if (Number.isNaN(ms)) {
    state.fatalError ??= formatTimeError(value, type.kind === 'microTime' ? '2006-01-02T15:04:05.000000Z07:00' : undefined);
    return undefined;
  }
  if (type.kind === 'time') return value.length === 20 ? value : formatTime(ms);
  return value.length === 27 && value.endsWith('Z') ? value : formatMicroTime(ms);
}

function decodeBytes(type: SchemaType, value: unknown, state: State): unknown {
  if (typeof value !== 'string') return wrongType(type, value, state);
  const position = findBase64Error(value);
  if (position < 0) return value.replace(/[\r\n]/g, '');
  state.error ??= `illegal base64 data at input byte ${position}`;
  return undefined;
}

/** `spec.containers[0].image` */
function formatPath(path: readonly (string | number)[]): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : text === '' ? part : `.${part}`;
  return text;
}
