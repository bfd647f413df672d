import { ShellError } from '../control-flow.ts';
import { type Builtin, type CompletionSpec, complain, print, type Shell } from '../shell.ts';
import { parseProgram } from '../syntax.ts';
import { expandWords } from '../words/expand-word.ts';
import { expandGlob } from '../words/glob.ts';
import { quoteWord } from '../words/quote.ts';
import { type BuiltinOptions, parseBuiltinOptions } from './builtin-options.ts';

const actionLetters: Readonly<Record<string, string>> = {
  a: 'alias',
  b: 'builtin',
  c: 'command',
  d: 'directory',
  e: 'export',
  f: 'file',
  g: 'group',
  j: 'job',
  k: 'keyword',
  s: 'service',
  u: 'user',
  v: 'variable',
};
const LETTERS = 'abcdefgjksuvprDEIA:C:F:G:o:P:S:W:X:';

function actionsOf(options: BuiltinOptions): string[] {
  const named = options.value('A');
  const actions = Object.entries(actionLetters).flatMap(([letter, action]) => (options.has(letter) ? [action] : []));
  return named === undefined ? actions : [...actions, named];
}

/** The values of an option that may be given more than once. */
function valuesOf(args: readonly string[], option: string): string[] {
  return args.flatMap((argument, index) => (argument === option ? [args[index + 1] ?? ''] : []));
}

const complete: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, LETTERS);
  if (options.has('p')) return showSpecs(shell, options.rest);
  if (options.has('r')) {
    for (const name of options.rest.length > 0 ? options.rest : [...shell.completions.keys()]) shell.completions.delete(name);
    return 0;
  }
  const functionName = options.value('F');
  const words = options.value('W');
  const declared = args
    .slice(0, args.length - options.rest.length)
    .filter((argument) => argument !== '--')
    .map(quoteWord)
    .join(' ');
  const spec: CompletionSpec = {
    declared,
    actions: actionsOf(options),
    options: new Set(valuesOf(args, '-o')),
    ...(functionName === undefined ? {} : { functionName }),
    ...(words === undefined ? {} : { words }),
  };
  for (const name of options.rest) shell.completions.set(name, spec);
  return 0;
};

async function showSpecs(shell: Shell, names: readonly string[]): Promise<number> {
  for (const name of names.length > 0 ? names : shell.completions.keys()) {
    const spec = shell.completions.get(name);
    if (!spec) return complain(shell, `complete: ${name}: no completion specification`);
    await print(shell, `complete ${spec.declared} ${name}\n`);
  }
  return 0;
}

/** The names an action of `compgen -A` lists. @throws ShellError for one we don't have */
export function namesForAction(shell: Shell, action: string, word: string): readonly string[] {
  const { fs, cwd, machine } = shell.process;
  const globOptions = { cwd, dotglob: word.startsWith('.'), globstar: false, ignoreCase: false };
  switch (action) {
    case 'alias':
      return [...shell.aliases.keys()];
    case 'builtin':
      return shell.evaluator.builtinNames();
    case 'function':
      return [...shell.functions.keys()];
    case 'variable':
      return shell.variables.names();
    case 'export':
      return [...shell.variables.exported().keys()];
    case 'user':
      return machine.users.map((user) => user.name);
    case 'file':
      return expandGlob(fs, `${word}*`, globOptions);
    case 'directory':
      return expandGlob(fs, `${word}*`, globOptions).filter(
        (path) => fs.exists(shell.process.resolvePath(path)) && fs.stat(shell.process.resolvePath(path)).type === 'directory',
      );
    case 'keyword':
      return ['if', 'then', 'else', 'elif', 'fi', 'case', 'esac', 'for', 'select', 'while', 'until', 'do', 'done', 'in', 'function', 'time'];
    case 'job':
      return shell.jobs.list().map((job) => job.command);
    case 'command':
      return commandNames(shell);
    case 'group':
    case 'service':
    case 'hostname':
      return [];
    default:
      throw new ShellError(`${action}: invalid action name`);
  }
}

/** Every name that can be run: functions, builtins, aliases, files on PATH. */
export function commandNames(shell: Shell): readonly string[] {
  const names = new Set([...shell.functions.keys(), ...shell.aliases.keys(), ...shell.evaluator.builtinNames()]);
  const { fs } = shell.process;
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    if (directory === '' || !fs.exists(directory)) continue;
    for (const name of fs.list(directory)) {
      const path = `${directory}/${name}`;
      if (fs.exists(path) && fs.stat(path).type === 'file' && (fs.stat(path).mode & 0o111) !== 0) names.add(name);
    }
  }
  return [...names].sort();
}

const compgen: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, LETTERS);
  const word = options.rest[0] ?? '';
  const words = options.value('W');
  const candidates = words === undefined ? [] : await splitWordList(shell, words);
  for (const action of actionsOf(options)) candidates.push(...namesForAction(shell, action, word));
  const found = candidates
    .filter((candidate) => candidate.startsWith(word))
    .map((candidate) => `${options.value('P') ?? ''}${candidate}${options.value('S') ?? ''}\n`);
  await print(shell, found.join(''));
  return found.length > 0 ? 0 : 1;
};

/** The word list of `-W` is expanded like the words of a command. */
export async function splitWordList(shell: Shell, text: string): Promise<string[]> {
  const ifs = shell.variables.get('IFS') ?? ' \t\n';
  if (!/[$`"'\\]/.test(text)) return text.split(new RegExp(`[${ifs.replace(/[\\\]^-]/g, '\\$&')}]+`)).filter((word) => word !== '');
  const command = parseProgram(`: ${text}`).statements[0]?.command;
  if (command?.type !== 'Command') return [];
  return expandWords(
    shell,
    command.args.flatMap((argument) => (argument.type === 'Word' ? [argument] : [])),
  );
}

/** `compopt` changes how the completion in progress, or that of a command, is finished. */
const compopt: Builtin = async (shell, args) => {
  const names: string[] = [];
  const changes: (readonly [isOn: boolean, option: string])[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? '';
    if (argument === '-o' || argument === '+o') {
      const option = args[++at] ?? '';
      if (!completionOptions.has(option)) throw new ShellError(`${option}: invalid option name`, 2);
      changes.push([argument === '-o', option]);
    } else if (argument !== '-D' && argument !== '-E' && argument !== '-I') names.push(argument);
  }
  if (names.length === 0 && !shell.completing) throw new ShellError('not currently executing completion function');
  for (const name of names.length > 0 ? names : [undefined]) {
    const spec = name === undefined ? undefined : shell.completions.get(name);
    if (name !== undefined && !spec) return complain(shell, `compopt: ${name}: no completion specification`);
    const options = spec ? new Set(spec.options) : (shell.completing ?? new Set<string>());
    for (const [isOn, option] of changes) {
      if (isOn) options.add(option);
      else options.delete(option);
    }
    if (name !== undefined && spec) shell.completions.set(name, { ...spec, options });
  }
  return 0;
};

const completionOptions = new Set(['bashdefault', 'default', 'dirnames', 'filenames', 'noquote', 'nosort', 'nospace', 'plusdirs']);

export const completionBuiltins: Readonly<Record<string, Builtin>> = { complete, compgen, compopt };
