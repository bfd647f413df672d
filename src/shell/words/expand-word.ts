import { evaluateArithmetic } from '../arithmetic/evaluate.ts';
import { DiscardingError, ShellError } from '../control-flow.ts';
import { hasShopt, type Shell } from '../shell.ts';
import { parseExpandableText, parseWord, type Word, type WordPart } from '../syntax.ts';
import { expandBraces } from './brace.ts';
import { runProcessSubstitution, substituteCommand } from './command-substitution.ts';
import { createFieldBuilder, type Field, type FieldBuilder, fieldText } from './field-builder.ts';
import { expandGlob } from './glob.ts';
import { expandParameter, simpleParameter } from './parameter.ts';
import type { ParameterResult } from './parameter-result.ts';
import { arithmeticScope, parameterValue } from './parameter-value.ts';
import { escapePattern, escapeRegExp, hasWildcard } from './pattern.ts';
import { expandEscapes } from './quote.ts';
import { expandTilde, expandTildesInAssignment } from './tilde.ts';

/** Where a word stands: it decides what happens to blanks, tildes and braces. */
type Place = 'argument' | 'assignment' | 'text';

/** Expands words as the arguments of a command: braces, parameters, substitutions, splitting, files. @throws ShellError */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const out: string[] = [];
  for (const word of words) {
    if (word.parts === undefined && /^[\w/.,:=@%+-]*$/.test(word.text)) out.push(word.text);
    else out.push(...(await expandArgument(shell, word)));
  }
  return out;
}

async function expandArgument(shell: Shell, word: Word): Promise<string[]> {
  const texts = shell.options.has('braceexpand') ? expandBraces(word.text) : [word.text];
  const out: string[] = [];
  for (const text of texts) {
    const alternative = text === word.text ? word : parseWord(text);
    if (!alternative) {
      if (text !== '') out.push(text);
      continue;
    }
    for (const field of await expandToFields(shell, alternative, 'argument')) out.push(...matchFiles(shell, field));
  }
  return out;
}

/** Expands a word to one text, as in an assignment: nothing is split, no files are matched. */
export async function expandToText(shell: Shell, word: Word, place: Place = 'text'): Promise<string> {
  if (word.parts === undefined && /^[\w/.,=@%+-]*$/.test(word.text)) return word.text;
  return joinFields(await expandToFields(shell, word, place));
}

/** Expands a word to a pattern in which what was quoted stands for itself. */
export async function expandToPattern(shell: Shell, word: Word): Promise<string> {
  const fields = await expandToFields(shell, word, 'text');
  return fields.map((field) => field.map((piece) => (piece.isQuoted ? escapePattern(piece.text) : piece.text)).join('')).join(' ');
}

/** Expands the right side of `=~` to a regular expression in which what was quoted stands for itself. */
export async function expandToRegExp(shell: Shell, word: Word): Promise<string> {
  const fields = await expandToFields(shell, word, 'text');
  return fields.map((field) => field.map((piece) => (piece.isQuoted ? escapeRegExp(piece.text) : piece.text)).join('')).join(' ');
}

/** Expands the body of a here-document, or any text in which only `$`, backquotes and backslashes mean something. */
export async function expandParts(shell: Shell, parts: readonly WordPart[]): Promise<string> {
  const builder = createFieldBuilder(undefined);
  for (const part of parts) await addPart(shell, part, builder, true, 'text');
  return joinFields(builder.finish());
}

/** Evaluates the text of an arithmetic expansion: `$` first, then the sum. @throws ShellError */
export async function expandArithmetic(shell: Shell, text: string): Promise<bigint> {
  return evaluateArithmetic(await expandDollars(shell, text), arithmeticScope(shell));
}

/** Expands `$…` and backquotes inside a subscript or an arithmetic text. */
export async function expandDollars(shell: Shell, text: string): Promise<string> {
  if (!/[$`\\]/.test(text)) return text;
  const { parts } = parseExpandableText(text);
  // Without anything to expand (`user@host:~$ `) the parser gives no parts.
  if (parts.length === 0) return text.replace(/\\([$`\\])/g, '$1');
  const expanded = await expandParts(shell, parts);
  return expanded.endsWith('\n') ? expanded.slice(0, -1) : expanded;
}

async function expandToFields(shell: Shell, word: Word, place: Place): Promise<readonly Field[]> {
  const builder = createFieldBuilder(place === 'argument' ? (shell.variables.get('IFS') ?? ' \t\n') : undefined);
  if (word.parts === undefined) addLiteral(shell, word.text, builder, place, true);
  else for (const [index, part] of word.parts.entries()) await addPart(shell, part, builder, false, place, index === 0);
  return builder.finish();
}

async function addPart(shell: Shell, part: WordPart, builder: FieldBuilder, isQuoted: boolean, place: Place, isFirst = false): Promise<void> {
  switch (part.type) {
    case 'Literal':
      if (isQuoted) builder.add(part.value, true);
      else addLiteral(shell, part.text, builder, place, isFirst);
      return;
    case 'Glob':
    case 'BraceExpansion':
      addUnquoted(part.text, builder);
      return;
    case 'ExtendedGlob':
      builder.add(part.text, false);
      return;
    case 'SingleQuoted':
      builder.add(isQuoted ? part.text : part.value, true);
      return;
    case 'AnsiCQuoted':
      builder.add(isQuoted ? part.text : expandEscapes(part.text.slice(2, -1), { octal: 'plain', quotes: true }).text, true);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      if (part.parts.length === 0) builder.add('', true);
      for (const child of part.parts) await addPart(shell, child, builder, true, place);
      return;
    case 'SimpleExpansion':
      addResult(shell, simpleParameter(shell, part.text.slice(1)), builder, isQuoted);
      return;
    case 'ParameterExpansion': {
      const result = await expandParameter(shell, part, expander);
      if ('operand' in result) await addOperand(shell, result.operand, builder, isQuoted, place);
      else addResult(shell, result, builder, isQuoted);
      return;
    }
    case 'CommandExpansion': {
      const text = part.script ? await substituteCommand(shell, part.script) : '';
      addResult(shell, { scalar: text }, builder, isQuoted);
      return;
    }
    case 'ArithmeticExpansion': {
      const value = await expandSum(shell, part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2));
      addResult(shell, { scalar: String(value) }, builder, isQuoted);
      return;
    }
    case 'ProcessSubstitution':
      builder.add(part.script ? await runProcessSubstitution(shell, part.operator, part.script) : '', true);
      return;
    default:
      throw new DiscardingError(`${(part as { text: string }).text}: bad substitution`);
  }
}

