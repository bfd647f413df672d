import { formatDate } from '../format-date.ts';
import { deletePaths, describe, getPath, JqError, keysOf, setPath } from './access.ts';
import { addAll, type FilterFunction, type Item, iterate, pathsOf, recurse, type ValueFunction } from './evaluate.ts';
import { toText } from './formats.ts';
import { compareJson, formatJson, isArray, isObject, isTrue, type Json, typeName } from './json.ts';
import { JsonSyntaxError, parseJson } from './parse-json.ts';
import { regExpFunctions } from './regexp-functions.ts';

const computed = (value: Json): Item => ({ value, path: undefined });

function expectArray(value: Json, what: string): readonly Json[] {
  if (!isArray(value)) throw new JqError(`${describe(value)} cannot be ${what}, as it is not an array`);
  return value;
}
function expectNumber(value: Json): number {
  if (typeof value !== 'number') throw new JqError(`${describe(value)} number required`);
  return value;
}
function expectString(value: Json, message: (shown: string) => string): string {
  if (typeof value !== 'string') throw new JqError(message(describe(value)));
  return value;
}

function lengthOf(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return [...value].length;
  if (isArray(value)) return value.length;
  if (isObject(value)) return value.size;
  throw new JqError(`${describe(value)} has no length`);
}

function contains(a: Json, b: Json): boolean {
  if (isObject(a) && isObject(b)) return [...b].every(([key, value]) => a.has(key) && contains(a.get(key) ?? null, value));
  if (isArray(a) && isArray(b)) return b.every((wanted) => a.some((item) => typeName(item) === typeName(wanted) && contains(item, wanted)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (typeName(a) !== typeName(b)) throw new JqError(`${describe(a)} and ${describe(b)} cannot have their containment checked`);
  return compareJson(a, b) === 0;
}

function flatten(list: readonly Json[], depth: number): Json[] {
  return list.flatMap((item) => (isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item]));
}

function toNumber(value: Json): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value);
  throw new JqError(`${describe(value)} cannot be parsed as a number`);
}

function fromJson(value: Json): Json {
  try {
    return parseJson(expectString(value, (shown) => `${shown} cannot be parsed as JSON`));
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new JqError(`${error.message} (while parsing '${String(value)}')`);
    throw error;
  }
}

/** Sorted pairs of what a filter gives for an item, and the item. */
function keyed(value: Json, keys: Json, what: string): { readonly key: Json; readonly item: Json }[] {
  const [list, keyList] = [expectArray(value, what), expectArray(keys, what)];
  return list.map((item, index) => ({ key: keyList[index] ?? null, item })).toSorted((a, b) => compareJson(a.key, b.key));
}

function groups(value: Json, keys: Json): Json[][] {
  const out: Json[][] = [];
  let last: Json | undefined;
  for (const { key, item } of keyed(value, keys, 'grouped')) {
    if (last === undefined || compareJson(last, key) !== 0) out.push([]);
    out.at(-1)?.push(item);
    last = key;
  }
  return out;
}

const extreme = (value: Json, keys: Json, sign: 1 | -1): Json => {
  let best: { key: Json; item: Json } | undefined;
  const list = expectArray(keys, 'compared');
  for (const [index, item] of expectArray(value, 'compared').entries()) {
    const key = list[index] ?? null;
    const order = best ? compareJson(key, best.key) * sign : 1;
    if (order > 0 || (order === 0 && sign === 1)) best = { key, item };
  }
  return best?.item ?? null;
};

function toEntries(value: Json): Json {
  if (!isObject(value)) throw new JqError(`${describe(value)} has no keys`);
  return [...value].map(
    ([key, child]): Json =>
      new Map<string, Json>([
        ['key', key],
        ['value', child],
      ]),
  );
}

function fromEntries(value: Json): Json {
  const entries = new Map<string, Json>();
  for (const { value: entry } of iterate(computed(value))) {
    const pick = (...names: string[]): Json =>
      isObject(entry) ? (names.map((name) => entry.get(name)).find((found) => found !== undefined && found !== null && found !== false) ?? null) : null;
    const key = pick('key', 'k', 'name', 'Name', 'Key', 'K');
    const raw = isObject(entry) ? (entry.get('value') ?? entry.get('v') ?? entry.get('Value') ?? entry.get('V') ?? null) : null;
    entries.set(key === null ? 'null' : toText(key), raw);
  }
  return entries;
}

