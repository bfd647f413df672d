import { isDeepEqual } from '../equality.ts';
import { duplicate, type FieldError, invalid, notSupported, required, tooLong, tooMany, typeInvalid } from '../field-error.ts';
import { compactGoJson } from '../json.ts';
import { hasFormat } from './formats.ts';
import { isObject, itemSchema, type JsonObject, type JsonSchema, valueSchema } from './json-schema.ts';

/** What is wrong with a value by its schema, in the texts of upstream's OpenAPI validation. @param path '' for the object itself */
export function validateBySchema(schema: JsonSchema, value: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  check(schema, value, path, errors);
  return errors;
}

function check(schema: JsonSchema, value: unknown, path: string, errors: FieldError[]): void {
  if (value === null && schema.nullable) return;
  if (!hasType(schema, value)) {
    const type = schema['x-kubernetes-int-or-string'] ? 'integer,string' : (schema.type ?? '');
    const found = typeName(value);
    errors.push(typeInvalid(path, found, `${path} in body must be of type ${type}: ${JSON.stringify(found)}`));
    return;
  }
  checkEnum(schema, value, path, errors);
  if (typeof value === 'string') checkText(schema, value, path, errors);
  if (typeof value === 'number') checkNumber(schema, value, path, errors);
  if (Array.isArray(value)) checkList(schema, value, path, errors);
  else if (isObject(value)) checkObject(schema, value, path, errors);
  checkCombinations(schema, value, path, errors);
}

function hasType(schema: JsonSchema, value: unknown): boolean {
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'string' || Number.isInteger(value);
  switch (schema.type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === schema.type;
    default:
      return true;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function checkEnum(schema: JsonSchema, value: unknown, path: string, errors: FieldError[]): void {
  if (!schema.enum || schema.enum.some((allowed) => isDeepEqual(allowed, value))) return;
  errors.push(
    notSupported(
      path,
      value,
      schema.enum.map((allowed) => (typeof allowed === 'string' ? allowed : compactGoJson(allowed))),
    ),
  );
}

function checkText(schema: JsonSchema, value: string, path: string, errors: FieldError[]): void {
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength) errors.push(tooLong(path, schema.maxLength));
  if (schema.minLength !== undefined && length < schema.minLength) {
    errors.push(invalid(path, value, `${path} in body should be at least ${schema.minLength} chars long`));
  }
  if (schema.pattern !== undefined && !toRegExp(schema.pattern).test(value)) {
    errors.push(invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  }
  if (schema.format !== undefined && !hasFormat(schema.format, value)) {
    errors.push(invalid(path, value, `${path} in body must be of type ${schema.format}: ${JSON.stringify(value)}`));
  }
}

/** Whether a pattern of Go's can be read; the two languages agree on all but rare constructs. */
export function isPattern(pattern: string): boolean {
  try {
    toRegExp(pattern);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function toRegExp(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll('(?P<', '(?<').replaceAll('\\z', '$').replaceAll('\\A', '^'), 'u');
}

function checkNumber(schema: JsonSchema, value: number, path: string, errors: FieldError[]): void {
  const { minimum, maximum, multipleOf } = schema;
  const refuse = (what: string): number => errors.push(invalid(path, value, `${path} in body should be ${what}`));
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    refuse(`less than${schema.exclusiveMaximum ? '' : ' or equal to'} ${maximum}`);
  }
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    refuse(`greater than${schema.exclusiveMinimum ? '' : ' or equal to'} ${minimum}`);
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) refuse(`a multiple of ${multipleOf}`);
  if (schema.format === 'int32' && Math.abs(value) > 2147483647) refuse(`of type int32`);
}

function checkList(schema: JsonSchema, list: readonly unknown[], path: string, errors: FieldError[]): void {
  if (schema.maxItems !== undefined && list.length > schema.maxItems) errors.push(tooMany(path, list.length, schema.maxItems));
  if (schema.minItems !== undefined && list.length < schema.minItems) {
    errors.push(invalid(path, list.length, `${path} in body should have at least ${schema.minItems} items`));
  }
  const items = itemSchema(schema);
  if (items) for (const [index, item] of list.entries()) check(items, item, `${path}[${index}]`, errors);
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const listType = schema['x-kubernetes-list-type'];
  if (listType !== 'set' && listType !== 'map') return;
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    const identity =
      listType === 'set' ? item : Object.fromEntries(keys.flatMap((key) => (isObject(item) && item[key] !== undefined ? [[key, item[key]]] : [])));
    const text = compactGoJson(identity);
    if (seen.has(text)) errors.push(duplicate(`${path}[${index}]`, identity));
    seen.add(text);
  }
}

function checkObject(schema: JsonSchema, value: JsonObject, path: string, errors: FieldError[]): void {
  const names = Object.keys(value).sort();
  if (schema.maxProperties !== undefined && names.length > schema.maxProperties) errors.push(tooMany(path, names.length, schema.maxProperties));
  if (schema.minProperties !== undefined && names.length < schema.minProperties) {
    errors.push(invalid(path, names.length, `${path} in body should have at least ${schema.minProperties} properties`));
  }
  const values = valueSchema(schema);
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const name of names) {
    const member = schema.properties?.[name] ?? values;
    if (member) check(member, value[name], below(name), errors);
  }
  for (const name of schema.required ?? []) if (value[name] === undefined) errors.push(required(below(name)));
}

function checkCombinations(schema: JsonSchema, value: unknown, path: string, errors: FieldError[]): void {
  const fits = (other: JsonSchema): boolean => validateBySchema(other, value, path).length === 0;
  const refuse = (text: string): number => errors.push(invalid(path, value, text));
  const name = JSON.stringify(path);
  if (schema.allOf) {
    const failing = schema.allOf.flatMap((other) => validateBySchema(other, value, path));
    errors.push(...failing);
    if (failing.length > 0 && !schema.allOf.some(fits)) refuse(`${name} must validate all the schemas (allOf). None validated`);
    else if (failing.length > 0) refuse(`${name} must validate all the schemas (allOf)`);
  }
  if (schema.anyOf && !schema.anyOf.some(fits)) refuse(`${name} must validate at least one schema (anyOf)`);
  if (schema.oneOf) {
    const count = schema.oneOf.filter(fits).length;
    if (count === 0) refuse(`${name} must validate one and only one schema (oneOf). Found none valid`);
    else if (count > 1) refuse(`${name} must validate one and only one schema (oneOf). Found ${count} valid alternatives`);
  }
  if (schema.not && fits(schema.not)) refuse(`${name} must not validate the schema (not)`);
}
