import { DiscardingError, FatalExpansionError } from '../control-flow.ts';
import type { Shell } from '../shell.ts';
import type { ParameterExpansionPart, ParameterOperation, Word } from '../syntax.ts';
import type { ParameterResult } from './parameter-result.ts';
import { arithmeticNumber, assignValue, elementOf, elementsOf, isTable, parameterValue, setElement } from './parameter-value.ts';
import { patternSource } from './pattern.ts';
import { transformValue } from './transform.ts';

/** The word of `${x:-word}`, to be expanded where the expansion stands. */
interface OperandResult {
  readonly operand: Word;
}

/** How words inside an expansion are expanded; given, because words and parameters contain each other. */
export interface WordExpander {
  expandToText(shell: Shell, word: Word): Promise<string>;
  expandToPattern(shell: Shell, word: Word): Promise<string>;
  expandDollars(shell: Shell, text: string): Promise<string>;
}

/** What a parameter is before an operation is applied. */
interface Subject {
  readonly name: string;
  /** The subscript, expanded; undefined when there is none. */
  readonly subscript: string | undefined;
  readonly scalar: string | undefined;
  readonly list: readonly string[] | undefined;
  readonly isJoined: boolean;
}

/** `$name`, without braces. @throws FatalExpansionError under `set -u` */
export function simpleParameter(shell: Shell, name: string): ParameterResult {
  if (name === '@' || name === '*') return { list: shell.positional, isJoined: name === '*' };
  return { scalar: requireValue(shell, name, parameterValue(shell, name)) };
}

function requireValue(shell: Shell, shown: string, value: string | undefined): string {
  if (value !== undefined) return value;
  if (!shell.options.has('nounset')) return '';
  throw new FatalExpansionError(shell.flavour === 'bash' ? `${shown}: unbound variable` : `${shown}: parameter not set`, shell.flavour === 'bash' ? 127 : 2);
}

/** `${…}`. @throws ShellError, FatalExpansionError */
export async function expandParameter(shell: Shell, part: ParameterExpansionPart, expander: WordExpander): Promise<ParameterResult | OperandResult> {
  const { operation, prefix } = part;
  if (prefix === '!' && operation?.type === 'Names') return { list: namesWithPrefix(shell, part.parameter), isJoined: operation.operator === '*' };
  const named = await readSubject(shell, part.parameter, part.index, expander);
  if (prefix === '!' && named.list) return keysOf(shell, named);
  const subject = prefix === '!' ? await dereference(shell, named, expander) : named;
  if (prefix === '#') {
    if (!subject.list) return { scalar: String([...requireValue(shell, subject.name, subject.scalar)].length) };
    return { scalar: String(subject.list.length) };
  }
  if (!operation) {
    if (subject.list) return { list: subject.list, isJoined: subject.isJoined };
    return { scalar: requireValue(shell, subject.subscript === undefined ? subject.name : `${subject.name}[${subject.subscript}]`, subject.scalar) };
  }
  return applyOperation(shell, subject, operation, part.text, expander);
}

async function readSubject(shell: Shell, name: string, index: Word | undefined, expander: WordExpander): Promise<Subject> {
  if (name === '@' || name === '*') return { name, subscript: undefined, scalar: undefined, list: shell.positional, isJoined: name === '*' };
  if (!index) return { name, subscript: undefined, scalar: parameterValue(shell, name), list: undefined, isJoined: false };
  if (index.text === '@' || index.text === '*') {
    return { name, subscript: index.text, scalar: undefined, list: elementsOf(shell, name).map(([, value]) => value), isJoined: index.text === '*' };
  }
  const subscript = isTable(shell, name) ? await expander.expandToText(shell, index) : await expander.expandDollars(shell, index.text);
  return { name, subscript, scalar: elementOf(shell, name, subscript), list: undefined, isJoined: false };
}

function namesWithPrefix(shell: Shell, prefix: string): readonly string[] {
  return shell.variables.names().filter((name) => name.startsWith(prefix));
}

function keysOf(shell: Shell, subject: Subject): ParameterResult {
  if (subject.subscript === undefined) throw new DiscardingError(`${subject.name}: invalid indirect expansion`);
  return { list: elementsOf(shell, subject.name).map(([key]) => key), isJoined: subject.isJoined };
}

/** `${!x}`: the parameter whose name is x's value. */
async function dereference(shell: Shell, subject: Subject, expander: WordExpander): Promise<Subject> {
  const variable = shell.variables.find(subject.name);
  if (variable?.isReference) return { ...subject, scalar: variable.scalar };
  const target = subject.scalar ?? '';
  const match = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/.exec(target);
  if (!match) throw new DiscardingError(target === '' ? `${subject.name}: invalid indirect expansion` : `${target}: invalid variable name`);
  const [, name = '', index] = match;
  if (index === undefined) return readSubject(shell, name, undefined, expander);
  return readSubject(shell, name, { type: 'Word', text: index, value: index, pos: 0, end: 0 }, expander);
}

