import { deletePaths, describe, getIndex, getPath, getSlice, JqError, type Path, type PathKey, setPath } from './access.ts';
import { formatWith } from './formats.ts';
import { isArray, isObject, isTrue, type Json, typeName } from './json.ts';
import { add, applyOperator } from './operators.ts';
import { type Definition, type Filter, JqSyntaxError, type Pattern } from './syntax-tree.ts';

/** A value on its way through a program, with the path it was reached by where paths are asked for. */
export interface Item {
  readonly value: Json;
  /** undefined: not reached by a path (a computed value), or nobody asks. */
  readonly path: Path | undefined;
}

/** A filter as an argument: it runs where it was written. */
interface Closure {
  readonly filter: Filter;
  readonly scope: Scope;
}

/** Names in sight. Scopes are never changed, only extended. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly variable?: readonly [name: string, value: Json];
  readonly definition?: Definition;
  readonly argument?: readonly [name: string, closure: Closure];
  readonly label?: readonly [name: string, mark: object];
}

/** A builtin written in TypeScript: its arguments' values (every combination is tried) to one value. */
export type ValueFunction = (input: Json, args: readonly Json[], machine: JqMachine) => Json;
/** A builtin that yields several values, or runs its arguments itself. */
export type FilterFunction = (input: Item, args: readonly ((item: Item) => Generator<Item>)[], machine: JqMachine) => Generator<Item>;

/** What a run works with. */
export interface JqMachine {
  readonly valueFunctions: ReadonlyMap<string, ValueFunction>;
  readonly filterFunctions: ReadonlyMap<string, FilterFunction>;
  /** The next input value, for `input`; undefined when there is none. */
  nextInput(): Json | undefined;
  readonly environment: ReadonlyMap<string, string>;
  readonly nowMs: number;
  /** What `debug` and `stderr` write. */
  note(text: string): void;
  /** Called at each call of a function, so that a program without end is stopped. @throws JqError */
  step(): void;
}

class BreakSignal extends Error {
  readonly mark: object;
  constructor(mark: object) {
    super('break');
    this.mark = mark;
  }
}

const computed = (value: Json): Item => ({ value, path: undefined });
const extend = (item: Item, key: PathKey, value: Json): Item => ({ value, path: item.path && [...item.path, key] });
/** Runs with paths forgotten: what comes out is a value, not a place. */
const withoutPath = (item: Item): Item => (item.path ? { value: item.value, path: undefined } : item);

/** Runs a filter over an item. @throws JqError, JqSyntaxError for a name that is not defined */
export function* evaluate(filter: Filter, item: Item, scope: Scope | undefined, machine: JqMachine): Generator<Item> {
  const run = (inner: Filter, from: Item = item, within: Scope | undefined = scope): Generator<Item> => evaluate(inner, from, within, machine);
  const values = (inner: Filter): Generator<Item> => run(inner, withoutPath(item));
  switch (filter.type) {
    case 'identity':
      yield item;
      return;
    case 'literal':
      yield computed(filter.value);
      return;
    case 'variable':
      yield computed(findVariable(filter.name, scope, machine));
      return;
    case 'recurse':
      yield* recurse(item);
      return;
    case 'format':
      yield computed(formatWith(filter.name, item.value));
      return;
    case 'string':
      yield* interpolate(filter.parts, filter.format, 0, '', values);
      return;
    case 'index':
      for (const of of run(filter.of)) for (const key of values(filter.key)) yield extend(of, key.value, getIndex(of.value, key.value));
      return;
    case 'slice':
      yield* slice(filter, run, values);
      return;
    case 'iterate':
      for (const of of run(filter.of)) yield* iterate(of);
      return;
    case 'pipe':
      for (const left of run(filter.left)) yield* run(filter.right, left);
      return;
    case 'comma':
      yield* run(filter.left);
      yield* run(filter.right);
      return;
    case 'negate':
      for (const { value } of values(filter.operand)) {
        if (typeof value !== 'number') throw new JqError(`${describe(value)} cannot be negated`);
        yield computed(-value);
      }
      return;
    case 'binary':
      for (const right of values(filter.right)) for (const left of values(filter.left)) yield computed(applyOperator(filter.operator, left.value, right.value));
      return;
    case 'and':
    case 'or':
      for (const left of values(filter.left)) {
        if (isTrue(left.value) === (filter.type === 'or')) yield computed(filter.type === 'or');
        else for (const right of values(filter.right)) yield computed(isTrue(right.value));
      }
      return;
    case 'alternative':
      yield* alternative(run(filter.left), () => run(filter.right));
      return;
    case 'array': {
      const items: Json[] = [];
      if (filter.items) for (const { value } of values(filter.items)) items.push(value);
      yield computed(items);
      return;
    }
    case 'object':
      yield* buildObject(filter.entries, 0, new Map(), values);
      return;
    case 'if':
      for (const test of values(filter.test)) {
        if (isTrue(test.value)) yield* run(filter.yes);
        else if (filter.no) yield* run(filter.no);
        else yield item;
      }
      return;
    case 'try':
      yield* attempt(run(filter.body), (error) => (filter.handler ? run(filter.handler, computed(error)) : none()));
      return;
    case 'bind':
      for (const source of values(filter.source))
        yield* bindPatterns(filter.patterns, source.value, item, scope, machine, (within) => run(filter.body, item, within));
      return;
    case 'reduce':
      yield* reduce(filter, item, scope, machine);
      return;
    case 'foreach':
      yield* foreach(filter, item, scope, machine);
      return;
    case 'define':
      yield* run(filter.body, item, { parent: scope, definition: filter.definition });
      return;
    case 'label': {
      const mark = {};
      try {
        yield* run(filter.body, item, { parent: scope, label: [filter.name, mark] });
      } catch (error) {
        if (!(error instanceof BreakSignal) || error.mark !== mark) throw error;
      }
      return;
    }
    case 'break':
      for (let at = scope; at; at = at.parent) if (at.label?.[0] === filter.name) throw new BreakSignal(at.label[1]);
      throw new JqSyntaxError(`$*label-${filter.name} is not defined`);
    case 'call':
      yield* call(filter, item, scope, machine);
      return;
    case 'update':
      yield* update(filter, item, scope, machine);
      return;
  }
}

