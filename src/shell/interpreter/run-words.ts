import { findExecutable } from '#os/executable.ts';
import { ExecError } from '#os/process.ts';
import { ExitFlow, ReturnFlow, ShellError } from '../control-flow.ts';
import { extraDescriptors, readerAt, writerAt } from '../descriptors.ts';
import { type Builtin, complain, messagePrefix, printError, type RunOptions, type Shell, type ShellFunction } from '../shell.ts';
import { waitForeground } from './foreground.ts';
import { descend } from './step.ts';
import { runTrap } from './traps.ts';

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** Runs words as a function, a builtin or a program, in this order. */
export async function runWords(shell: Shell, words: readonly string[], builtins: ReadonlyMap<string, Builtin>, options: RunOptions): Promise<number> {
  const [name = '', ...args] = words;
  const definition = options.skipFunctions ? undefined : shell.functions.get(name);
  if (definition) return callFunction(shell, definition, name, args);
  if (name === 'exec') return execProgram(shell, args, options.extraEnvironment);
  const builtin = builtins.get(name);
  if (builtin) return runBuiltin(shell, builtin, name, args);
  return runProgram(shell, words, options);
}

async function runBuiltin(shell: Shell, builtin: Builtin, name: string, args: readonly string[]): Promise<number> {
  try {
    return await builtin(shell, args);
  } catch (error) {
    if (error instanceof ShellError) return complain(shell, `${name}: ${error.message}`, error.status);
    throw error;
  }
}

async function callFunction(shell: Shell, definition: ShellFunction, name: string, args: readonly string[]): Promise<number> {
  const ascend = descend(shell, name);
  const { positional, source, line, loopDepth } = shell;
  shell.positional = args;
  shell.source = definition.source;
  shell.loopDepth = 0;
  shell.frames.push({ kind: 'function', name, line });
  shell.variables.enterScope();
  try {
    return await shell.evaluator.runFunctionBody(shell, definition.body);
  } catch (error) {
    if (!(error instanceof ReturnFlow)) throw error;
    return error.status;
  } finally {
    shell.variables.leaveScope();
    shell.frames.pop();
    Object.assign(shell, { positional, source, line, loopDepth });
    ascend();
    if (shell.traps.get('RETURN')) await runTrap(shell, 'RETURN');
  }
}

function environmentFor(shell: Shell, extra: ReadonlyMap<string, string> | undefined, path: string): Map<string, string> {
  const environment = shell.variables.exported();
  for (const [name, value] of extra ?? []) environment.set(name, value);
  environment.set('_', path);
  return environment;
}

async function runProgram(shell: Shell, words: readonly string[], options: RunOptions): Promise<number> {
  const environment = environmentFor(shell, options.extraEnvironment, words[0] ?? '');
  // A name is looked up on the shell's own PATH, exported or not.
  const searchPath = options.extraEnvironment?.get('PATH') ?? shell.variables.get('PATH');
  const env = searchPath === undefined || environment.has('PATH') ? environment : new Map([...environment, ['PATH', searchPath]]);
  const streams = {
    stdin: readerAt(shell.descriptors, 0),
    stdout: writerAt(shell.descriptors, 1),
    stderr: writerAt(shell.descriptors, 2),
    descriptors: extraDescriptors(shell.descriptors),
    env,
  };
  try {
    if (options.replace && shell.traps.get('EXIT') === undefined) return await shell.process.exec(words, streams);
    const child = shell.process.spawn(words, { ...streams, newGroup: shell.options.has('monitor') });
    const [status = 0] = await waitForeground(shell, [child], words.join(' '));
    return status;
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    return error.code === 'ENOEXEC' ? runScriptFile(shell, words) : reportExecError(shell, words[0] ?? '', error);
  }
}

/** `exec program`: the shell ends with it. */
async function execProgram(shell: Shell, args: readonly string[], extra: ReadonlyMap<string, string> | undefined): Promise<number> {
  const words = args[0] === '-a' ? [args[2] ?? '', ...args.slice(3)] : args.filter((word, index) => index > 0 || (word !== '-c' && word !== '-l'));
  const env = environmentFor(shell, extra, words[0] ?? '');
  try {
    findExecutable(shell.process.fs, { argv: words, path: shell.variables.get('PATH') ?? '', cwd: shell.process.cwd, user: shell.process.user });
  } catch (error) {
    if (!(error instanceof ExecError) || error.code === 'ENOEXEC') throw error;
    const status = error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
    await complain(shell, `exec: ${words[0]}: ${error.code === 'ENOENT' && !words[0]?.includes('/') ? 'not found' : error.message}`);
    if (shell.isInteractive) return status;
    throw new ExitFlow(status);
  }
  const child = shell.process.spawn(words, {
    stdin: readerAt(shell.descriptors, 0),
    stdout: writerAt(shell.descriptors, 1),
    stderr: writerAt(shell.descriptors, 2),
    descriptors: extraDescriptors(shell.descriptors),
    env,
  });
  throw new ExitFlow((await child.wait(shell.process.cancel)).code);
}

/** A text file without `#!`: the shell reads it itself, in a copy that forgets all but the environment. */
async function runScriptFile(shell: Shell, words: readonly string[]): Promise<number> {
  const [path = '', ...args] = words;
  const full = path.includes('/') ? shell.process.resolvePath(path) : path;
  const source = shell.process.fs.readText(full);
  if (source.includes('\0')) return complain(shell, `${path}: cannot execute binary file: Exec format error`, NOT_EXECUTABLE);
  const child = shell.evaluator.runSubshell(
    shell,
    (copy) => {
      copy.positional = args;
      copy.name = path;
      copy.scriptName = path;
      return shell.evaluator.evaluate(copy, source);
    },
    { title: words.join(' ') },
  );
  const [status = 0] = await waitForeground(shell, [child], words.join(' '));
  return status;
}

async function reportExecError(shell: Shell, name: string, error: ExecError): Promise<number> {
  const status = error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
  const isMissingCommand = error.code === 'ENOENT' && !name.includes('/') && !error.message.includes('interpreter');
  const handler = shell.functions.get('command_not_found_handle');
  if (isMissingCommand && handler) return callFunction(shell, handler, 'command_not_found_handle', [name]);
  if (shell.flavour === 'bash') return complain(shell, isMissingCommand ? `${name}: command not found` : `${name}: ${error.message}`, status);
  await printError(shell, `${messagePrefix(shell)}${name}: ${error.code === 'ENOENT' ? 'not found' : error.message}\n`);
  return status;
}