function has(value: Json, key: Json): boolean {
  if (isObject(value) && typeof key === 'string') return value.has(key);
  if (isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(`Cannot check whether ${typeName(value)} has a ${typeof key === 'string' ? 'string' : typeName(key)} key`);
}

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z$/;
function fromIsoDate(value: Json): number {
  const match = isoPattern.exec(expectString(value, (shown) => `strptime/1 requires string inputs and arguments, not ${shown}`));
  if (!match) throw new JqError(`date "${String(value)}" does not match format "%Y-%m-%dT%H:%M:%SZ"`);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

const secondsOf = (value: Json): number => {
  if (typeof value === 'number') return value;
  const [year, month, day, hour, minute, second] = expectArray(value, 'formatted as a date').map((part) => (typeof part === 'number' ? part : 0));
  return Date.UTC(year ?? 1970, month ?? 0, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0) / 1000;
};

const brokenDown = (seconds: number): Json => {
  const date = new Date(seconds * 1000);
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + (seconds % 1),
    date.getUTCDay(),
    dayOfYear,
  ];
};

const math =
  (calculate: (value: number) => number): ValueFunction =>
  (input) =>
    calculate(expectNumber(input));
const textual =
  (change: (text: string) => Json, name: string): ValueFunction =>
  (input) =>
    change(expectString(input, (shown) => `${shown} cannot be ${name}`));
const pathList = (value: Json): Json[][] => expectArray(value, 'used as paths').map((path) => [...expectArray(path, 'used as a path')]);

const functions: Readonly<Record<string, ValueFunction>> = {
  'length/0': (input) => lengthOf(input),
  'utf8bytelength/0': textual((text) => new TextEncoder().encode(text).length, 'measured'),
  'not/0': (input) => !isTrue(input),
  'keys/0': (input) => [...keysOf(input)],
  'keys_unsorted/0': (input) => [...keysOf(input, false)],
  'has/1': (input, [key = null]) => has(input, key),
  'contains/1': (input, [other = null]) => contains(input, other),
  'add/0': (input) => addAll(isObject(input) ? input.values() : input === null ? [] : [...iterate(computed(input))].map(({ value }) => value)),
  'type/0': (input) => typeName(input),
  'tostring/0': (input) => toText(input),
  'tonumber/0': (input) => toNumber(input),
  'tojson/0': (input) => formatJson(input),
  'fromjson/0': fromJson,
  'ascii_downcase/0': textual((text) => text.replace(/[A-Z]/g, (char) => char.toLowerCase()), 'downcased'),
  'ascii_upcase/0': textual((text) => text.replace(/[a-z]/g, (char) => char.toUpperCase()), 'upcased'),
  'explode/0': textual((text) => [...text].map((char) => char.codePointAt(0) ?? 0), 'exploded'),
  'implode/0': (input) => String.fromCodePoint(...expectArray(input, 'imploded').map((code) => expectNumber(code))),
  'ltrimstr/1': (input, [prefix = null]) =>
    typeof input === 'string' && typeof prefix === 'string' && input.startsWith(prefix) ? input.slice(prefix.length) : input,
  'rtrimstr/1': (input, [suffix = null]) =>
    typeof input === 'string' && typeof suffix === 'string' && suffix !== '' && input.endsWith(suffix) ? input.slice(0, -suffix.length) : input,
  'startswith/1': (input, [prefix = null]) =>
    expectString(input, () => 'startswith() requires string inputs').startsWith(expectString(prefix, () => 'startswith() requires string inputs')),
  'endswith/1': (input, [suffix = null]) =>
    expectString(input, () => 'endswith() requires string inputs').endsWith(expectString(suffix, () => 'endswith() requires string inputs')),
  'trim/0': textual((text) => text.trim(), 'trimmed'),
  'ltrim/0': textual((text) => text.trimStart(), 'trimmed'),
  'rtrim/0': textual((text) => text.trimEnd(), 'trimmed'),
  'split/1': (input, [separator = null]) => {
    const text = expectString(input, () => 'split input and separator must be strings');
    return text === '' ? [] : text.split(expectString(separator, () => 'split input and separator must be strings'));
  },
  'join/1': (input, [separator = null]) =>
    [...iterate(computed(input))]
      .map(({ value }) =>
        value === null ? '' : typeof value === 'object' ? expectString(value, (shown) => `${describe(separator)} and ${shown} cannot be added`) : toText(value),
      )
      .join(separator === null ? '' : toText(separator)),
  'sort/0': (input) => expectArray(input, 'sorted').toSorted(compareJson),
  '_sort_by/1': (input, [keys = null]) => keyed(input, keys, 'sorted').map(({ item }) => item),
  '_group_by/1': (input, [keys = null]) => groups(input, keys),
  '_unique_by/1': (input, [keys = null]) => groups(input, keys).flatMap((group) => group.slice(0, 1)),
  '_min_by/1': (input, [keys = null]) => extreme(input, keys, -1),
  '_max_by/1': (input, [keys = null]) => extreme(input, keys, 1),
  'unique/0': (input) => groups(input, input).flatMap((group) => group.slice(0, 1)),
  'min/0': (input) => extreme(input, input, -1),
  'max/0': (input) => extreme(input, input, 1),
  'reverse/0': (input) => (typeof input === 'string' ? [...input].reverse().join('') : input === null ? [] : expectArray(input, 'reversed').toReversed()),
  'flatten/0': (input) => flatten(expectArray(input, 'flattened'), Number.POSITIVE_INFINITY),
  'flatten/1': (input, [depth = null]) => {
    if (expectNumber(depth) < 0) throw new JqError('flatten depth must not be negative');
    return flatten(expectArray(input, 'flattened'), expectNumber(depth));
  },
  'transpose/0': (input) => {
    const rows = expectArray(input, 'transposed').map((row) => expectArray(row, 'transposed'));
    return Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_unused, index) => rows.map((row) => row[index] ?? null));
  },
  'to_entries/0': toEntries,
  'from_entries/0': fromEntries,
  'setpath/2': (input, [path = null, value = null]) => setPath(input, expectArray(path, 'used as a path'), value),
  'delpaths/1': (input, [paths = null]) => deletePaths(input, pathList(paths)),
  'indices/1': (input, [wanted = null]) => indices(input, wanted),
  'floor/0': math(Math.floor),
  'ceil/0': math(Math.ceil),
  'round/0': math(Math.round),
  'sqrt/0': math(Math.sqrt),
  'fabs/0': math(Math.abs),
  'abs/0': math(Math.abs),
  'log/0': math(Math.log),
  'log2/0': math(Math.log2),
  'log10/0': math(Math.log10),
  'exp/0': math(Math.exp),
  'pow/2': (_input, [base = null, power = null]) => expectNumber(base) ** expectNumber(power),
  'infinite/0': () => Number.POSITIVE_INFINITY,
  'nan/0': () => Number.NaN,
  'isinfinite/0': (input) => Math.abs(expectNumber(input)) === Number.POSITIVE_INFINITY,
  'isnan/0': (input) => Number.isNaN(expectNumber(input)),
  'isnormal/0': (input) => Number.isFinite(expectNumber(input)) && input !== 0,
  'now/0': (_input, _args, machine) => machine.nowMs / 1000,
  'env/0': (_input, _args, machine) => new Map(machine.environment),
  'builtins/0': (_input, _args, machine) => [...machine.valueFunctions.keys(), ...machine.filterFunctions.keys()].filter((name) => !name.startsWith('_')),
  'input_line_number/0': () => 0,
  'fromdateiso8601/0': fromIsoDate,
  'fromdate/0': fromIsoDate,
  'todate/0': (input) => formatDate('%Y-%m-%dT%H:%M:%SZ', Math.floor(secondsOf(input)) * 1000),
  'todateiso8601/0': (input) => formatDate('%Y-%m-%dT%H:%M:%SZ', Math.floor(secondsOf(input)) * 1000),
  'strftime/1': (input, [format = null]) =>
    formatDate(
      expectString(format, () => 'strftime/1 requires a string format'),
      secondsOf(input) * 1000,
    ),
  'gmtime/0': (input) => brokenDown(expectNumber(input)),
  'mktime/0': (input) => Math.floor(secondsOf(input)),
  'ascii/0': (input) => String.fromCharCode(expectNumber(input)),
};

