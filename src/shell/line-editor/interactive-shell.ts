import { FileError } from '#os/file-system.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import { LimitError } from '#sim/limits.ts';
import { editAndRun, editorOf } from '../builtins/fix-command.ts';
import { addToHistory, readHistory, writeHistory } from '../command-history.ts';
import { ExitFlow, InterruptFlow, LoopFlow, ReturnFlow, ShellError } from '../control-flow.ts';
import { reportFinishedJobs } from '../interpreter/foreground.ts';
import { complain, hasShopt, print, printError, type Shell } from '../shell.ts';
import { isIncomplete } from '../syntax.ts';
import { expandDollars } from '../words/expand-word.ts';
import { elementsOf } from '../words/parameter-value.ts';
import { expandHistory } from './history-expansion.ts';
import { expandPromptEscapes, promptFactsOf } from './prompt.ts';
import { createLineEditor, type LineEditor } from './read-line.ts';
import { createShellCompleter, type ProgramCompleter } from './shell-completer.ts';

/** Who wants to know what an interactive shell is doing. */
export interface ShellHooks {
  /** The shell waits for a line. */
  onPrompt?(): void;
  /** A line was entered and is about to run. @param cause its entry in the trace */
  onCommand?(line: string, cause: number): void;
}

export interface InteractiveOptions {
  readonly hooks?: ShellHooks;
  /** By the program's name. */
  readonly completers?: ReadonlyMap<string, ProgramCompleter>;
}

const DEFAULT_PROMPT = '\\s-\\v\\$ ';
const CONTINUATION_PROMPT = '> ';

/** Creates what runs a shell in a terminal: prompt, line, command, and so on until `exit` or ^D. */
export function createInteractiveShell(options: InteractiveOptions): (shell: Shell) => Promise<number> {
  return async (shell) => {
    const { tty, simulation } = shell.process;
    if (!tty) throw new ShellError('no terminal');
    shell.options.add('monitor').add('history').add('histexpand');
    const editor = createLineEditor({ tty, completer: createShellCompleter(shell, options.completers ?? new Map()) });
    const followSize = (): void => {
      shell.variables.set('COLUMNS', String(tty.columns));
      shell.variables.set('LINES', String(tty.rows));
      editor.resized();
    };
    if (shell.flavour === 'bash') readHistory(shell);
    for (;;) {
      renewInterruption(shell);
      if (shell.traps.get('WINCH') === undefined) shell.process.onSignal('WINCH', followSize);
      if (hasShopt(shell, 'checkwinsize')) followSize();
      await reportFinishedJobs(shell);
      await runPromptCommand(shell);
      options.hooks?.onPrompt?.();
      const outcome = await readCommand(shell, editor);
      if (outcome === undefined) {
        await printError(shell, hasShopt(shell, 'login_shell') ? 'logout\n' : 'exit\n');
        return leave(shell, shell.status);
      }
      const { text: line } = outcome;
      if (outcome.isForEditor) {
        options.hooks?.onCommand?.(line, simulation.trace.record('command', line));
        const ended = await runGuarded(shell, () => editAndRun(shell, line, editorOf(shell)));
        if (ended !== undefined) return leave(shell, ended);
        continue;
      }
      if (line.trim() === '') continue;
      addToHistory(shell, line);
      const cause = simulation.trace.record('command', line);
      options.hooks?.onCommand?.(line, cause);
      const greeting = shell.variables.get('PS0');
      if (greeting) await print(shell, (await formatPrompt(shell, 'PS0')).replace(/[\u0001\u0002]/g, ''));
      const ended = await runGuarded(shell, () => shell.evaluator.evaluate(shell, line));
      if (ended !== undefined) return leave(shell, ended);
    }
  };
}

/** What an interactive shell does last: its history goes into its file. */
async function leave(shell: Shell, status: number): Promise<number> {
  if (shell.flavour !== 'bash' || shell.historyAdded === 0) return status;
  try {
    writeHistory(shell, 'append');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await printError(shell, `bash: ${error.path}: cannot create: ${error.message}\n`);
  }
  return status;
}

