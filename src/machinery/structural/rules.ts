import { CelError } from '../cel/cel-error.ts';
import { type CelProgram, compileCel } from '../cel/compile.ts';
import { type FieldError, forbidden, invalid, required } from '../field-error.ts';
import type { ValidationRule } from '../generated/types.ts';
import { isObject, itemSchema, type JsonSchema, valueSchema } from './json-schema.ts';

/**
 * What the rules of a schema (`x-kubernetes-validations`) find wrong.
 * @param before the value it replaces; undefined where there was none. Rules about `oldSelf` are left out then
 */
export function validateByRules(schema: JsonSchema, value: unknown, before: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (hasRules(schema)) visit(schema, value, before, path, errors);
  return errors;
}

const ruled = new WeakMap<JsonSchema, boolean>();

/** Whether there is any rule in a schema. */
export function hasRules(schema: JsonSchema): boolean {
  const known = ruled.get(schema);
  if (known !== undefined) return known;
  const below = [...Object.values(schema.properties ?? {}), itemSchema(schema), valueSchema(schema)];
  const found = (schema['x-kubernetes-validations'] ?? []).length > 0 || below.some((child) => child !== undefined && hasRules(child));
  ruled.set(schema, found);
  return found;
}

function visit(schema: JsonSchema, value: unknown, before: unknown, path: string, errors: FieldError[]): void {
  if (value === undefined || value === null || !hasRules(schema)) return;
  for (const rule of schema['x-kubernetes-validations'] ?? []) {
    const error = judge(rule, schema, value, before, path);
    if (error) errors.push(error);
  }
  if (Array.isArray(value)) visitItems(schema, value, before, path, errors);
  if (!isObject(value)) return;
  const old = isObject(before) ? before : {};
  const values = valueSchema(schema);
  for (const name of Object.keys(value).sort()) {
    const child = schema.properties?.[name] ?? values;
    if (child) visit(child, value[name], old[name], path === '' ? name : `${path}.${name}`, errors);
  }
}

/** Only items that keys tell apart have a past of their own. */
function visitItems(schema: JsonSchema, list: readonly unknown[], before: unknown, path: string, errors: FieldError[]): void {
  const items = itemSchema(schema);
  if (!items) return;
  const keys = schema['x-kubernetes-list-type'] === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
  const old = keys.length > 0 && Array.isArray(before) ? before : [];
  for (const [index, item] of list.entries()) {
    const past = old.find((other) => isObject(other) && isObject(item) && keys.every((key) => other[key] === item[key]));
    visit(items, item, past, `${path}[${index}]`, errors);
  }
}

function judge(rule: ValidationRule, schema: JsonSchema, self: unknown, oldSelf: unknown, path: string): FieldError | undefined {
  const program = compileCel(rule.rule);
  if (program.names.has('oldSelf') && oldSelf === undefined) return undefined;
  const at = `${path}${rule.fieldPath ?? ''}`.replace(/^\./, '');
  const variables = { self: readable(schema, self), ...(oldSelf !== undefined && { oldSelf: readable(schema, oldSelf) }) };
  const type = schema.type ?? 'object';
  try {
    if (program.run(variables) === true) return undefined;
    return fieldErrorFor(rule, at, type, messageOf(rule, variables));
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return invalid(at, type, `${error.message} evaluating rule: ${rule.message || rule.rule.trim()}`);
  }
}

/** The root's own metadata: rules may look at the name only. */
function readable(schema: JsonSchema, value: unknown): unknown {
  if (!isObject(value) || !isObject(value['metadata']) || schema.properties?.['metadata']) return value;
  const { name, generateName } = value['metadata'];
  return { ...value, metadata: { ...(name !== undefined && { name }), ...(generateName !== undefined && { generateName }) } };
}

function messageOf(rule: ValidationRule, variables: Readonly<Record<string, unknown>>): string {
  const fallback = rule.message?.trim() || `failed rule: ${rule.rule.trim()}`;
  if (!rule.messageExpression) return fallback;
  try {
    const text = compileCel(rule.messageExpression).run(variables);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text.trim() : fallback;
  } catch (error) {
    if (error instanceof CelError) return fallback;
    throw error;
  }
}

function fieldErrorFor({ reason }: ValidationRule, path: string, type: string, message: string): FieldError {
  switch (reason) {
    case 'FieldValueRequired':
      return required(path, message);
    case 'FieldValueForbidden':
      return forbidden(path, message);
    case 'FieldValueDuplicate':
      return { field: path, reason, message: `Duplicate value: ${JSON.stringify(type)}` };
    default:
      return invalid(path, type, message);
  }
}

/** What keeps the rules of one schema from being read. @param path of the list of rules */
export function checkRuleTexts(rules: readonly ValidationRule[], path: string): FieldError[] {
  return rules.flatMap((rule, index) => {
    const at = `${path}[${index}]`;
    const errors: FieldError[] = [];
    if (rule.rule.trim() === '') errors.push(required(`${at}.rule`, 'rule is not specified'));
    else errors.push(...checkExpression(rule.rule, `${at}.rule`));
    if (rule.messageExpression) errors.push(...checkExpression(rule.messageExpression, `${at}.messageExpression`));
    if (rule.message !== undefined && /[\r\n]/.test(rule.message)) errors.push(invalid(`${at}.message`, rule.message, 'message must not contain line breaks'));
    if (rule.optionalOldSelf) errors.push(forbidden(`${at}.optionalOldSelf`, 'optionalOldSelf is not supported by this simulated server'));
    return errors;
  });
}

const VARIABLES = new Set(['self', 'oldSelf']);

function checkExpression(source: string, path: string): FieldError[] {
  const refuse = (problem: string): FieldError[] => [invalid(path, source, `compilation failed: ERROR: <input>:1:1: ${problem}`)];
  let program: CelProgram;
  try {
    program = compileCel(source);
  } catch (error) {
    if (error instanceof CelError) return refuse(error.message);
    throw error;
  }
  const unknown = [...program.names].find((name) => !VARIABLES.has(name));
  return unknown === undefined ? [] : refuse(`undeclared reference to '${unknown}' (in container '')`);
}
