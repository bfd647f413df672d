import { findOnPath } from '#os/executable.ts';
import { FileError } from '#os/file-system.ts';
import { readTextFile } from '#os/open-file.ts';
import { ExitFlow, LoopFlow, ReturnFlow, ShellError } from '../control-flow.ts';
import { descend } from '../interpreter/step.ts';
import { type Builtin, complain, hasShopt, printError, processView, type Shell } from '../shell.ts';

/** A status as `exit` and `return` read it. @throws ShellError status 2 */
function readStatus(shell: Shell, text: string | undefined): number {
  if (text === undefined) return shell.status;
  if (!/^[+-]?\d+$/.test(text)) throw new ShellError(`${text}: numeric argument required`, 2);
  return Number(text) & 255;
}

const exit: Builtin = async (shell, args) => {
  const [text] = args;
  if (shell.isInteractive && shell.flavour === 'bash') await printError(shell, hasShopt(shell, 'login_shell') ? 'logout\n' : 'exit\n');
  if (text !== undefined && !/^[+-]?\d+$/.test(text)) {
    await complain(shell, `exit: ${text}: numeric argument required`);
    throw new ExitFlow(2);
  }
  throw new ExitFlow(readStatus(shell, text));
};

const returns: Builtin = (shell, args) => {
  if (shell.frames.length === 0) throw new ShellError("can only `return' from a function or sourced script");
  throw new ReturnFlow(readStatus(shell, args[0]));
};

const loopBuiltin =
  (kind: 'break' | 'continue'): Builtin =>
  async (shell, args) => {
    const levels = args[0] === undefined ? 1 : Number(args[0]);
    if (!Number.isInteger(levels)) throw new ShellError(`${args[0]}: numeric argument required`, 128);
    if (levels < 1) throw new ShellError(`${args[0]}: loop count out of range`);
    if (shell.loopDepth > 0) throw new LoopFlow(kind, Math.min(levels, shell.loopDepth));
    return complain(shell, `${kind}: only meaningful in a \`for', \`while', or \`until' loop`, 0);
  };

const evaluateText: Builtin = (shell, args) => {
  const text = (args[0] === '--' ? args.slice(1) : args).join(' ');
  return text.trim() === '' ? 0 : shell.evaluator.evaluate(shell, text);
};

const source: Builtin = async (shell, args) => {
  const [name, ...parameters] = args[0] === '--' ? args.slice(1) : args;
  if (name === undefined) throw new ShellError('filename argument required', 2);
  const text = await readSourced(shell, name);
  const ascend = descend(shell, name);
  const { positional, line, scriptName, loopDepth } = shell;
  if (parameters.length > 0) shell.positional = parameters;
  shell.frames.push({ kind: 'source', name, line });
  if (!shell.isInteractive) shell.scriptName = name;
  shell.loopDepth = 0;
  try {
    return await shell.evaluator.evaluate(shell, text);
  } catch (error) {
    if (!(error instanceof ReturnFlow)) throw error;
    return error.status;
  } finally {
    shell.frames.pop();
    if (parameters.length > 0) shell.positional = positional;
    Object.assign(shell, { line, scriptName, loopDepth });
    ascend();
  }
};

async function readSourced(shell: Shell, name: string): Promise<string> {
  const { fs, cwd, user } = shell.process;
  const onPath =
    name.includes('/') || fs.exists(shell.process.resolvePath(name)) ? undefined : findOnPath(fs, name, shell.variables.get('PATH') ?? '', cwd, user);
  try {
    return await readTextFile(processView(shell), onPath ?? name);
  } catch (error) {
    if (error instanceof FileError)
      throw new ShellError(shell.flavour === 'bash' ? `${name}: ${error.message}` : `can't open '${name}': ${error.message}`, shell.flavour === 'bash' ? 1 : 2);
    throw error;
  }
}

export const flowBuiltins: Readonly<Record<string, Builtin>> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  exit,
  logout: exit,
  return: returns,
  break: loopBuiltin('break'),
  continue: loopBuiltin('continue'),
  eval: evaluateText,
  source,
  '.': source,
};
