import { evaluateArithmetic } from '../arithmetic/evaluate.ts';
import type { Shell } from '../shell.ts';
import { type Assignment, parseProgram, parseWord } from '../syntax.ts';
import { nextIndex, toArray, type Variable } from '../variables.ts';
import { expandDollars, expandToText, expandWords } from '../words/expand-word.ts';
import { arithmeticNumber, arithmeticScope, assignValue, elementOf, isTable, parameterValue, setElement } from '../words/parameter-value.ts';

/** Carries out `name=value`, `name+=value`, `name[i]=value` or `name=(…)`. @throws ShellError */
export async function assign(shell: Shell, assignment: Assignment): Promise<void> {
  const { name, value, index, append } = assignment;
  if (value.type === 'ArrayValue') {
    await assignArray(shell, assignment);
    return;
  }
  const text = await expandToText(shell, value, 'assignment');
  if (index) {
    const subscript = isTable(shell, name) ? await expandToText(shell, index) : await expandDollars(shell, index.text);
    setElement(shell, name, subscript, append ? (elementOf(shell, name, subscript) ?? '') + text : text);
    return;
  }
  if (!append) assignValue(shell, name, text);
  else if (shell.variables.find(name)?.isInteger) {
    const scope = arithmeticScope(shell);
    assignValue(shell, name, String(evaluateArithmetic(parameterValue(shell, name) ?? '0', scope) + evaluateArithmetic(text, scope)));
  } else assignValue(shell, name, (parameterValue(shell, name) ?? '') + text);
}

/** The assignment as `set -x` shows it needs the value only; arrays are shown as they were typed. */
export async function traceAssignment(shell: Shell, assignment: Assignment): Promise<string> {
  const { value } = assignment;
  return value.type === 'ArrayValue'
    ? assignment.text
    : `${assignment.text.slice(0, assignment.text.indexOf('=') + 1)}${await expandToText(shell, value, 'assignment')}`;
}

interface Element {
  /** The text between the brackets; undefined for an element without. */
  readonly key: string | undefined;
  readonly value: string;
  readonly isAppended: boolean;
}

async function assignArray(shell: Shell, assignment: Assignment): Promise<void> {
  const elements = await readElements(shell, assignment);
  const variable = shell.variables.toChange(assignment.name);
  if (variable.table) fillTable(variable, elements, assignment.append ?? false);
  else fillArray(shell, variable, elements, assignment.append ?? false);
}

async function readElements(shell: Shell, assignment: Assignment): Promise<Element[]> {
  const { value, name } = assignment;
  if (value.type !== 'ArrayValue') return [];
  const elements: Element[] = [];
  for (const word of value.elements) {
    const match = /^\[((?:[^[\]]|\[[^\]]*\])*)\](\+?)=/.exec(word.text);
    if (!match) {
      for (const text of await expandWords(shell, [word])) elements.push({ key: undefined, value: text, isAppended: false });
      continue;
    }
    const [whole, key = '', plus] = match;
    const valueWord = parseAssignedWord(word.text.slice(whole.length));
    const keyWord = isTable(shell, name) ? (parseWord(key) ?? undefined) : undefined;
    const hasBlank = /^[^"']*\s/.test(key);
    elements.push({
      key: keyWord && !hasBlank ? await expandToText(shell, keyWord) : await expandDollars(shell, key),
      value: valueWord ? await expandToText(shell, valueWord, 'assignment') : '',
      isAppended: plus === '+',
    });
  }
  return elements;
}

function parseAssignedWord(text: string) {
  const command = parseProgram(`_=${text}`).statements[0]?.command;
  const [first] = command?.type === 'Command' ? command.prefix : [];
  return first?.type === 'Assignment' && first.value.type === 'Word' ? first.value : undefined;
}

function fillTable(variable: Variable, elements: readonly Element[], isAppending: boolean): void {
  const table = isAppending && variable.table ? variable.table : new Map<string, string>();
  variable.table = table;
  for (let at = 0; at < elements.length; at++) {
    const element = elements[at] as Element;
    if (element.key !== undefined) table.set(element.key, element.isAppended ? (table.get(element.key) ?? '') + element.value : element.value);
    else table.set(element.value, elements[++at]?.value ?? ''); // without brackets: key and value in turn
  }
}

function fillArray(shell: Shell, variable: Variable, elements: readonly Element[], isAppending: boolean): void {
  const array = isAppending ? toArray(variable) : new Map<number, string>();
  variable.array = array;
  variable.scalar = undefined;
  let index = nextIndex(array);
  const scope = arithmeticScope(shell);
  for (const { key, value, isAppended } of elements) {
    if (key !== undefined) {
      const given = arithmeticNumber(shell, key);
      index = given < 0 ? nextIndex(array) + given : given;
    }
    const text = variable.isInteger ? String(evaluateArithmetic(value, scope)) : value;
    array.set(index, isAppended ? (array.get(index) ?? '') + text : text);
    index++;
  }
}