function* none(): Generator<Item> {}

function findVariable(name: string, scope: Scope | undefined, machine: JqMachine): Json {
  for (let at = scope; at; at = at.parent) if (at.variable?.[0] === name) return at.variable[1];
  if (name === 'ENV') return new Map(machine.environment);
  if (name === '__loc__')
    return new Map<string, Json>([
      ['file', '<top-level>'],
      ['line', 1],
    ]);
  throw new JqSyntaxError(`$${name} is not defined`);
}

/** `..`. */
export function* recurse(item: Item): Generator<Item> {
  yield item;
  if (isArray(item.value) || isObject(item.value)) for (const child of iterate(item)) yield* recurse(child);
}

/** `.[]`. @throws JqError */
export function* iterate(item: Item): Generator<Item> {
  const { value } = item;
  if (isArray(value)) for (const [index, child] of value.entries()) yield extend(item, index, child);
  else if (isObject(value)) for (const [key, child] of value) yield extend(item, key, child);
  else throw new JqError(`Cannot iterate over ${value === null ? 'null (null)' : describe(value)}`);
}

type Values = (filter: Filter) => Generator<Item>;

function* interpolate(parts: readonly (string | Filter)[], format: string | undefined, at: number, before: string, values: Values): Generator<Item> {
  const part = parts[at];
  if (part === undefined) yield computed(before);
  else if (typeof part === 'string') yield* interpolate(parts, format, at + 1, before + part, values);
  else for (const { value } of values(part)) yield* interpolate(parts, format, at + 1, before + formatWith(format ?? 'text', value), values);
}

function* slice(filter: Extract<Filter, { type: 'slice' }>, run: Values, values: Values): Generator<Item> {
  const bound = (inner: Filter | undefined): Iterable<Item> => (inner ? values(inner) : [computed(null)]);
  for (const of of run(filter.of)) {
    for (const to of bound(filter.to)) {
      for (const from of bound(filter.from)) {
        const key: Json = new Map([
          ['start', from.value],
          ['end', to.value],
        ]);
        yield extend(of, key, getSlice(of.value, from.value, to.value));
      }
    }
  }
}

/** `a // b`: the true values of `a`, errors ignored; `b` when there are none. */
function* alternative(left: Generator<Item>, right: () => Generator<Item>): Generator<Item> {
  let found = false;
  try {
    for (const item of left) {
      if (!isTrue(item.value)) continue;
      found = true;
      yield item;
    }
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
  }
  if (!found) yield* right();
}

function* buildObject(entries: Extract<Filter, { type: 'object' }>['entries'], at: number, before: ReadonlyMap<string, Json>, values: Values): Generator<Item> {
  const entry = entries[at];
  if (!entry) {
    yield computed(before);
    return;
  }
  for (const key of values(entry.key)) {
    if (typeof key.value !== 'string') throw new JqError(`Object keys must be strings`);
    for (const value of values(entry.value)) yield* buildObject(entries, at + 1, new Map(before).set(key.value, value.value), values);
  }
}