/** The value of `$((…))`. @throws DiscardingError */
async function expandSum(shell: Shell, text: string): Promise<bigint> {
  try {
    return await expandArithmetic(shell, text);
  } catch (error) {
    if (error instanceof ShellError && error.constructor === ShellError) throw new DiscardingError(error.message, error.status);
    throw error;
  }
}

/** What `expandParameter` needs of this file. */
const expander = { expandToText, expandToPattern, expandDollars };

/** The word behind `${x:-…}`: expanded in its place, so that its quotes and blanks count. */
async function addOperand(shell: Shell, operand: Word, builder: FieldBuilder, isQuoted: boolean, place: Place): Promise<void> {
  if (!operand.parts) {
    if (isQuoted) builder.add(operand.text.replace(/\\([$`"\\}])/g, '$1'), true);
    else for (const piece of splitLiteral(expandTilde(shell, operand.text))) addOperandPiece(piece, builder);
    return;
  }
  for (const part of operand.parts) {
    if (part.type === 'Literal' && !isQuoted && place === 'argument') builder.addSplitting(part.value);
    else await addPart(shell, part, builder, isQuoted, place);
  }
}

function addOperandPiece(piece: { text: string; isQuoted: boolean }, builder: FieldBuilder): void {
  if (piece.isQuoted) builder.add(piece.text, true);
  else builder.addSplitting(piece.text);
}

/** Literal text of a word: a backslash quotes what follows, a tilde at the start is a home folder. */
function addLiteral(shell: Shell, text: string, builder: FieldBuilder, place: Place, isFirst: boolean): void {
  const withTilde = place === 'assignment' ? expandTildesInAssignment(shell, text, isFirst) : isFirst ? expandTilde(shell, text) : text;
  if (withTilde !== text) {
    const kept = commonSuffix(withTilde, text);
    builder.add(withTilde.slice(0, withTilde.length - kept), true);
    addUnquoted(withTilde.slice(withTilde.length - kept), builder);
  } else addUnquoted(text, builder);
}

function commonSuffix(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

function addUnquoted(text: string, builder: FieldBuilder): void {
  for (const piece of splitLiteral(text)) builder.add(piece.text, piece.isQuoted);
}

/** Takes the backslashes out of literal text. */
function splitLiteral(text: string): { text: string; isQuoted: boolean }[] {
  if (!text.includes('\\')) return text === '' ? [] : [{ text, isQuoted: false }];
  const pieces: { text: string; isQuoted: boolean }[] = [];
  for (const match of text.matchAll(/\\(\n)|\\(.)|([^\\]+)|\\$/gsu)) {
    const [, newline, escaped, plain] = match;
    if (newline !== undefined) continue; // a continued line
    if (plain !== undefined) pieces.push({ text: plain, isQuoted: false });
    else pieces.push({ text: escaped ?? '\\', isQuoted: true });
  }
  return pieces;
}

function addResult(shell: Shell, result: ParameterResult, builder: FieldBuilder, isQuoted: boolean): void {
  if ('scalar' in result) {
    if (isQuoted) builder.add(result.scalar, true);
    else builder.addSplitting(result.scalar);
    return;
  }
  const { list, isJoined } = result;
  if (isQuoted && isJoined) {
    builder.add(list.join((parameterValue(shell, 'IFS') ?? ' ').slice(0, 1)), true);
    return;
  }
  if (!builder.splits) {
    builder.add(list.join(isJoined ? (parameterValue(shell, 'IFS') ?? ' ').slice(0, 1) : ' '), isQuoted);
    return;
  }
  for (const [index, value] of list.entries()) {
    if (index > 0) builder.separate();
    if (isQuoted) builder.add(value, true);
    else builder.addSplitting(value);
  }
}

function joinFields(fields: readonly Field[]): string {
  const [first] = fields;
  return fields.length === 1 && first ? fieldText(first) : fields.map(fieldText).join(' ');
}

/** The files a field matches, or its text when it is no pattern or matches nothing. */
function matchFiles(shell: Shell, field: Field): readonly string[] {
  const text = fieldText(field);
  if (shell.options.has('noglob') || !/[*?[(]/.test(text)) return [text];
  const pattern = field.map((piece) => (piece.isQuoted ? escapePattern(piece.text) : piece.text)).join('');
  if (!hasWildcard(pattern)) return [text];
  const found = expandGlob(shell.process.fs, pattern, {
    cwd: shell.process.cwd,
    dotglob: hasShopt(shell, 'dotglob'),
    globstar: hasShopt(shell, 'globstar'),
    ignoreCase: hasShopt(shell, 'nocaseglob'),
  });
  if (found.length > 0) return found;
  if (hasShopt(shell, 'failglob')) throw new ShellError(`no match: ${text}`);
  return hasShopt(shell, 'nullglob') ? [] : [text];
}