async function applyOperation(
  shell: Shell,
  subject: Subject,
  operation: ParameterOperation,
  text: string,
  expander: WordExpander,
): Promise<ParameterResult | OperandResult> {
  const mapEach = (change: (value: string) => string): ParameterResult =>
    subject.list ? { list: subject.list.map(change), isJoined: subject.isJoined } : { scalar: change(requireValue(shell, subject.name, subject.scalar)) };
  switch (operation.type) {
    case 'Default':
      return applyDefault(shell, subject, operation, expander);
    case 'Remove': {
      const pattern = patternSource(await expander.expandToPattern(shell, operation.operand));
      const isLongest = operation.operator.length === 2;
      return mapEach((value) => (operation.operator.startsWith('#') ? removePrefix(value, pattern, isLongest) : removeSuffix(value, pattern, isLongest)));
    }
    case 'Replace': {
      const pattern = patternSource(await expander.expandToPattern(shell, operation.pattern));
      const replacement = await expander.expandToText(shell, operation.replacement);
      if (pattern === '')
        return mapEach((value) => (operation.operator === '/#' ? replacement + value : operation.operator === '/%' ? value + replacement : value));
      const source = operation.operator === '/#' ? `^(?:${pattern})` : operation.operator === '/%' ? `(?:${pattern})$` : pattern;
      const expression = new RegExp(source, operation.operator === '//' ? 'gsu' : 'su');
      return mapEach((value) => value.replace(expression, () => replacement));
    }
    case 'Slice':
      return slice(shell, subject, operation, expander);
    case 'CaseModification': {
      const pattern = operation.operand ? new RegExp(`^(?:${patternSource(await expander.expandToPattern(shell, operation.operand))})$`, 'su') : undefined;
      return mapEach((value) => changeCase(value, operation.operator, pattern));
    }
    case 'Transform':
      return transformValue(shell, { ...subject, list: subject.list ?? undefined }, operation.operand.text, mapEach);
    default:
      throw new FatalExpansionError(`${text}: bad substitution`);
  }
}

async function applyDefault(
  shell: Shell,
  subject: Subject,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  expander: WordExpander,
): Promise<ParameterResult | OperandResult> {
  const { operator, operand } = operation;
  const isColon = operator.startsWith(':');
  const isSet = subject.list ? subject.list.length > 0 : subject.scalar !== undefined;
  const isThere = isSet && !(isColon && (subject.list ? subject.list.join('') : subject.scalar) === '');
  const value: ParameterResult = subject.list ? { list: subject.list, isJoined: subject.isJoined } : { scalar: subject.scalar ?? '' };
  switch (operator.at(-1)) {
    case '+':
      return isThere ? { operand } : { scalar: '' };
    case '-':
      return isThere ? value : { operand };
    case '=': {
      if (isThere) return value;
      if (!/^[A-Za-z_]\w*$/.test(subject.name)) throw new DiscardingError(`$${subject.name}: cannot assign in this way`);
      const text = await expander.expandToText(shell, operand);
      if (subject.subscript === undefined) assignValue(shell, subject.name, text);
      else setElement(shell, subject.name, subject.subscript, text);
      return { scalar: text };
    }
    default: {
      if (isThere) return value;
      const message = (await expander.expandToText(shell, operand)) || (isColon ? 'parameter null or not set' : 'parameter not set');
      throw new FatalExpansionError(`${subject.name}: ${message}`, shell.flavour === 'bash' ? 127 : 2);
    }
  }
}

function removePrefix(value: string, pattern: string, isLongest: boolean): string {
  const expression = new RegExp(`^(?:${pattern})$`, 'su');
  for (let step = 0; step <= value.length; step++) {
    const length = isLongest ? value.length - step : step;
    if (expression.test(value.slice(0, length))) return value.slice(length);
  }
  return value;
}

function removeSuffix(value: string, pattern: string, isLongest: boolean): string {
  const expression = new RegExp(`^(?:${pattern})$`, 'su');
  for (let step = 0; step <= value.length; step++) {
    const from = isLongest ? step : value.length - step;
    if (expression.test(value.slice(from))) return value.slice(0, from);
  }
  return value;
}

async function slice(
  shell: Shell,
  subject: Subject,
  operation: Extract<ParameterOperation, { type: 'Slice' }>,
  expander: WordExpander,
): Promise<ParameterResult> {
  const numberOf = async (word: Word): Promise<number> => arithmeticNumber(shell, await expander.expandDollars(shell, word.text));
  const offset = await numberOf(operation.offset);
  const length = operation.length ? await numberOf(operation.length) : undefined;
  if (subject.list) {
    if (length !== undefined && length < 0) throw new DiscardingError(`${length}: substring expression < 0`);
    // `${@:0}` begins with $0.
    const isPositional = subject.subscript === undefined;
    const base = isPositional ? [shell.name, ...subject.list] : subject.list;
    const from = offset < 0 ? base.length + offset : offset;
    return { list: from < 0 ? [] : base.slice(from, length === undefined ? undefined : from + length), isJoined: subject.isJoined };
  }
  const value = requireValue(shell, subject.name, subject.scalar);
  if (subject.scalar === undefined) return { scalar: '' };
  const letters = [...value];
  const from = offset < 0 ? letters.length + offset : offset;
  if (from < 0 || from > letters.length) return { scalar: '' };
  const to = length === undefined ? letters.length : length < 0 ? letters.length + length : from + length;
  if (to < from) throw new DiscardingError(`${length}: substring expression < 0`);
  return { scalar: letters.slice(from, to).join('') };
}

function changeCase(value: string, operator: '^' | '^^' | ',' | ',,', pattern: RegExp | undefined): string {
  const change = (letter: string): string =>
    pattern && !pattern.test(letter) ? letter : operator.startsWith('^') ? letter.toUpperCase() : letter.toLowerCase();
  const [first = '', ...rest] = [...value];
  return operator.length === 2 ? [...value].map(change).join('') : change(first) + rest.join('');
}
