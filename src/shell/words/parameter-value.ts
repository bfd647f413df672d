import { evaluateArithmetic } from '../arithmetic/evaluate.ts';
import { ShellError } from '../control-flow.ts';
import type { Shell } from '../shell.ts';
import { optionFlags } from '../shell-options.ts';
import { entriesOf, nextIndex, toArray } from '../variables.ts';

/** The value of `$name` for names the shell computes; undefined: an ordinary variable. */
function computed(shell: Shell, name: string): string | undefined {
  const { clock, random } = shell.process.simulation;
  switch (name) {
    case '?':
      return String(shell.status);
    case '#':
      return String(shell.positional.length);
    case '$':
      return String(shell.mainPid);
    case '!':
      return shell.lastBackgroundPid === 0 ? '' : String(shell.lastBackgroundPid);
    case '0':
      return shell.name;
    case '_':
      return shell.lastArgument;
    case '-':
      return optionFlags(shell.options, shell.isInteractive, shell.startLetter);
    case 'LINENO':
      return String(shell.line);
    case 'PPID':
      return String(shell.process.parentPid);
    default:
  }
  if (shell.flavour === 'dash' || shell.variables.get(name) !== undefined) return undefined;
  switch (name) {
    case 'RANDOM':
      return String(random.below(32768));
    case 'SRANDOM':
      return String(random.below(4294967296));
    case 'SECONDS':
      return String(Math.floor((clock.now - shell.startedAtMs) / 1000) + shell.secondsOffset);
    case 'EPOCHSECONDS':
      return String(Math.floor(clock.now / 1000));
    case 'EPOCHREALTIME':
      return (clock.now / 1000).toFixed(6);
    case 'BASHPID':
      return String(shell.process.pid);
    case 'BASH_SUBSHELL':
      return String(shell.subshellDepth);
    case 'HOSTNAME':
      return shell.process.machine.hostname;
    case 'UID':
    case 'EUID':
      return String(shell.process.user.uid);
    default:
      return undefined;
  }
}

/** The elements of variables that are arrays by nature. */
function computedArray(shell: Shell, name: string): readonly string[] | undefined {
  switch (name) {
    case 'PIPESTATUS':
      return shell.pipeStatus.map(String);
    case 'FUNCNAME':
      return shell.frames.length === 0 ? [] : [...shell.frames.map((frame) => (frame.kind === 'source' ? 'source' : frame.name)).toReversed()];
    case 'BASH_SOURCE':
      return shell.frames.map((frame) => (frame.kind === 'source' ? frame.name : shell.name)).toReversed();
    case 'BASH_LINENO':
      return shell.frames.map((frame) => String(frame.line)).toReversed();
    case 'DIRSTACK':
      return [shell.process.cwd, ...shell.directories];
    case 'GROUPS':
      return [String(shell.process.user.gid)];
    default:
      return undefined;
  }
}

/** The scalar value of a parameter: special, positional or a variable; undefined when it is not set. */
export function parameterValue(shell: Shell, name: string): string | undefined {
  if (/^\d+$/.test(name) && name !== '0') return shell.positional[Number(name) - 1];
  if (name === '@' || name === '*') return shell.positional.length === 0 ? undefined : shell.positional.join(' ');
  const special = computed(shell, name);
  if (special !== undefined) return special;
  const list = shell.variables.find(name) ? undefined : computedArray(shell, name);
  return list ? list[0] : shell.variables.get(name);
}

/** The keys and values of `${name[@]}`. */
export function elementsOf(shell: Shell, name: string): (readonly [string, string])[] {
  const list = computedArray(shell, name);
  if (list) return list.map((value, index) => [String(index), value] as const);
  const entries = entriesOf(shell.variables.find(name));
  if (entries.length > 0) return entries;
  const scalar = shell.variables.find(name) ? undefined : computed(shell, name);
  return scalar === undefined ? [] : [['0', scalar]];
}

/** Whether a name is an associative array, whose subscripts are text and not arithmetic. */
export function isTable(shell: Shell, name: string): boolean {
  return shell.variables.find(name)?.table !== undefined;
}

/** One element by its subscript (expanded already); undefined when it is not set. */
export function elementOf(shell: Shell, name: string, subscript: string): string | undefined {
  const variable = shell.variables.find(name);
  if (variable?.table) return variable.table.get(subscript);
  const index = arithmeticNumber(shell, subscript);
  const list = computedArray(shell, name);
  if (list) return list.at(index);
  if (!variable?.array) return index === 0 || index === -1 ? parameterValue(shell, name) : undefined;
  return variable.array.get(index < 0 ? nextIndex(variable.array) + index : index);
}

/** Sets one element by its subscript (expanded already). @throws ShellError */
export function setElement(shell: Shell, name: string, subscript: string, value: string): void {
  const variable = shell.variables.toChange(name);
  const text = variable.isInteger ? String(evaluateArithmetic(value, arithmeticScope(shell))) : value;
  if (variable.table) {
    variable.table.set(subscript, text);
    return;
  }
  const array = toArray(variable);
  const given = arithmeticNumber(shell, subscript);
  const index = given < 0 ? nextIndex(array) + given : given;
  if (index < 0) throw new ShellError(`${name}[${subscript}]: bad array subscript`);
  array.set(index, text);
}

/** Sets a variable as an assignment does: integers are evaluated, `allexport` exports. @throws ShellError */
export function assignValue(shell: Shell, name: string, value: string): void {
  const { variables } = shell;
  const text = variables.find(name)?.isInteger ? String(evaluateArithmetic(value, arithmeticScope(shell))) : value;
  const variable = variables.set(name, text);
  if (shell.options.has('allexport')) variable.isExported = true;
  if (name === 'SECONDS') {
    shell.secondsOffset = Number(value) - Math.floor((shell.process.simulation.clock.now - shell.startedAtMs) / 1000);
    variables.unset(name);
  }
}

/** The variables of a shell as arithmetic sees them. */
export function arithmeticScope(shell: Shell): ArithmeticVariables {
  return {
    isStrict: shell.options.has('nounset'),
    get: (name, subscript) => (subscript === undefined ? parameterValue(shell, name) : elementOf(shell, name, unquoteSubscript(subscript))),
    set(name, subscript, value) {
      if (subscript === undefined) assignValue(shell, name, value);
      else setElement(shell, name, unquoteSubscript(subscript), value);
    },
  };
}
type ArithmeticVariables = Parameters<typeof evaluateArithmetic>[1];

const unquoteSubscript = (text: string): string => text.replace(/["']/g, '');

/** Evaluates an expression to a JavaScript number (indexes, lengths). @throws ShellError */
export function arithmeticNumber(shell: Shell, text: string): number {
  return Number(evaluateArithmetic(text, arithmeticScope(shell)));
}