/** Runs to the first error, which `handle` gets. An error of `break` passes. */
function* attempt(body: Generator<Item>, handle: (error: Json) => Generator<Item>): Generator<Item> {
  let failure: JqError;
  try {
    yield* body;
    return;
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    failure = error;
  }
  yield* handle(failure.value);
}

/** Binds the variables of a pattern, in every way it can be. */
function* bindPattern(pattern: Pattern, value: Json, item: Item, scope: Scope | undefined, machine: JqMachine): Generator<Scope | undefined> {
  if (pattern.type === 'variable') {
    yield { parent: scope, variable: [pattern.name, value] };
    return;
  }
  if (pattern.type === 'array') {
    if (value !== null && !isArray(value)) throw new JqError(`Cannot index ${typeName(value)} with number`);
    yield* bindAll(
      pattern.items.map((inner, index) => [inner, value?.[index] ?? null] as const),
      item,
      scope,
      machine,
    );
    return;
  }
  let scopes: (Scope | undefined)[] = [scope];
  for (const { key, variable, pattern: inner } of pattern.entries) {
    const next: (Scope | undefined)[] = [];
    for (const within of scopes) {
      for (const { value: name } of evaluate(key, withoutPath(item), within, machine)) {
        const child = getIndex(value, name);
        const named: Scope | undefined = variable === undefined ? within : { parent: within, variable: [variable, child] };
        if (inner) next.push(...bindPattern(inner, child, item, named, machine));
        else next.push(named);
      }
    }
    scopes = next;
  }
  yield* scopes;
}

function* bindAll(pairs: readonly (readonly [Pattern, Json])[], item: Item, scope: Scope | undefined, machine: JqMachine): Generator<Scope | undefined> {
  const [first, ...rest] = pairs;
  if (!first) yield scope;
  else for (const within of bindPattern(first[0], first[1], item, scope, machine)) yield* bindAll(rest, item, within, machine);
}

/** `as p1 ?// p2`: the next pattern when one fails; the variables of all are there, null where they were not bound. */
function* bindPatterns(
  patterns: readonly Pattern[],
  value: Json,
  item: Item,
  scope: Scope | undefined,
  machine: JqMachine,
  body: (scope: Scope | undefined) => Generator<Item>,
): Generator<Item> {
  let outer = scope;
  if (patterns.length > 1) for (const name of patterns.flatMap(variablesOf)) outer = { parent: outer, variable: [name, null] };
  for (const [index, pattern] of patterns.entries()) {
    try {
      for (const within of bindPattern(pattern, value, item, outer, machine)) yield* body(within);
      return;
    } catch (error) {
      if (!(error instanceof JqError) || index === patterns.length - 1) throw error;
    }
  }
}

function variablesOf(pattern: Pattern): readonly string[] {
  if (pattern.type === 'variable') return [pattern.name];
  if (pattern.type === 'array') return pattern.items.flatMap(variablesOf);
  return pattern.entries.flatMap((entry) => [...(entry.variable === undefined ? [] : [entry.variable]), ...(entry.pattern ? variablesOf(entry.pattern) : [])]);
}

function* reduce(filter: Extract<Filter, { type: 'reduce' }>, item: Item, scope: Scope | undefined, machine: JqMachine): Generator<Item> {
  for (const start of evaluate(filter.start, item, scope, machine)) {
    let current: Item | undefined = start;
    for (const source of evaluate(filter.source, withoutPath(item), scope, machine)) {
      for (const within of bindPattern(filter.pattern, source.value, item, scope, machine)) {
        machine.step();
        let last: Item | undefined;
        for (const next of evaluate(filter.update, current ?? computed(null), within, machine)) last = next;
        current = last;
      }
    }
    yield current ?? computed(null);
  }
}

function* foreach(filter: Extract<Filter, { type: 'foreach' }>, item: Item, scope: Scope | undefined, machine: JqMachine): Generator<Item> {
  for (const start of evaluate(filter.start, item, scope, machine)) {
    let current = start;
    for (const source of evaluate(filter.source, withoutPath(item), scope, machine)) {
      for (const within of bindPattern(filter.pattern, source.value, item, scope, machine)) {
        machine.step();
        for (const next of evaluate(filter.update, current, within, machine)) {
          current = next;
          if (filter.extract) yield* evaluate(filter.extract, next, within, machine);
          else yield next;
        }
      }
    }
  }
}

