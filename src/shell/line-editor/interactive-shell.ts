import { FileError } from '#os/file-system.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import { LimitError } from '#sim/limits.ts';
import { ExitFlow, InterruptFlow, LoopFlow, ReturnFlow, ShellError } from '../control-flow.ts';
import { reportFinishedJobs } from '../interpreter/foreground.ts';
import { complain, print, printError, type Shell } from '../shell.ts';
import { isIncomplete } from '../syntax.ts';
import { expandDollars } from '../words/expand-word.ts';
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
const HISTORY_LIMIT = 1000;

/** Creates what runs a shell in a terminal: prompt, line, command, and so on until `exit` or ^D. */
export function createInteractiveShell(options: InteractiveOptions): (shell: Shell) => Promise<number> {
  return async (shell) => {
    const { tty, simulation } = shell.process;
    if (!tty) throw new ShellError('no terminal');
    shell.options.add('monitor').add('history').add('histexpand');
    const editor = createLineEditor({ tty, completer: createShellCompleter(shell, options.completers ?? new Map()) });
    for (;;) {
      renewInterruption(shell);
      await reportFinishedJobs(shell);
      options.hooks?.onPrompt?.();
      const line = await readCommand(shell, editor);
      if (line === undefined) {
        await printError(shell, shell.process.parentPid === 0 ? 'logout\n' : 'exit\n');
        return shell.status;
      }
      if (line.trim() === '') continue;
      shell.history.push(line);
      if (shell.history.length > HISTORY_LIMIT) shell.history.shift();
      const cause = simulation.trace.record('command', line);
      options.hooks?.onCommand?.(line, cause);
      const ended = await runLine(shell, line);
      if (ended !== undefined) return ended;
    }
  };
}

/** ^C while the shell itself is busy cancels what it waits for; every line begins with a fresh token. */
function renewInterruption(shell: Shell): void {
  shell.interruption = createCancelSource(shell.process.cancel);
  shell.cancel = shell.interruption.token;
  if (shell.traps.get('INT') === undefined) shell.process.onSignal('INT', () => shell.interruption.cancel('INT'));
  for (const ignored of ['TSTP', 'QUIT', 'TERM'] as const) if (shell.traps.get(ignored) === undefined) shell.process.onSignal(ignored, () => {});
}

/** Reads lines until they make a whole command. @returns undefined at the end of input */
async function readCommand(shell: Shell, editor: LineEditor): Promise<string | undefined> {
  let text = '';
  for (;;) {
    const prompt = await formatPrompt(shell, text === '' ? 'PS1' : 'PS2');
    const outcome = await editor.readLine(prompt, shell.history, shell.process.cancel);
    if (outcome.kind === 'interrupted') {
      shell.status = 130;
      return '';
    }
    if (outcome.kind === 'end') return text === '' ? undefined : text;
    const expansion = shell.options.has('histexpand') ? expandHistory(outcome.text, shell.history) : { text: outcome.text, changed: false };
    if ('error' in expansion) {
      await printError(shell, `bash: ${expansion.error}\n`);
      return '';
    }
    if (expansion.changed) await print(shell, `${expansion.text}\n`);
    text = text === '' ? expansion.text : `${text}\n${expansion.text}`;
    const continues = /(^|[^\\])(\\\\)*\\$/.test(text);
    if (!continues && !isIncomplete(text)) return text;
  }
}

async function formatPrompt(shell: Shell, name: 'PS1' | 'PS2'): Promise<string> {
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

/** Runs one entered line. @returns the exit code when it ended the shell */
async function runLine(shell: Shell, line: string): Promise<number | undefined> {
  try {
    await shell.evaluator.evaluate(shell, line);
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
