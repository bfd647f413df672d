import { decodeText } from '#os/bytes.ts';
import { FileError } from '#os/file-system.ts';
import { readFile } from '#os/open-file.ts';
import type { Process, Program } from '#os/process.ts';
import { evaluator } from './interpreter/evaluator.ts';
import { finishShell } from './interpreter/finish-shell.ts';
import { readLine } from './interpreter/read-line.ts';
import { createInteractiveShell } from './line-editor/interactive-shell.ts';
import { createShell, type Flavour, type Shell } from './shell.ts';
import { optionLetters, optionNames } from './shell-options.ts';
import { isIncomplete, parseProgram } from './syntax.ts';

export interface ShellProgramOptions {
  /** bash for workstations and Debian images; dash is Debian's `sh`, ash is busybox's. */
  readonly flavour: Flavour;
  /** What runs the shell in a terminal, where somebody wants to watch it; by default the same without onlookers. */
  readonly interactive?: (shell: Shell) => Promise<number>;
}

/** How a shell was called. */
interface Invocation {
  readonly command: string | undefined;
  readonly isInteractive: boolean;
  readonly isLogin: boolean;
  readonly readsRc: boolean;
  readonly options: readonly (readonly [name: string, isOn: boolean])[];
  readonly shopt: readonly (readonly [name: string, isOn: boolean])[];
  /** `$0` or a script, then the parameters. */
  readonly operands: readonly string[];
  readonly unknown: string | undefined;
}