/** Every place a filter leads to. @throws JqError where it computes instead of leading somewhere */
export function* pathsOf(run: (item: Item) => Generator<Item>, value: Json): Generator<Path> {
  for (const found of run({ value, path: [] })) {
    if (!found.path) throw new JqError(`Invalid path expression with result ${describe(found.value).replace(/^\w+ \((.*)\)$/s, '$1')}`);
    yield found.path;
  }
}

function* update(filter: Extract<Filter, { type: 'update' }>, item: Item, scope: Scope | undefined, machine: JqMachine): Generator<Item> {
  const { operator } = filter;
  const places = (): Generator<Path> => pathsOf((from) => evaluate(filter.left, from, scope, machine), item.value);
  if (operator === '|=') {
    const [changed, removed] = updateEach([...places()], item.value, (value) => firstOf(evaluate(filter.right, computed(value), scope, machine)));
    yield computed(deletePaths(changed, removed));
    return;
  }
  for (const right of evaluate(filter.right, withoutPath(item), scope, machine)) {
    let value = item.value;
    for (const path of places()) {
      const before = getPath(value, path);
      const after =
        operator === '='
          ? right.value
          : operator === '//='
            ? isTrue(before)
              ? before
              : right.value
            : applyOperator(operator.slice(0, -1), before, right.value);
      value = setPath(value, path, after);
    }
    yield computed(value);
  }
}

const firstOf = (items: Generator<Item>): Item | undefined => {
  for (const item of items) return item;
  return undefined;
};

/** `|=`: a place for which there is no new value is removed. */
function updateEach(paths: readonly Path[], value: Json, change: (value: Json) => Item | undefined): [changed: Json, removed: Path[]] {
  const removed: Path[] = [];
  let changed = value;
  for (const path of paths) {
    const after = change(getPath(changed, path));
    if (after) changed = setPath(changed, path, after.value);
    else removed.push(path);
  }
  return [changed, removed];
}

function* call(filter: Extract<Filter, { type: 'call' }>, item: Item, scope: Scope | undefined, machine: JqMachine): Generator<Item> {
  const { name, args } = filter;
  machine.step();
  for (let at = scope; at; at = at.parent) {
    if (at.argument?.[0] === name && args.length === 0) {
      yield* evaluate(at.argument[1].filter, item, at.argument[1].scope, machine);
      return;
    }
    if (at.definition?.name === name && at.definition.parameters.length === args.length) {
      yield* callDefinition(at.definition, args, item, at, scope, machine);
      return;
    }
  }
  const key = `${name}/${args.length}`;
  const filterFunction = machine.filterFunctions.get(key);
  if (filterFunction) {
    yield* filterFunction(
      item,
      args.map((argument) => (from: Item) => evaluate(argument, from, scope, machine)),
      machine,
    );
    return;
  }
  const valueFunction = machine.valueFunctions.get(key);
  if (!valueFunction) throw new JqSyntaxError(`${key} is not defined`);
  for (const list of combinations(args, withoutPath(item), scope, machine)) yield computed(valueFunction(item.value, list, machine));
}

/** Every combination of the arguments' values; the last argument varies slowest. */
function* combinations(args: readonly Filter[], item: Item, scope: Scope | undefined, machine: JqMachine): Generator<readonly Json[]> {
  const last = args.at(-1);
  if (!last) {
    yield [];
    return;
  }
  for (const { value } of evaluate(last, item, scope, machine))
    for (const rest of combinations(args.slice(0, -1), item, scope, machine)) yield [...rest, value];
}

/** @param home the scope that holds the definition: its body sees itself and what was before */
function* callDefinition(
  definition: Definition,
  args: readonly Filter[],
  item: Item,
  home: Scope,
  scope: Scope | undefined,
  machine: JqMachine,
): Generator<Item> {
  const caller: Scope = scope ?? home;
  let scopes: Scope[] = [home];
  for (const [index, parameter] of definition.parameters.entries()) {
    const closure: Closure = { filter: args[index] as Filter, scope: caller };
    if (!parameter.startsWith('$')) scopes = scopes.map((within): Scope => ({ parent: within, argument: [parameter, closure] }));
    else {
      const name = parameter.slice(1);
      const values = [...evaluate(closure.filter, withoutPath(item), caller, machine)];
      scopes = scopes.flatMap((within) =>
        values.map(
          ({ value }): Scope => ({
            parent: { parent: within, variable: [name, value] },
            argument: [name, { filter: { type: 'literal', value }, scope: home }],
          }),
        ),
      );
    }
  }
  for (const within of scopes) yield* evaluate(definition.body, item, within, machine);
}

/** The sum of all items, as `add` gives it. */
export const addAll = (items: Iterable<Json>): Json => {
  let sum: Json = null;
  for (const item of items) sum = add(sum, item);
  return sum;
};
