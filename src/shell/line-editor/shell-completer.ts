import { FileError } from '#os/file-system.ts';
import { commandNames, namesForAction, splitWordList } from '../builtins/completion.ts';
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
  return sorted(names.map((name) => ({ word: `${prefix}${name}${closing}`, label: name, isFinal: true, isLiteral: true })));
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

/** Readline breaks a word at these as well: what is completed is what stands behind the last one. */
function breakWord(shell: Shell, typed: string): readonly string[] {
  const breaks = shell.variables.get('COMP_WORDBREAKS') ?? '';
  const parts: string[] = [];
  for (const part of typed.split(/([=:])/)) {
    if (part === '' && parts.length > 0) continue;
    if ((part === '=' || part === ':') && breaks.includes(part)) parts.push(part);
    else if (parts.length > 0 && !isBreak(parts.at(-1), breaks)) parts.push((parts.pop() ?? '') + part);
    else parts.push(part);
  }
  // Behind a separator an empty word begins, except that bash takes the separator itself for the word.
  return parts;
}

const isBreak = (part: string | undefined, breaks: string): boolean => (part === '=' || part === ':') && breaks.includes(part);

async function completeBySpec(shell: Shell, spec: CompletionSpec, before: readonly string[], typed: string): Promise<readonly Candidate[]> {
  const parts = breakWord(shell, typed);
  const breaks = shell.variables.get('COMP_WORDBREAKS') ?? '';
  const isAtBreak = isBreak(parts.at(-1), breaks);
  const last = isAtBreak ? '' : (parts.at(-1) ?? '');
  const prefix = typed.slice(0, typed.length - last.length);
  const options = new Set(spec.options);
  const words: string[] = [];
  for (const action of spec.actions) words.push(...namesForAction(shell, action, last).filter((name) => name.startsWith(last)));
  if (spec.words !== undefined) words.push(...(await splitWordList(shell, spec.words)).filter((word) => word.startsWith(last)));
  if (spec.functionName !== undefined) {
    const all = [...before.flatMap((word) => breakWord(shell, word)), ...parts];
    words.push(...(await runCompletionFunction(shell, spec.functionName, all, [...before, typed].join(' '), options)));
  }
  const finals = words.filter((word) => word.startsWith(last));
  const unique = [...new Set(finals)].map((word) => ({ word: prefix + word.trimEnd(), label: word.trimEnd(), isFinal: !options.has('nospace') }));
  if (unique.length > 0) return sorted(unique);
  return options.has('default') || options.has('bashdefault') || options.has('filenames') ? completeFile(shell, typed) : [];
}

/** Calls a completion function the way bash does: COMP_WORDS in, COMPREPLY out; `compopt` changes `options` meanwhile. */
async function runCompletionFunction(shell: Shell, name: string, words: readonly string[], line: string, options: Set<string>): Promise<readonly string[]> {
  shell.variables.setArray('COMP_WORDS', [...words]);
  shell.variables.set('COMP_CWORD', String(words.length - 1));
  shell.variables.set('COMP_LINE', line);
  shell.variables.set('COMP_POINT', String(line.length));
  shell.variables.set('COMP_TYPE', '9');
  shell.variables.set('COMP_KEY', '9');
  shell.variables.setArray('COMPREPLY', []);
  const { status, completing } = shell;
  shell.completing = options;
  try {
    await shell.evaluator.runWords(shell, [name, words[0] ?? '', words.at(-1) ?? '', words.at(-2) ?? ''], {});
    return elementsOf(shell, 'COMPREPLY').map(([, value]) => value);
  } finally {
    shell.status = status;
    shell.completing = completing;
    for (const variable of ['COMP_WORDS', 'COMP_CWORD', 'COMP_LINE', 'COMP_POINT', 'COMP_TYPE', 'COMP_KEY', 'COMPREPLY']) shell.variables.unset(variable);
  }
}
