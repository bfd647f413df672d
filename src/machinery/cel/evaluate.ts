import { isDeepEqual } from '../equality.ts';
import { CelError } from './cel-error.ts';
import { callFunction } from './functions.ts';
import type { CelNode } from './parse.ts';
import { CelDouble, numberOf, typeOf } from './values.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** So many steps an evaluation may take. */
const MOST_STEPS = 200_000;

interface Budget {
  steps: number;
}

/**
 * Evaluates an expression over JSON values. Whole numbers are ints, others doubles.
 * @throws CelError
 */
export function evaluateCel(node: CelNode, variables: Variables): unknown {
  return evaluate(node, variables, { steps: 0 });
}

function evaluate(node: CelNode, variables: Variables, budget: Budget): unknown {
  if (++budget.steps > MOST_STEPS) throw new CelError('operation cancelled: actual cost limit exceeded');
  switch (node.kind) {
    case 'literal':
      return node.isDouble ? new CelDouble(Number(node.value)) : node.value;
    case 'name':
      if (!Object.hasOwn(variables, node.name)) throw new CelError(`undeclared reference to '${node.name}'`);
      return variables[node.name];
    case 'select':
      return selectField(evaluate(node.of, variables, budget), node.field);
    case 'has':
      return hasField(evaluate(node.of, variables, budget), node.field);
    case 'index':
      return selectIndex(evaluate(node.of, variables, budget), evaluate(node.index, variables, budget));
    case 'list':
      return node.items.map((item) => evaluate(item, variables, budget));
    case 'map':
      return Object.fromEntries(node.entries.map(([key, value]) => [String(evaluate(key, variables, budget)), evaluate(value, variables, budget)]));
    case 'not':
      return !truthOf(evaluate(node.of, variables, budget));
    case 'negate':
      return negate(evaluate(node.of, variables, budget));
    case 'conditional':
      return evaluate(truthOf(evaluate(node.test, variables, budget)) ? node.then : node.otherwise, variables, budget);
    case 'binary':
      return evaluateBinary(node, variables, budget);
    case 'macro':
      return evaluateMacro(node, variables, budget);
    case 'call': {
      const args = node.args.map((arg) => evaluate(arg, variables, budget));
      return callFunction(node.name, node.target ? [evaluate(node.target, variables, budget), ...args] : args, node.target !== undefined);
    }
  }
}

function truthOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new CelError('no such overload');
  return value;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof CelDouble);
}

function selectField(value: unknown, field: string): unknown {
  if (!isMap(value)) throw new CelError(`unexpected type '${typeOf(value)}' passed to select`);
  if (!Object.hasOwn(value, field)) throw new CelError(`no such key: ${field}`);
  return value[field];
}

function hasField(value: unknown, field: string): boolean {
  if (!isMap(value)) throw new CelError(`unexpected type '${typeOf(value)}' passed to has`);
  return Object.hasOwn(value, field);
}

function selectIndex(value: unknown, index: unknown): unknown {
  if (Array.isArray(value)) {
    const at = numberOf(index);
    if (at < 0 || at >= value.length) throw new CelError(`index out of bounds: ${at}`);
    return value[at];
  }
  return selectField(value, String(index));
}

function negate(value: unknown): unknown {
  return value instanceof CelDouble ? new CelDouble(-value.value) : -numberOf(value);
}

function evaluateBinary({ operator, left, right }: CelNode & { kind: 'binary' }, variables: Variables, budget: Budget): unknown {
  if (operator === '&&' || operator === '||') return evaluateLogic(operator === '||', left, right, variables, budget);
  const a = evaluate(left, variables, budget);
  const b = evaluate(right, variables, budget);
  switch (operator) {
    case '==':
      return isSame(a, b);
    case '!=':
      return !isSame(a, b);
    case 'in':
      return Array.isArray(b) ? b.some((item) => isSame(item, a)) : isMap(b) && Object.hasOwn(b, String(a));
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    default:
      return calculate(operator, a, b);
  }
}

/** One side may fail when the other one decides. */
function evaluateLogic(decisive: boolean, left: CelNode, right: CelNode, variables: Variables, budget: Budget): boolean {
  let failure: CelError | undefined;
  for (const side of [left, right]) {
    try {
      if (truthOf(evaluate(side, variables, budget)) === decisive) return decisive;
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      failure ??= error;
    }
  }
  if (failure) throw failure;
  return !decisive;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof CelDouble || b instanceof CelDouble) {
    const isNumeric = (value: unknown): boolean => value instanceof CelDouble || typeof value === 'number';
    return isNumeric(a) && isNumeric(b) && numberOf(a) === numberOf(b);
  }
  return isDeepEqual(a, b);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return numberOf(a) - numberOf(b);
}

function calculate(operator: string, a: unknown, b: unknown): unknown {
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (operator === '+' && Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  const [x, y] = [numberOf(a), numberOf(b)];
  const isDouble = a instanceof CelDouble || b instanceof CelDouble || !Number.isInteger(x) || !Number.isInteger(y);
  if (!isDouble && (operator === '/' || operator === '%') && y === 0) throw new CelError(operator === '/' ? 'division by zero' : 'modulus by zero');
  const result = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : x % y;
  return isDouble ? new CelDouble(result) : Math.trunc(result);
}

function evaluateMacro({ name, of, variable, bodies }: CelNode & { kind: 'macro' }, variables: Variables, budget: Budget): unknown {
  const range = evaluate(of, variables, budget);
  const items: readonly unknown[] | undefined = Array.isArray(range) ? range : isMap(range) ? Object.keys(range) : undefined;
  const [first, second] = bodies;
  if (!items || !first) throw new CelError('no such overload');
  const at = (body: CelNode, item: unknown): unknown => evaluate(body, { ...variables, [variable]: item }, budget);
  const test = (item: unknown): boolean => truthOf(at(first, item));
  switch (name) {
    case 'all':
      return !someItem(items, (item) => !test(item));
    case 'exists':
      return someItem(items, test);
    case 'exists_one':
      return items.filter(test).length === 1;
    case 'filter':
      return items.filter(test);
    default:
      return second ? items.filter(test).map((item) => at(second, item)) : items.map((item) => at(first, item));
  }
}

/** As with `||`: an item that decides makes up for others that fail. */
function someItem(items: readonly unknown[], test: (item: unknown) => boolean): boolean {
  let failure: CelError | undefined;
  for (const item of items) {
    try {
      if (test(item)) return true;
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      failure ??= error;
    }
  }
  if (failure) throw failure;
  return false;
}
