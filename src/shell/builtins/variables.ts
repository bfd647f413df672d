import { evaluateArithmetic } from '../arithmetic/evaluate.ts';
import { ShellError } from '../control-flow.ts';
import { type Builtin, complain, print, printError, type Shell } from '../shell.ts';
import { optionLetters, optionNames } from '../shell-options.ts';
import { nextIndex } from '../variables.ts';
import { arithmeticNumber, arithmeticScope } from '../words/parameter-value.ts';
import { parseBuiltinOptions } from './builtin-options.ts';
import { plainLine } from './declarations.ts';

const letterToName = new Map(Object.entries(optionLetters).map(([name, letter]) => [letter, name]));

const set: Builtin = async (shell, args) => {
  if (args.length === 0) {
    for (const name of shell.variables.names()) {
      const variable = shell.variables.find(name);
      if (variable) await print(shell, plainLine(name, variable));
    }
    return 0;
  }
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] as string;
    if (argument === '--' || (argument === '-' && args.length > at)) {
      shell.positional = args.slice(at + 1);
      return 0;
    }
    if (!/^[-+]./.test(argument)) {
      shell.positional = args.slice(at);
      return 0;
    }
    const isOn = argument.startsWith('-');
    for (const letter of argument.slice(1)) {
      if (letter !== 'o') setOption(shell, letterToName.get(letter), isOn, `${argument[0]}${letter}`);
      else if (args[at + 1] === undefined) await showOptions(shell, isOn);
      else setOption(shell, optionNames.includes(args[at + 1] as string) ? args[++at] : undefined, isOn, args[at] ?? '');
    }
  }
  return 0;
};

function setOption(shell: Shell, name: string | undefined, isOn: boolean, shown: string): void {
  if (name === undefined) throw new ShellError(`${shown}: ${shown.length === 2 && /^[-+]/.test(shown) ? 'invalid option' : 'invalid option name'}`, 2);
  if (isOn) shell.options.add(name);
  else shell.options.delete(name);
}

async function showOptions(shell: Shell, asTable: boolean): Promise<void> {
  const lines = optionNames.map((name) =>
    asTable ? `${name.padEnd(15)}\t${shell.options.has(name) ? 'on' : 'off'}\n` : `set ${shell.options.has(name) ? '-' : '+'}o ${name}\n`,
  );
  await print(shell, lines.join(''));
}

const shopt: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'supqo');
  const isSetOption = options.has('o');
  const optionValue = (name: string): boolean | undefined =>
    isSetOption ? (optionNames.includes(name) ? shell.options.has(name) : undefined) : shell.shopt.get(name);
  const known = isSetOption ? optionNames : [...shell.shopt.keys()].sort();
  const isChanging = options.has('s') || options.has('u');
  const names = options.rest.length > 0 ? options.rest : known.filter((name) => !isChanging || optionValue(name) === options.has('s'));
  let status = 0;
  for (const name of names) {
    const value = optionValue(name);
    if (value === undefined) status = await complain(shell, `shopt: ${name}: invalid shell option name`);
    else if (isChanging && options.rest.length > 0) {
      if (isSetOption) setOption(shell, name, options.has('s'), name);
      else shell.shopt.set(name, options.has('s'));
    } else {
      if (!options.has('q')) await print(shell, options.has('p') ? `shopt -${value ? 's' : 'u'} ${name}\n` : `${name.padEnd(20)}\t${value ? 'on' : 'off'}\n`);
      if (options.rest.length > 0 && !value) status = 1;
    }
  }
  return status;
};

const shift: Builtin = (shell, args) => {
  const count = args[0] === undefined ? 1 : Number(args[0]);
  if (!Number.isInteger(count)) throw new ShellError(`${args[0]}: numeric argument required`);
  if (count < 0) throw new ShellError(`${args[0]}: shift count out of range`);
  if (count > shell.positional.length) return 1;
  shell.positional = shell.positional.slice(count);
  return 0;
};