function indices(input: Json, wanted: Json): Json {
  if (input === null) return null;
  if (typeof input === 'string' && typeof wanted === 'string') {
    const found: number[] = [];
    for (let at = input.indexOf(wanted); at >= 0 && wanted !== ''; at = input.indexOf(wanted, at + 1)) found.push([...input.slice(0, at)].length);
    return found;
  }
  const list = expectArray(input, 'searched');
  const parts = isArray(wanted) ? wanted : [wanted];
  return list.flatMap((_item, index) =>
    parts.length > 0 && parts.every((part, offset) => index + offset < list.length && compareJson(list[index + offset] as Json, part) === 0) ? [index] : [],
  );
}

function* nothing(): Generator<Item> {
  yield* [];
}

const filters: Readonly<Record<string, FilterFunction>> = {
  'empty/0': () => nothing(),
  'error/0'(input) {
    throw new JqError(input.value);
  },
  'error/1'(input, [message]) {
    for (const { value } of message?.(input) ?? []) throw new JqError(value);
    return nothing();
  },
  *'path/1'(input, [filter]) {
    if (filter) for (const path of pathsOf(filter, input.value)) yield computed([...path]);
  },
  *'paths/0'(input) {
    for (const path of pathsOf(recurse, input.value)) if (path.length > 0) yield computed([...path]);
  },
  *'getpath/1'(input, [argument]) {
    for (const { value } of argument?.({ value: input.value, path: undefined }) ?? []) {
      const path = expectArray(value, 'used as a path');
      yield { value: getPath(input.value, path), path: input.path && [...input.path, ...path] };
    }
  },
  *'range/1'(input, [to]) {
    for (const { value } of to?.(input) ?? []) for (let at = 0; at < expectNumber(value); at++) yield computed(at);
  },
  *'range/2'(input, [from, to]) {
    for (const start of from?.(input) ?? [])
      for (const end of to?.(input) ?? []) for (let at = expectNumber(start.value); at < expectNumber(end.value); at++) yield computed(at);
  },
  *'range/3'(input, [from, to, by]) {
    for (const start of from?.(input) ?? []) {
      for (const end of to?.(input) ?? []) {
        for (const { value } of by?.(input) ?? []) {
          const [step, last] = [expectNumber(value), expectNumber(end.value)];
          if (step !== 0) for (let at = expectNumber(start.value); step > 0 ? at < last : at > last; at += step) yield computed(at);
        }
      }
    }
  },
  *'first/1'(input, [filter]) {
    for (const item of filter?.(input) ?? []) {
      yield item;
      return;
    }
  },
  *'limit/2'(input, [count, filter]) {
    for (const { value } of count?.(input) ?? []) {
      let left = expectNumber(value);
      if (left <= 0) continue;
      for (const item of filter?.(input) ?? []) {
        yield item;
        if (--left === 0) break;
      }
    }
  },
  *'isempty/1'(input, [filter]) {
    const first = filter?.(input).next();
    yield computed(first?.done !== false);
  },
  *'input/0'(_input, _args, machine) {
    const value = machine.nextInput();
    if (value === undefined) throw new JqError('No more inputs');
    yield computed(value);
  },
  *'inputs/0'(_input, _args, machine) {
    for (let value = machine.nextInput(); value !== undefined; value = machine.nextInput()) yield computed(value);
  },
  *'debug/0'(input, _args, machine) {
    machine.note(`${formatJson(['DEBUG:', input.value])}\n`);
    yield input;
  },
  *'stderr/0'(input, _args, machine) {
    machine.note(formatJson(input.value));
    yield input;
  },
  *'del/1'(input, [filter]) {
    yield computed(filter ? deletePaths(input.value, [...pathsOf(filter, input.value)]) : input.value);
  },
};

export const valueFunctions: ReadonlyMap<string, ValueFunction> = new Map(Object.entries({ ...functions, ...regExpFunctions }));
export const filterFunctions: ReadonlyMap<string, FilterFunction> = new Map(Object.entries(filters));