/** Creates a shell to be installed as `/bin/bash`, `/bin/sh` or the like: `sh -c text`, scripts, stdin, interactive. */
export function createShellProgram(options: ShellProgramOptions): Program {
  return async (process) => {
    const invocation = parseInvocation(process.argv.slice(1));
    const ownName = (process.argv[0] ?? options.flavour).replace(/^-/, '');
    if (invocation.unknown !== undefined) {
      await process.printError(`${ownName}: ${invocation.unknown}: invalid option\n`);
      return 2;
    }
    if (invocation.operands[0] === '--version') return printVersion(process);
    const [first, ...rest] = invocation.operands;
    const isCommand = invocation.command !== undefined;
    const isScript = !isCommand && first !== undefined;
    const shell = createShell({
      process,
      evaluator,
      flavour: options.flavour,
      name: first ?? ownName,
      positional: isCommand || isScript ? rest : [],
      startLetter: isCommand ? 'c' : isScript ? '' : 's',
    });
    shell.scriptName = isScript ? (first ?? ownName) : isCommand && first !== undefined ? first : lastPart(ownName);
    applyOptions(shell, invocation);
    prepareVariables(shell);
    return finishShell(shell, () => runShell(shell, invocation, isScript, options));
  };
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

async function printVersion(process: Process): Promise<number> {
  await process.print('GNU bash, version 5.2.37(1)-release (x86_64-pc-linux-gnu)\n');
  return 0;
}

async function runShell(shell: Shell, invocation: Invocation, isScript: boolean, options: ShellProgramOptions): Promise<number> {
  if (invocation.command !== undefined) return runCommandText(shell, invocation.command);
  if (isScript) return runScript(shell);
  const isTerminal = shell.process.stdin.isTty && shell.process.stderr.isTty;
  if (!invocation.isInteractive && !isTerminal) return runFromStdin(shell);
  shell.isInteractive = true;
  shell.startLetter = 's';
  shell.shopt.set('login_shell', invocation.isLogin);
  if (options.flavour === 'bash') prepareInteractive(shell);
  if (invocation.readsRc) await readStartFiles(shell, invocation.isLogin);
  return isTerminal ? (options.interactive ?? createInteractiveShell({}))(shell) : runFromStdin(shell);
}

/** Reads commands from stdin as they come; what a command reads itself is taken from behind it. */
async function runFromStdin(shell: Shell): Promise<number> {
  let text = '';
  for (;;) {
    const line = await readLine(shell.process.stdin, shell.cancel);
    text += line.atEnd ? line.text : `${line.text}\n`;
    if (text.trim() !== '' && (line.atEnd || !isIncomplete(text))) {
      await shell.evaluator.evaluate(shell, text);
      text = '';
    }
    if (line.atEnd) return shell.status;
  }
}

/** `-c text`; a single simple command takes the shell's place, as bash does it. */
function runCommandText(shell: Shell, text: string): Promise<number> {
  const { statements, problem, source } = parseProgram(text);
  const [only] = statements;
  if (statements.length !== 1 || problem || only?.command.type !== 'Command' || only.background) return shell.evaluator.evaluate(shell, text);
  shell.source = source;
  return shell.evaluator.runCommand(shell, only.command, true);
}

async function runScript(shell: Shell): Promise<number> {
  const path = shell.name;
  try {
    const text = decodeText(await readFile(shell.process, path));
    return await shell.evaluator.evaluate(shell, text);
  } catch (error) {
    if (!(error instanceof FileError) || error.path !== path) throw error;
    const message = shell.flavour === 'bash' ? `bash: ${path}: ${error.message}` : `sh: can't open '${path}': ${error.message}`;
    await shell.process.printError(`${message}\n`);
    return error.code === 'EACCES' || error.code === 'EISDIR' ? 126 : shell.flavour === 'dash' ? 2 : 127;
  }
}

async function readStartFiles(shell: Shell, isLogin: boolean): Promise<void> {
  const home = shell.variables.get('HOME') ?? '/';
  const profiles = [`${home}/.bash_profile`, `${home}/.bash_login`, `${home}/.profile`];
  const { fs } = shell.process;
  const environmentFile = shell.flavour === 'bash' ? undefined : shell.variables.get('ENV');
  const files = isLogin
    ? ['/etc/profile', profiles.find((path) => fs.exists(path))]
    : shell.flavour === 'bash'
      ? ['/etc/bash.bashrc', `${home}/.bashrc`]
      : [environmentFile];
  for (const path of files) {
    if (path !== undefined && fs.exists(path)) await shell.evaluator.runWords(shell, ['.', path], {});
  }
}

function applyOptions(shell: Shell, invocation: Invocation): void {
  for (const [name, isOn] of invocation.options) {
    if (isOn) shell.options.add(name);
    else shell.options.delete(name);
  }
  for (const [name, isOn] of invocation.shopt) shell.shopt.set(name, isOn);
}

/** The variables of an interactive bash, before its start files may change them. */
function prepareInteractive({ variables, process }: Shell): void {
  for (const [name, value] of [
    ['HISTFILE', `${variables.get('HOME') ?? process.user.home}/.bash_history`],
    ['HISTSIZE', '500'],
    ['HISTFILESIZE', '500'],
  ] as const)
    if (variables.get(name) === undefined) variables.set(name, value);
}

/** The variables every shell sets for itself. */
function prepareVariables(shell: Shell): void {
  const { variables, process } = shell;
  const preset = (name: string, value: string): void => {
    if (variables.get(name) === undefined) variables.set(name, value);
  };
  variables.set('PWD', process.cwd).isExported = true;
  variables.set('IFS', ' \t\n');
  variables.set('OPTIND', '1');
  preset('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  preset('PS4', '+ ');
  const level = Number(variables.get('SHLVL') ?? 0);
  variables.set('SHLVL', String(level + 1)).isExported = true;
  if (shell.flavour !== 'bash') return;
  variables.set('BASH', '/bin/bash');
  variables.set('BASH_VERSION', '5.2.37(1)-release');
  variables.setArray('BASH_VERSINFO', ['5', '2', '37', '1', 'release', 'x86_64-pc-linux-gnu']);
  preset('OSTYPE', 'linux-gnu');
  preset('HOSTTYPE', 'x86_64');
  preset('MACHTYPE', 'x86_64-pc-linux-gnu');
  preset('COMP_WORDBREAKS', ' \t\n"\'><=;|&(:');
}

function parseInvocation(args: readonly string[]): Invocation {
  const options: (readonly [string, boolean])[] = [];
  const shopt: (readonly [string, boolean])[] = [];
  const letterToName = new Map(Object.entries(optionLetters).map(([name, letter]) => [letter, name]));
  let isCommand = false;
  let isInteractive = false;
  let isLogin = false;
  let readsRc = true;
  let unknown: string | undefined;
  let at = 0;
  for (; at < args.length; at++) {
    const argument = args[at] as string;
    if (argument === '--' || argument === '-') {
      at++;
      break;
    }
    if (argument === '--version') break;
    if (argument.startsWith('--')) {
      if (argument === '--norc') readsRc = false;
      else if (argument === '--login') isLogin = true;
      else if (argument !== '--posix' && argument !== '--noprofile' && argument !== '--noediting') unknown = argument;
      continue;
    }
    if (!/^[-+]./.test(argument)) break;
    for (const letter of argument.slice(1)) {
      const name = letterToName.get(letter);
      if (letter === 'c') isCommand = true;
      else if (letter === 'i') isInteractive = true;
      else if (letter === 'l') isLogin = true;
      else if (letter === 's') continue;
      else if (letter === 'o' && optionNames.includes(args[at + 1] ?? '')) options.push([args[++at] as string, argument.startsWith('-')]);
      else if (letter === 'O') shopt.push([args[++at] ?? '', argument.startsWith('-')]);
      else if (name !== undefined) options.push([name, argument.startsWith('-')]);
      else unknown = `-${letter}`;
    }
  }
  const rest = args.slice(at);
  return {
    command: isCommand ? (rest[0] ?? '') : undefined,
    isInteractive,
    isLogin,
    readsRc,
    options,
    shopt,
    operands: isCommand ? rest.slice(1) : rest,
    unknown,
  };
}
