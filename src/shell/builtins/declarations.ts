import { ShellError } from '../control-flow.ts';
import { assign } from '../interpreter/assignment.ts';
import { complain, type DeclarationArgument, type DeclarationBuiltin, print, type Shell } from '../shell.ts';
import { toArray, type Variable } from '../variables.ts';
import { describeVariable } from '../words/describe-variable.ts';
import { assignValue } from '../words/parameter-value.ts';
import { quoteAlways, quoteWord } from '../words/quote.ts';

/** Attributes to set (`-x`) and to take away (`+x`), and what else was asked. */
interface Request {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
  readonly rest: readonly DeclarationArgument[];
}

function readRequest(args: readonly DeclarationArgument[], letters: string): Request {
  const on = new Set<string>();
  const off = new Set<string>();
  let at = 0;
  for (; at < args.length; at++) {
    const argument = args[at];
    if (typeof argument !== 'string' || !/^[-+]./.test(argument)) break;
    if (argument === '--') {
      at++;
      break;
    }
    for (const letter of argument.slice(1)) {
      if (!letters.includes(letter)) throw new ShellError(`${argument[0]}${letter}: invalid option`, 2);
      (argument.startsWith('-') ? on : off).add(letter);
    }
  }
  return { on, off, rest: args.slice(at) };
}

function applyAttributes(variable: Variable, { on, off }: Pick<Request, 'on' | 'off'>): void {
  if (on.has('x')) variable.isExported = true;
  if (off.has('x')) variable.isExported = false;
  if (on.has('i')) variable.isInteger = true;
  if (off.has('i')) variable.isInteger = false;
  if (on.has('u')) variable.letterCase = 'upper';
  if (on.has('l')) variable.letterCase = 'lower';
  if (off.has('u') || off.has('l')) variable.letterCase = undefined;
  if (on.has('n')) variable.isReference = true;
  if (off.has('n')) variable.isReference = false;
  if (on.has('a')) toArray(variable);
  if (on.has('A') && !variable.table) variable.table = new Map(variable.scalar === undefined ? [] : [['0', variable.scalar]]);
}

/** Declares one name, with a value if it has one. The read-only attribute comes last, or it would refuse its own value. */
async function declareOne(shell: Shell, argument: DeclarationArgument, request: Request, isLocal: boolean): Promise<void> {
  const text = typeof argument === 'string' ? argument : argument.name;
  const match = /^([A-Za-z_]\w*)(?:(\+?)=(.*))?$/s.exec(text);
  if (!match) throw new ShellError(`\`${text}': not a valid identifier`);
  const [, name = '', plus, value] = match;
  if (isLocal) shell.variables.makeLocal(name);
  const variable = shell.variables.toChange(name);
  applyAttributes(variable, request);
  if (typeof argument !== 'string') await assign(shell, argument);
  else if (value !== undefined) assignValue(shell, name, plus ? (shell.variables.get(name) ?? '') + value : value);
  if (request.on.has('r')) variable.isReadonly = true;
}

async function declareAll(shell: Shell, request: Request, isLocal: boolean, builtin: string): Promise<number> {
  let status = 0;
  for (const argument of request.rest) {
    try {
      await declareOne(shell, argument, request, isLocal);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      status = await complain(shell, error.message.startsWith('`') ? `${builtin}: ${error.message}` : error.message, error.status);
    }
  }
  return status;
}

const nameOf = (argument: DeclarationArgument): string => (typeof argument === 'string' ? argument : argument.name);

const declare: DeclarationBuiltin = async (shell, args, builtin) => {
  const request = readRequest(args, 'aAfFgilnrtuxp');
  if (request.on.has('f') || request.on.has('F')) return showFunctions(shell, request);
  if (request.on.has('p') || request.rest.length === 0) return showVariables(shell, request, builtin);
  return declareAll(shell, request, shell.variables.hasScope && !request.on.has('g'), builtin);
};

async function showFunctions(shell: Shell, request: Request): Promise<number> {
  const names = request.rest.length > 0 ? request.rest.map(nameOf) : [...shell.functions.keys()].sort();
  let status = 0;
  for (const name of names) {
    const definition = shell.functions.get(name);
    if (!definition) status = 1;
    else if (request.on.has('F')) await print(shell, request.rest.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else await print(shell, `${definition.text}\n`);
  }
  return status;
}

async function showVariables(shell: Shell, request: Request, builtin: string): Promise<number> {
  let status = 0;
  const wanted = request.rest.map(nameOf);
  for (const name of wanted.length > 0 ? wanted : shell.variables.names()) {
    const variable = shell.variables.find(name);
    if (!variable) {
      status = await complain(shell, `${builtin}: ${name}: not found`);
      continue;
    }
    const hasAll =
      (request.on.has('x') ? variable.isExported : true) &&
      (request.on.has('r') ? variable.isReadonly : true) &&
      (request.on.has('i') ? variable.isInteger : true);
    if (wanted.length > 0 || hasAll)
      await print(shell, request.on.has('p') || request.on.size > 0 ? `${describeVariable(name, variable).declaration}\n` : plainLine(name, variable));
  }
  return status;
}

/** A line of `set` without arguments. */
export function plainLine(name: string, variable: Variable): string {
  if (variable.scalar !== undefined) return `${name}=${quoteWord(variable.scalar)}\n`;
  const { declaration } = describeVariable(name, variable);
  return variable.array || variable.table ? `${declaration.replace(/^declare -\S+ /, '')}\n` : '';
}

const exportBuiltin: DeclarationBuiltin = async (shell, args) => {
  const { on, rest } = readRequest(args, 'fnp');
  if (rest.length === 0) {
    for (const name of shell.variables.names()) {
      const variable = shell.variables.find(name);
      if (variable?.isExported) await print(shell, exportLine(shell, name, variable));
    }
    return 0;
  }
  if (on.has('f'))
    return rest.every((argument) => shell.functions.has(nameOf(argument))) ? 0 : complain(shell, `export: ${nameOf(rest[0] ?? '')}: not a function`);
  const request: Request = { on: new Set(on.has('n') ? [] : ['x']), off: new Set(on.has('n') ? ['x'] : []), rest };
  return declareAll(shell, request, false, 'export');
};

function exportLine(shell: Shell, name: string, variable: Variable): string {
  if (shell.flavour === 'bash') return `${describeVariable(name, variable).declaration}\n`;
  return `export ${name}=${quoteAlways(variable.scalar ?? '')}\n`;
}

const readonly: DeclarationBuiltin = async (shell, args) => {
  const { on, rest } = readRequest(args, 'aAfp');
  const request: Request = { on: new Set([...on].filter((letter) => letter !== 'p').concat('r')), off: new Set(), rest };
  return rest.length === 0 ? showVariables(shell, { ...request, on: new Set(['r', 'p']) }, 'readonly') : declareAll(shell, request, false, 'readonly');
};

const local: DeclarationBuiltin = async (shell, args) => {
  if (!shell.variables.hasScope) throw new ShellError('can only be used in a function');
  const request = readRequest(args, 'aAilnrtuxp-');
  return declareAll(shell, request, true, 'local');
};

export const declarationBuiltins: Readonly<Record<string, DeclarationBuiltin>> = { declare, typeset: declare, export: exportBuiltin, readonly, local };
