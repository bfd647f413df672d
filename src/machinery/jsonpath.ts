import { compactGoJson } from './json.ts';
import { type JsonPath, JsonPathError, type JsonPathNode, type JsonPathStep, parseJsonPath, relaxJsonPath } from './jsonpath-parse.ts';

export { type JsonPath, JsonPathError, parseJsonPath, relaxJsonPath };

export interface JsonPathOptions {
  /** Whether a field that no value has is nothing instead of an error. */
  readonly allowMissingKeys: boolean;
}

/**
 * What each piece of the template finds, in order: a text is one result of its own.
 * @throws JsonPathError with kubectl's texts
 */
export function evaluateJsonPath(path: JsonPath, data: unknown, options: JsonPathOptions = { allowMissingKeys: false }): unknown[][] {
  return evaluateNodes(path.nodes, data, options);
}

/** The results as kubectl prints them: several of one piece separated by blanks, objects and lists as JSON. */
export function printJsonPath(path: JsonPath, data: unknown, options: JsonPathOptions): string {
  return evaluateNodes(path.nodes, data, options)
    .map((results) => results.map(formatJsonPathValue).join(' '))
    .join('');
}

/** One value as kubectl prints it. */
export function formatJsonPathValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  return typeof value === 'object' ? compactGoJson(value) : String(value);
}

function evaluateNodes(nodes: readonly JsonPathNode[], data: unknown, options: JsonPathOptions): unknown[][] {
  return nodes.flatMap((node) => {
    if (node.kind === 'text') return [[node.text]];
    const results = evaluateSteps(node.steps, [data], options);
    return node.kind === 'path' ? [results] : results.flatMap((value) => evaluateNodes(node.body, value, options));
  });
}

function evaluateSteps(steps: readonly JsonPathStep[], input: readonly unknown[], options: JsonPathOptions): unknown[] {
  let values = [...input];
  for (const [index, step] of steps.entries()) {
    // After `..` the values are many and of every kind: that some lack the field is the point of it.
    const isAfterRecursion = steps[index - 1]?.kind === 'recursive';
    values = evaluateStep(step, values, isAfterRecursion && step.kind === 'slice' ? { allowMissingKeys: true } : options);
  }
  return values;
}

function evaluateStep(step: JsonPathStep, input: readonly unknown[], options: JsonPathOptions): unknown[] {
  switch (step.kind) {
    case 'literal':
      return [step.value];
    case 'field':
      return evaluateField(step.name, input, options);
    case 'wildcard':
      return input.flatMap(membersOf);
    case 'recursive':
      return descend(input);
    case 'union':
      return step.paths.flatMap((path) => evaluateSteps(path, input, options));
    case 'slice':
      return input.flatMap((value) => (value === null || value === undefined ? [] : sliceOf(value, step)));
    case 'filter':
      return input.flatMap((value) => (value === null || value === undefined ? [] : filter(value, step, options)));
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function evaluateField(name: string, input: readonly unknown[], options: JsonPathOptions): unknown[] {
  const found = input
    .filter((value) => isMap(value) && Object.hasOwn(value, name) && value[name] !== undefined)
    .map((value) => (isMap(value) ? value[name] : undefined));
  if (found.length === 0 && input.length > 0 && !options.allowMissingKeys) throw new JsonPathError(`${name} is not found`);
  return found;
}

function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isMap(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => value[key])
    .filter((member) => member !== undefined);
}

function descend(values: readonly unknown[]): unknown[] {
  return values.flatMap((value) => {
    const members = membersOf(value);
    return members.length === 0 ? [] : [value, ...descend(members)];
  });
}

/** The type of a JSON value as Go names it. */
function goTypeOf(value: unknown): string {
  if (isMap(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function sliceOf(value: unknown, step: Extract<JsonPathStep, { kind: 'slice' }>): unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError(`${goTypeOf(value)} is not array or slice`);
  const { length } = value;
  let start = step.start ?? 0;
  if (start < 0) start += length;
  let end = step.single ? start + 1 : (step.end ?? length);
  if (end < 0) end += length;
  if (start === end) return [];
  if (start >= length || start < 0) {
    // An empty list has no first element, but all of its elements may be asked for.
    if (length === 0 && !step.single && step.start === undefined) return [];
    throw new JsonPathError(`array index out of bounds: index ${start}, length ${length}`);
  }
  if (end > length || end < 0) throw new JsonPathError(`array index out of bounds: index ${end - 1}, length ${length}`);
  if (start > end) throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`);
  if (step.step !== undefined && step.step <= 0) throw new JsonPathError('step must be > 0');
  return value.slice(start, end).filter((_, index) => index % (step.step ?? 1) === 0);
}

function filter(value: unknown, step: Extract<JsonPathStep, { kind: 'filter' }>, options: JsonPathOptions): unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError(`${goTypeOf(value)} is not array or slice and cannot be filtered`);
  return value.filter((item) => {
    if (step.operator === 'exists') return evaluateSteps(step.left, [item], { allowMissingKeys: true }).length > 0;
    const lefts = evaluateSteps(step.left, [item], options);
    const rights = evaluateSteps(step.right, [item], options);
    if (lefts.length === 0 || rights.length === 0) return false;
    if (lefts.length > 1 || rights.length > 1) throw new JsonPathError('can only compare one element at a time');
    return compare(lefts[0], step.operator, rights[0]);
  });
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  const isComparable = typeof left === typeof right && typeof left !== 'object';
  if (!isComparable) throw new JsonPathError('incompatible types for comparison');
  const [a, b] = [left as string | number | boolean, right as string | number | boolean];
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}
