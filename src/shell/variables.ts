import { FatalExpansionError, ShellError } from './control-flow.ts';

/** One shell variable. A variable has a scalar, an indexed array or a table (associative array), or no value yet. */
export interface Variable {
  scalar: string | undefined;
  array: Map<number, string> | undefined;
  table: Map<string, string> | undefined;
  isExported: boolean;
  isReadonly: boolean;
  isInteger: boolean;
  letterCase: 'upper' | 'lower' | undefined;
  /** `declare -n`: the scalar is the name of another variable. */
  isReference: boolean;
}

function emptyVariable(): Variable {
  return {
    scalar: undefined,
    array: undefined,
    table: undefined,
    isExported: false,
    isReadonly: false,
    isInteger: false,
    letterCase: undefined,
    isReference: false,
  };
}

function copyVariable(variable: Variable): Variable {
  return { ...variable, array: variable.array && new Map(variable.array), table: variable.table && new Map(variable.table) };
}

const MAX_REFERENCES = 10;

/** The variables of one shell, with the local ones of its function calls. */
export interface VariableStore {
  /** The variable of a name, through references. */
  find(name: string): Variable | undefined;
  /** The scalar value; of an array its element 0. */
  get(name: string): string | undefined;
  /** The variable of a name, created when it is not there. @throws ShellError when it is read-only */
  toChange(name: string): Variable;
  /** Sets a scalar (or element 0 of an array) and applies letter case. @throws ShellError when it is read-only */
  set(name: string, value: string): Variable;
  setArray(name: string, values: readonly string[]): void;
  /** @returns false when it is read-only */
  unset(name: string): boolean;
  /** Hides a variable until the function returns. */
  makeLocal(name: string): void;
  readonly hasScope: boolean;
  enterScope(): void;
  leaveScope(): void;
  names(): string[];
  /** What children get as their environment. */
  exported(): Map<string, string>;
  /** Remembers a variable as it is. @returns what puts it back */
  save(name: string): () => void;
  fork(): VariableStore;
}

/** Creates a store. @param environment becomes exported variables */
export function createVariables(environment: ReadonlyMap<string, string>): VariableStore {
  const variables = new Map<string, Variable>();
  for (const [name, scalar] of environment) if (/^[A-Za-z_]\w*$/.test(name)) variables.set(name, { ...emptyVariable(), scalar, isExported: true });
  return createStore(variables, []);
}

type Scope = Map<string, Variable | undefined>;

function createStore(variables: Map<string, Variable>, scopes: Scope[]): VariableStore {
  const targetOf = (name: string): string => {
    let target = name;
    for (let depth = 0; depth < MAX_REFERENCES; depth++) {
      const variable = variables.get(target);
      if (!variable?.isReference || !variable.scalar) return target;
      target = variable.scalar;
    }
    throw new ShellError(`${name}: circular name reference`);
  };
  const restore = (name: string, variable: Variable | undefined): void => {
    if (variable) variables.set(name, variable);
    else variables.delete(name);
  };

  const store: VariableStore = {
    find: (name) => variables.get(targetOf(name)),
    get(name) {
      const variable = store.find(name);
      return variable?.array?.get(0) ?? variable?.table?.get('0') ?? variable?.scalar;
    },
    toChange(name) {
      const target = targetOf(name);
      const known = variables.get(target);
      if (known?.isReadonly) throw new FatalExpansionError(`${target}: readonly variable`);
      if (known) return known;
      const created = emptyVariable();
      variables.set(target, created);
      return created;
    },
    set(name, value) {
      const variable = store.toChange(name);
      const text = variable.letterCase === 'upper' ? value.toUpperCase() : variable.letterCase === 'lower' ? value.toLowerCase() : value;
      if (variable.array) variable.array.set(0, text);
      else if (variable.table) variable.table.set('0', text);
      else variable.scalar = text;
      return variable;
    },
    setArray(name, values) {
      const variable = store.toChange(name);
      variable.scalar = undefined;
      variable.table = undefined;
      variable.array = new Map(values.entries());
    },
    unset(name) {
      const target = targetOf(name);
      if (variables.get(target)?.isReadonly) return false;
      variables.delete(target);
      return true;
    },
    makeLocal(name) {
      const scope = scopes.at(-1);
      if (!scope || scope.has(name)) return;
      const hidden = variables.get(name);
      scope.set(name, hidden);
      variables.set(name, { ...emptyVariable(), isExported: hidden?.isExported ?? false });
    },
    get hasScope() {
      return scopes.length > 0;
    },
    enterScope: () => void scopes.push(new Map()),
    leaveScope() {
      for (const [name, hidden] of scopes.pop() ?? []) restore(name, hidden);
    },
    names: () => [...variables.keys()].sort(),
    exported() {
      const out = new Map<string, string>();
      for (const [name, variable] of variables) if (variable.isExported && variable.scalar !== undefined) out.set(name, variable.scalar);
      return out;
    },
    save(name) {
      const before = variables.get(name);
      const kept = before && copyVariable(before);
      return () => restore(name, kept);
    },
    fork() {
      const copies = new Map<string, Variable>();
      for (const [name, variable] of variables) copies.set(name, copyVariable(variable));
      return createStore(
        copies,
        scopes.map((scope) => new Map(scope)),
      );
    },
  };
  return store;
}

/** The keys and values of a variable in the order `${x[@]}` gives them; a scalar is its element 0. */
export function entriesOf(variable: Variable | undefined): (readonly [string, string])[] {
  if (!variable) return [];
  if (variable.array) return [...variable.array].sort(([a], [b]) => a - b).map(([key, value]) => [String(key), value] as const);
  if (variable.table) return [...variable.table];
  return variable.scalar === undefined ? [] : [['0', variable.scalar]];
}

/** The index behind the last element of an indexed array. */
export function nextIndex(array: ReadonlyMap<number, string>): number {
  let next = 0;
  for (const index of array.keys()) if (index >= next) next = index + 1;
  return next;
}

/** Makes a variable an indexed array, its scalar becoming element 0. */
export function toArray(variable: Variable): Map<number, string> {
  if (!variable.array) {
    variable.array = new Map(variable.scalar === undefined ? [] : [[0, variable.scalar]]);
    variable.scalar = undefined;
  }
  return variable.array;
}
