import { hasSchema, type SchemaType, schemaOf } from '../schema/schema.ts';
import { formatMicroTime, formatTime } from '../time.ts';
import { fieldNumbers } from './field-numbers.ts';
import { isEmptyField, ProtobufError, readFields, type WireField } from './wire-format.ts';

/** `k8s` and a zero: what every message of a Kubernetes API in protobuf begins with. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];

const text = new TextDecoder();

/**
 * Reads an object in Kubernetes' protobuf form: an envelope that names its kind, and the message inside.
 * @returns the object as JSON would have it, with `apiVersion` and `kind`
 * @throws ProtobufError for bytes that are no such message, and for kinds and fields that are not in the table
 */
export function decodeProtobuf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (MAGIC.some((byte, index) => bytes[index] !== byte))
    throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  let apiVersion = '';
  let kind = '';
  let raw: Uint8Array = new Uint8Array();
  for (const { number, bytes: value } of readFields(bytes.subarray(MAGIC.length))) {
    if (number === 2) raw = value;
    if (number !== 1) continue;
    for (const meta of readFields(value)) {
      if (meta.number === 1) apiVersion = text.decode(meta.bytes);
      if (meta.number === 2) kind = text.decode(meta.bytes);
    }
  }
  const schema = schemaNameOf(apiVersion, kind);
  if (!hasSchema(schema) || fieldNumbers[schema] === undefined) throw new ProtobufError(`${kind} (${apiVersion}) is not known in protobuf form: send JSON`);
  return { apiVersion, kind, ...decodeMessage(schema, raw) };
}

/** `rbac.authorization.k8s.io/v1`, `Role` → `rbac.v1.Role`. */
function schemaNameOf(apiVersion: string, kind: string): string {
  if (kind === 'DeleteOptions') return 'meta.v1.DeleteOptions';
  const [group = '', version] = apiVersion.split('/');
  return version === undefined ? `core.${group}.${kind}` : `${group.split('.')[0] ?? ''}.${version}.${kind}`;
}

type Row = ReadonlyMap<number, string>;

const rows = new Map<string, Row>();

function rowOf(name: string): Row {
  const known = rows.get(name);
  if (known) return known;
  const row = new Map<number, string>();
  let number = 0;
  for (const part of (fieldNumbers[name] ?? '').split(';')) {
    const [field = '', said] = part.split('=');
    number = said === undefined ? number + 1 : Number(said);
    if (field !== '') row.set(number, field);
  }
  rows.set(name, row);
  return row;
}

function decodeMessage(name: string, bytes: Uint8Array): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  decodeInto(object, name, name, bytes);
  return object;
}

/** @param schemaName whose fields the message has. @param rowName whose numbers: another one for what Go embeds */
function decodeInto(object: Record<string, unknown>, schemaName: string, rowName: string, bytes: Uint8Array): void {
  const row = rowOf(rowName);
  const schema = schemaOf(schemaName);
  const packagePrefix = rowName.slice(0, rowName.lastIndexOf('.') + 1);
  for (const field of readFields(bytes)) {
    const name = row.get(field.number);
    if (name?.startsWith('@')) {
      decodeInto(object, schemaName, packagePrefix + name.slice(1), field.bytes);
      continue;
    }
    const type = name === undefined ? undefined : schema.fields.get(name)?.type;
    if (name === undefined || type === undefined) {
      // What Go always writes, set or not, says nothing when it is empty.
      if (isEmptyField(field)) continue;
      throw new ProtobufError(`field ${field.number} of ${rowName} is not known in protobuf form: send JSON`);
    }
    decodeField(object, name, type, field);
  }
}

function decodeField(object: Record<string, unknown>, name: string, type: SchemaType, field: WireField): void {
  if (type.kind === 'list') {
    object[name] = [...((object[name] as readonly unknown[] | undefined) ?? []), decodeValue(type.of, field)];
  } else if (type.kind === 'map') {
    let key = '';
    let value: unknown = type.of.kind === 'string' || type.of.kind === 'bytes' ? '' : undefined;
    for (const part of readFields(field.bytes)) {
      if (part.number === 1) key = text.decode(part.bytes);
      else value = decodeMapValue(type.of, part);
    }
    object[name] = { ...(object[name] as object | undefined), [key]: value };
  } else {
    const value = decodeValue(type, field);
    if (value !== undefined) object[name] = value;
  }
}

/** A list that is a map's value has a message of its own around it. */
function decodeMapValue(type: SchemaType, field: WireField): unknown {
  return type.kind === 'list' ? readFields(field.bytes).map((item) => decodeValue(type.of, item)) : decodeValue(type, field);
}

function decodeValue(type: SchemaType, field: WireField): unknown {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return text.decode(field.bytes);
    case 'boolean':
      return field.value !== 0n;
    case 'int32':
    case 'int64':
      return Number(BigInt.asIntN(64, field.value));
    case 'double':
      return new DataView(field.bytes.buffer, field.bytes.byteOffset, 8).getFloat64(0, true);
    case 'bytes':
      return btoa(String.fromCharCode(...field.bytes));
    case 'quantity':
      return text.decode(readFields(field.bytes).find(({ number }) => number === 1)?.bytes);
    case 'time':
    case 'microTime':
      return decodeTime(type.kind, field.bytes);
    case 'intOrString':
      return decodeIntOrString(field.bytes);
    case 'any':
      return decodeJson(field.bytes);
    case 'ref':
      return decodeMessage(type.name, field.bytes);
    default:
      throw new ProtobufError(`a ${type.kind} cannot stand here`);
  }
}

/** A time that is not set is an empty message. */
function decodeTime(kind: 'time' | 'microTime', bytes: Uint8Array): string | undefined {
  const fields = readFields(bytes);
  if (fields.length === 0) return undefined;
  const seconds = Number(BigInt.asIntN(64, fields.find(({ number }) => number === 1)?.value ?? 0n));
  const nanos = Number(fields.find(({ number }) => number === 2)?.value ?? 0n);
  const ms = seconds * 1000 + nanos / 1e6;
  return kind === 'time' ? formatTime(ms) : formatMicroTime(ms);
}

function decodeIntOrString(bytes: Uint8Array): string | number {
  const fields = readFields(bytes);
  const isText = fields.some(({ number, value }) => number === 1 && value === 1n);
  if (isText) return text.decode(fields.find(({ number }) => number === 3)?.bytes);
  return Number(BigInt.asIntN(64, fields.find(({ number }) => number === 2)?.value ?? 0n));
}

/** Free JSON travels as its text. */
function decodeJson(bytes: Uint8Array): unknown {
  const raw = readFields(bytes).find(({ number }) => number === 1)?.bytes;
  return raw === undefined || raw.length === 0 ? undefined : (JSON.parse(text.decode(raw)) as unknown);
}
