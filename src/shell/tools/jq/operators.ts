import { describe, JqError } from './access.ts';
import { compareJson, isArray, isObject, type Json, type JsonObject } from './json.ts';

const MAX_REPEATED = 10_000_000;

/** `left operator right`. @throws JqError */
export function applyOperator(operator: string, left: Json, right: Json): Json {
  switch (operator) {
    case '==':
      return compareJson(left, right) === 0;
    case '!=':
      return compareJson(left, right) !== 0;
    case '<':
      return compareJson(left, right) < 0;
    case '<=':
      return compareJson(left, right) <= 0;
    case '>':
      return compareJson(left, right) > 0;
    case '>=':
      return compareJson(left, right) >= 0;
    case '+':
      return add(left, right);
    case '-':
      return subtract(left, right);
    case '*':
      return multiply(left, right);
    case '/':
      return divide(left, right);
    default:
      return remainder(left, right);
  }
}

const fail = (left: Json, right: Json, what: string): JqError => new JqError(`${describe(left)} and ${describe(right)} cannot be ${what}`);

/** `+`. @throws JqError */
export function add(left: Json, right: Json): Json {
  if (left === null) return right;
  if (right === null) return left;
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (isArray(left) && isArray(right)) return [...left, ...right];
  if (isObject(left) && isObject(right)) return new Map([...left, ...right]);
  throw fail(left, right, 'added');
}

function subtract(left: Json, right: Json): Json {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (isArray(left) && isArray(right)) return left.filter((item) => !right.some((other) => compareJson(item, other) === 0));
  throw fail(left, right, 'subtracted');
}

function merge(left: JsonObject, right: JsonObject): JsonObject {
  const merged = new Map(left);
  for (const [key, value] of right) {
    const before = merged.get(key);
    merged.set(key, before !== undefined && isObject(before) && isObject(value) ? merge(before, value) : value);
  }
  return merged;
}

function multiply(left: Json, right: Json): Json {
  if (typeof left === 'number' && typeof right === 'number') return left * right;
  if (isObject(left) && isObject(right)) return merge(left, right);
  const [text, count] = typeof left === 'string' ? [left, right] : [right, left];
  if (typeof text === 'string' && typeof count === 'number') {
    if (count <= 0) return null;
    if (text.length * count > MAX_REPEATED) throw new JqError('Repeat string result too long');
    return text.repeat(count < 1 ? 1 : Math.floor(count));
  }
  throw fail(left, right, 'multiplied');
}

function divide(left: Json, right: Json): Json {
  if (typeof left === 'string' && typeof right === 'string') return left === '' ? [] : left.split(right);
  if (typeof left !== 'number' || typeof right !== 'number') throw fail(left, right, 'divided');
  if (right === 0) throw fail(left, right, 'divided because the divisor is zero');
  return left / right;
}

function remainder(left: Json, right: Json): Json {
  if (typeof left !== 'number' || typeof right !== 'number') throw fail(left, right, 'divided');
  if (Math.trunc(right) === 0) throw fail(left, right, 'divided (remainder) because the divisor is zero');
  return Math.trunc(left) % Math.trunc(right);
}
