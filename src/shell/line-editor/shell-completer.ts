import { FileError } from '#os/file-system.ts';
import { commandNames, splitWordList } from '../builtins/completion.ts';
import type { CompletionSpec, Shell } from '../shell.ts';
import { elementsOf } from '../words/parameter-value.ts';
import type { Candidate, Completer } from './completer.ts';

/**
 * Completes the arguments of one program, which knows them best.
 * @param words the command's words, the last of which is to be completed
 */
export type ProgramCompleter = (words: readonly string[], shell: Shell) => Promise<readonly Candidate[]>;

/** Words behind which another command begins. */
const openers = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', 'time', '{', 'sudo', 'watch', 'xargs', 'exec', 'command', 'nohup']);

/**
 * Completes what an interactive shell can: commands, variables, files, what `complete` declared, and the arguments of programs
 * that bring a completer.
 */
export function createShellCompleter(shell: Shell, programs: ReadonlyMap<string, ProgramCompleter>): Completer {
  return async ({ words }) => {
    const typed = words.at(-1) ?? '';
    const before = words.slice(0, -1);
    while (before[0] !== undefined && (openers.has(before[0]) || /^[A-Za-z_]\w*=/.test(before[0]))) before.shift();
    const variable = /^(.*\$\{?)(\w*)$/.exec(typed);
    if (variable) return completeVariable(shell, variable[1] ?? '', variable[2] ?? '');
    const [name] = before;
    if (name === undefined) return typed.includes('/') ? completeFile(shell, typed) : completeCommand(shell, typed);
    const isRedirection = /^\d*(>>?|<)$/.test(before.at(-1) ?? '');
    if (isRedirection) return completeFile(shell, typed);
    const spec = shell.completions.get(name);
    if (spec) return completeBySpec(shell, spec, before, typed);
    const program = programs.get(aliasTarget(shell, name));
    if (!program) return completeFile(shell, typed);
    const found = await program([...expandAlias(shell, before), typed], shell);
    return found.length > 0 ? found : fallsBackToFiles(before, typed) ? completeFile(shell, typed) : [];
  };
}

// Flags that name a file take files although the program knows no better.
const fallsBackToFiles = (before: readonly string[], typed: string): boolean =>
  /^(-f|--filename|--from-file|--kubeconfig|-k)$/.test(before.at(-1) ?? '') || /^(-f|--filename=|--from-file=).+/.test(typed);

const aliasTarget = (shell: Shell, name: string): string => expandAlias(shell, [name])[0] ?? name;

function expandAlias(shell: Shell, words: readonly string[]): readonly string[] {
  const [name = '', ...rest] = words;
  const alias = shell.aliases.get(name);
  return alias === undefined ? words : [...alias.trim().split(/\s+/), ...rest];
}

const sorted = (candidates: readonly Candidate[]): readonly Candidate[] => [...candidates].sort((a, b) => (a.word < b.word ? -1 : 1));

function completeVariable(shell: Shell, prefix: string, typed: string): readonly Candidate[] {
  const names = shell.variables.names().filter((name) => name.startsWith(typed));
  const closing = prefix.endsWith('{') ? '}' : '';
  return sorted(names.map((name) => ({ word: `${prefix}${name}${closing}`, label: name, isFinal: true })));
}

function completeCommand(shell: Shell, typed: string): readonly Candidate[] {
  return commandNames(shell)
    .filter((name) => name.startsWith(typed))
    .map((word) => ({ word, isFinal: true }));
}

/** Files whose path begins as typed; folders end with a slash and go on. */
function completeFile(shell: Shell, typed: string): readonly Candidate[] {
  const { fs } = shell.process;
  const slash = typed.lastIndexOf('/') + 1;
  const [folder, start] = [typed.slice(0, slash), typed.slice(slash)];
  const home = shell.variables.get('HOME') ?? shell.process.user.home;
  const path = shell.process.resolvePath(folder.replace(/^~(?=\/)/, home) || '.');
  try {
    const names = fs.list(path).filter((name) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')));
    return names.map((name) => {
      const isFolder = fs.exists(`${path}/${name}`) && fs.stat(`${path}/${name}`).type === 'directory';
      const end = isFolder ? '/' : '';
      return { word: `${folder}${name}${end}`, label: `${name}${end}`, isFinal: !isFolder };
    });
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

async function completeBySpec(shell: Shell, spec: CompletionSpec, before: readonly string[], typed: string): Promise<readonly Candidate[]> {
  const words: string[] = [];
  if (spec.words !== undefined) words.push(...(await splitWordList(shell, spec.words)));
  if (spec.functionName !== undefined) words.push(...(await runCompletionFunction(shell, spec.functionName, before, typed)));
  const noSpace = spec.options.has('nospace');
  const found = words.filter((word) => word.startsWith(typed)).map((word) => ({ word: word.trimEnd(), isFinal: !noSpace }));
  return found.length > 0 || !spec.options.has('default') ? sorted(found) : completeFile(shell, typed);
}

/** Calls a completion function the way bash does: COMP_WORDS in, COMPREPLY out. */
async function runCompletionFunction(shell: Shell, name: string, before: readonly string[], typed: string): Promise<readonly string[]> {
  const words = [...before, typed];
  const line = words.join(' ');
  shell.variables.setArray('COMP_WORDS', words);
  shell.variables.set('COMP_CWORD', String(words.length - 1));
  shell.variables.set('COMP_LINE', line);
  shell.variables.set('COMP_POINT', String(line.length));
  shell.variables.setArray('COMPREPLY', []);
  const status = shell.status;
  await shell.evaluator.runWords(shell, [name, words[0] ?? '', typed, words.at(-2) ?? ''], {});
  shell.status = status;
  return elementsOf(shell, 'COMPREPLY').map(([, value]) => value);
}
