import { FileError } from '#os/file-system.ts';
import { addToHistory, readHistory, writeHistory } from '../command-history.ts';
import { ShellError } from '../control-flow.ts';
import { expandHistory } from '../line-editor/history-expansion.ts';
import { type Builtin, print, type Shell } from '../shell.ts';
import { type BuiltinOptions, parseBuiltinOptions } from './builtin-options.ts';

const umask: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'pS');
  const [text] = options.rest;
  if (text === undefined) {
    const { umask: mask } = shell.process;
    const letters = (shift: number): string => ['r', 'w', 'x'].filter((_letter, index) => ((~mask >> shift) & (4 >> index)) !== 0).join('');
    await print(shell, options.has('S') ? `u=${letters(6)},g=${letters(3)},o=${letters(0)}\n` : `${mask.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (!/^[0-7]{1,4}$/.test(text)) throw new ShellError(`${text}: octal number out of range`);
  shell.process.umask = Number.parseInt(text, 8);
  return 0;
};

/** The limits a container's shell reports; nothing here is enforced but by `simulation.limits`. */
const resourceLimits: Readonly<Record<string, readonly [name: string, unit: string, value: string]>> = {
  c: ['core file size', '(blocks, -c)', '0'],
  d: ['data seg size', '(kbytes, -d)', 'unlimited'],
  f: ['file size', '(blocks, -f)', 'unlimited'],
  l: ['max locked memory', '(kbytes, -l)', '64'],
  m: ['max memory size', '(kbytes, -m)', 'unlimited'],
  n: ['open files', '(-n)', '1048576'],
  s: ['stack size', '(kbytes, -s)', '8192'],
  t: ['cpu time', '(seconds, -t)', 'unlimited'],
  u: ['max user processes', '(-u)', 'unlimited'],
  v: ['virtual memory', '(kbytes, -v)', 'unlimited'],
};

const ulimit: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'HSacdflmnstuv');
  if (options.rest.length > 0) return 0;
  if (options.has('a')) {
    await print(
      shell,
      Object.values(resourceLimits)
        .map(([name, unit, value]) => `${name.padEnd(24)}${unit.padStart(16)} ${value}\n`)
        .join(''),
    );
    return 0;
  }
  const letters = Object.keys(resourceLimits).filter((letter) => options.has(letter));
  for (const letter of letters.length > 0 ? letters : ['f']) await print(shell, `${resourceLimits[letter]?.[2] ?? 'unlimited'}\n`);
  return 0;
};

const times: Builtin = async (shell) => {
  await print(shell, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
  return 0;
};

/** What `history` does with its options; undefined when it is to list. */
async function changeHistory(shell: Shell, options: BuiltinOptions): Promise<number | undefined> {
  const [path] = options.rest;
  const deleted = options.value('d');
  if (options.has('c')) shell.history.length = 0;
  else if (deleted !== undefined) {
    const place = deleted.startsWith('-') ? shell.history.length + 1 + Number(deleted) : Number(deleted);
    if (!(place >= 1 && place <= shell.history.length)) throw new ShellError(`${deleted}: history position out of range`);
    shell.history.splice(place - 1, 1);
  } else if (options.has('s')) addToHistory(shell, options.rest.join(' '));
  else if (options.has('p')) {
    for (const text of options.rest) {
      const expansion = expandHistory(text, shell.history);
      if ('error' in expansion) throw new ShellError(`${text}: history expansion failed`);
      await print(shell, `${expansion.text}\n`);
    }
  } else if (options.has('a')) writeHistory(shell, 'append', path);
  else if (options.has('w')) writeHistory(shell, 'replace', path);
  else if (options.has('r') || options.has('n')) readHistory(shell, path);
  else return undefined;
  return 0;
}

const history: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'cd:anrwps');
  try {
    const status = await changeHistory(shell, options);
    if (status !== undefined) return status;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ShellError(`${error.path}: cannot ${options.has('r') || options.has('n') ? 'open' : 'create'}: ${error.message}`);
  }
  const [count] = options.rest;
  if (count !== undefined && !/^\d+$/.test(count)) throw new ShellError(`${count}: numeric argument required`);
  const from = count === undefined ? 0 : Math.max(0, shell.history.length - Number(count));
  const lines = shell.history.slice(from).map((line, index) => `${String(from + index + 1).padStart(5)}  ${line}\n`);
  await print(shell, lines.join(''));
  return 0;
};

const caller: Builtin = async (shell, args) => {
  const frame = shell.frames.at(-1 - Number(args[0] ?? 0));
  if (!frame) return 1;
  await print(shell, `${frame.line} ${frame.name}\n`);
  return 0;
};

const help: Builtin = async (shell, args) => {
  const names = shell.evaluator.builtinNames();
  const [name] = args.filter((argument) => !argument.startsWith('-'));
  if (name !== undefined && !names.includes(name))
    throw new ShellError(`no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`);
  await print(shell, name === undefined ? `These shell commands are defined internally.\n\n${names.join('\n')}\n` : `${name}: shell builtin\n`);
  return 0;
};

/** Key bindings are fixed. */
const bind: Builtin = () => 0;

export const sessionBuiltins: Readonly<Record<string, Builtin>> = { umask, ulimit, times, history, caller, help, bind };