/** Runs PROMPT_COMMAND, which leaves `$?` as it was. */
async function runPromptCommand(shell: Shell): Promise<void> {
  const commands = elementsOf(shell, 'PROMPT_COMMAND').map(([, command]) => command);
  const { status } = shell;
  for (const command of commands) if (command.trim() !== '') await runGuarded(shell, () => shell.evaluator.evaluate(shell, command));
  shell.status = status;
}

/** ^C while the shell itself is busy cancels what it waits for; every line begins with a fresh token. */
function renewInterruption(shell: Shell): void {
  shell.interruption = createCancelSource(shell.process.cancel);
  shell.cancel = shell.interruption.token;
  if (shell.traps.get('INT') === undefined) shell.process.onSignal('INT', () => shell.interruption.cancel('INT'));
  for (const ignored of ['TSTP', 'QUIT', 'TERM'] as const) if (shell.traps.get(ignored) === undefined) shell.process.onSignal(ignored, () => {});
}

/** A command as it was entered. */
interface EnteredCommand {
  readonly text: string;
  /** It is to be written on in an editor first (^X^E). */
  readonly isForEditor?: boolean;
}

/** Reads lines until they make a whole command. @returns undefined at the end of input */
async function readCommand(shell: Shell, editor: LineEditor): Promise<EnteredCommand | undefined> {
  let text = '';
  for (;;) {
    const prompt = await formatPrompt(shell, text === '' ? 'PS1' : 'PS2');
    const outcome = await editor.readLine(prompt, shell.history, shell.process.cancel);
    if (outcome.kind === 'interrupted') {
      shell.status = 130;
      return { text: '' };
    }
    if (outcome.kind === 'end') return text === '' ? undefined : { text };
    if (outcome.kind === 'editor') return { text: text === '' ? outcome.text : `${text}\n${outcome.text}`, isForEditor: true };
    const expansion = shell.options.has('histexpand') ? expandHistory(outcome.text, shell.history) : { text: outcome.text, changed: false };
    if ('error' in expansion) {
      await printError(shell, `bash: ${expansion.error}\n`);
      return { text: '' };
    }
    if (expansion.changed) await print(shell, `${expansion.text}\n`);
    text = text === '' ? expansion.text : `${text}\n${expansion.text}`;
    const continues = /(^|[^\\])(\\\\)*\\$/.test(text);
    if (!continues && !isIncomplete(text)) return { text };
  }
}

async function formatPrompt(shell: Shell, name: 'PS0' | 'PS1' | 'PS2'): Promise<string> {
  const text = shell.variables.get(name) ?? (name === 'PS1' ? DEFAULT_PROMPT : CONTINUATION_PROMPT);
  const status = shell.status;
  try {
    return await expandDollars(shell, expandPromptEscapes(text, promptFactsOf(shell)));
  } catch (error) {
    if (error instanceof ShellError) return text;
    throw error;
  } finally {
    shell.status = status;
  }
}

/** Runs what was entered; whatever goes wrong ends it, not the shell. @returns the exit code when it ended the shell */
async function runGuarded(shell: Shell, run: () => Promise<number>): Promise<number | undefined> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ExitFlow) return error.status;
    if (error instanceof Cancelled) {
      if (shell.process.cancel.cancelled) throw error;
      renewInterruption(shell); // the old token would refuse this message too
      await printError(shell, '\n');
      shell.status = 130;
    } else if (error instanceof InterruptFlow || error instanceof ReturnFlow) shell.status = error.status;
    else if (error instanceof LoopFlow) shell.status = 0;
    else if (error instanceof ShellError) shell.status = await complain(shell, error.message, error.status);
    else if (error instanceof LimitError || error instanceof FileError) shell.status = await complain(shell, error.message);
    else throw error;
  }
  return undefined;
}