const unset: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'fvn');
  let status = 0;
  for (const name of options.rest) {
    const element = /^(\w+)\[(.+)\]$/s.exec(name);
    if (options.has('f') || (!options.has('v') && !element && !shell.variables.find(name) && shell.functions.has(name))) shell.functions.delete(name);
    else if (element) unsetElement(shell, element[1] ?? '', element[2] ?? '');
    else if (!/^[A-Za-z_]\w*$/.test(name)) status = await complain(shell, `unset: \`${name}': not a valid identifier`);
    else if (!shell.variables.unset(name)) status = await complain(shell, `unset: ${name}: cannot unset: readonly variable`);
  }
  return status;
};

function unsetElement(shell: Shell, name: string, subscript: string): void {
  const variable = shell.variables.toChange(name);
  if (subscript === '@' || subscript === '*') {
    variable.array?.clear();
    variable.table?.clear();
  } else if (variable.table) variable.table.delete(subscript.replace(/^(["'])(.*)\1$/s, '$2'));
  else if (variable.array) {
    const index = arithmeticNumber(shell, subscript);
    variable.array.delete(index < 0 ? nextIndex(variable.array) + index : index);
  }
}

const letBuiltin: Builtin = (shell, args) => {
  if (args.length === 0) throw new ShellError('expression expected');
  let value = 0n;
  for (const text of args) value = evaluateArithmetic(text, arithmeticScope(shell));
  return value === 0n ? 1 : 0;
};

const getopts: Builtin = async (shell, args) => {
  const [optionString, name, ...given] = args;
  if (optionString === undefined || name === undefined) throw new ShellError('usage: getopts optstring name [arg ...]', 2);
  const words = args.length > 2 ? given : shell.positional;
  const isSilent = optionString.startsWith(':');
  const index = Number(shell.variables.get('OPTIND') ?? 1) || 1;
  if (index === 1 && shell.optionOffset > 1 && !(words[0] ?? '')[shell.optionOffset]) shell.optionOffset = 1;
  const word = words[index - 1];
  const finish = (optind: number): number => {
    shell.variables.set('OPTIND', String(optind));
    shell.variables.set(name, '?');
    shell.optionOffset = 1;
    return 1;
  };
  if (word === '--') return finish(index + 1);
  if (word === undefined || !/^-./.test(word)) return finish(index);
  const letter = word[shell.optionOffset] ?? '';
  const place = letter === ':' ? -1 : optionString.indexOf(letter);
  const takesValue = place >= 0 && optionString[place + 1] === ':';
  const isLastLetter = shell.optionOffset + 1 >= word.length;
  shell.variables.unset('OPTARG');
  if (place < 0) return unknownOption(shell, { name, letter, isSilent, index, isLastLetter });
  if (!takesValue) {
    advance(shell, index, isLastLetter);
    shell.variables.set(name, letter);
    return 0;
  }
  const value = isLastLetter ? words[index] : word.slice(shell.optionOffset + 1);
  shell.variables.set('OPTIND', String(isLastLetter ? index + 2 : index + 1));
  shell.optionOffset = 1;
  if (value === undefined) {
    shell.variables.set(name, isSilent ? ':' : '?');
    if (isSilent) shell.variables.set('OPTARG', letter);
    else await printError(shell, `${shell.name}: option requires an argument -- ${letter}\n`);
    return 0;
  }
  shell.variables.set('OPTARG', value);
  shell.variables.set(name, letter);
  return 0;
};

function advance(shell: Shell, index: number, isLastLetter: boolean): void {
  if (isLastLetter) {
    shell.variables.set('OPTIND', String(index + 1));
    shell.optionOffset = 1;
  } else {
    shell.variables.set('OPTIND', String(index));
    shell.optionOffset++;
  }
}

async function unknownOption(
  shell: Shell,
  option: { readonly name: string; readonly letter: string; readonly isSilent: boolean; readonly index: number; readonly isLastLetter: boolean },
): Promise<number> {
  advance(shell, option.index, option.isLastLetter);
  shell.variables.set(option.name, '?');
  if (option.isSilent) shell.variables.set('OPTARG', option.letter);
  else await printError(shell, `${shell.name}: illegal option -- ${option.letter}\n`);
  return 0;
}

export const variableBuiltins: Readonly<Record<string, Builtin>> = { set, shopt, shift, unset, let: letBuiltin, getopts };
