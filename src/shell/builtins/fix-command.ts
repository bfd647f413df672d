import { FileError } from '#os/file-system.ts';
import { addToHistory } from '../command-history.ts';
import { ShellError } from '../control-flow.ts';
import { type Builtin, print, printError, type Shell } from '../shell.ts';
import { parseBuiltinOptions } from './builtin-options.ts';

const LISTED = 16;

/** The index a number, a negative offset or the beginning of a command stands for. @throws ShellError */
function placeOf(shell: Shell, text: string, isListing: boolean): number {
  const { history } = shell;
  // `fc` itself is the newest line.
  const last = history.length - (isListing ? 1 : 2);
  if (/^-?\d+$/.test(text)) {
    const number = Number(text);
    const place = number > 0 ? number - 1 : number === 0 ? history.length - 1 : history.length - 1 + number;
    return Math.max(0, Math.min(last, place));
  }
  const place = history.slice(0, -1).findLastIndex((line) => line.startsWith(text));
  if (place < 0) throw new ShellError('no command found');
  return place;
}

/**
 * Lets the user write commands in an editor and runs what is saved: `fc`, and ^X^E.
 * @throws ShellError when there is no editor to run
 */
export async function editAndRun(shell: Shell, text: string, editor: string): Promise<number> {
  const { fs, simulation, user } = shell.process;
  const path = `/tmp/bash-fc.${simulation.random.fork(`fc/${shell.process.pid}/${simulation.clock.now}`).suffix(6)}`;
  try {
    fs.write(path, `${text}\n`, 0o600);
    if (user.uid !== 0) fs.changeOwner(path, user.uid, user.gid);
    const status = await shell.evaluator.evaluate(shell, `${editor} ${path}`);
    if (status !== 0) return status;
    const edited = fs.readText(path).replace(/\n+$/, '');
    if (edited.trim() === '') return 0;
    await printError(shell, `${edited}\n`);
    addToHistory(shell, edited);
    return await shell.evaluator.evaluate(shell, edited);
  } catch (error) {
    if (error instanceof FileError) throw new ShellError(`${error.path}: ${error.message}`);
    throw error;
  } finally {
    fs.remove(path, { force: true });
  }
}

/** The editor of `fc` and ^X^E. */
export const editorOf = (shell: Shell): string => shell.variables.get('FCEDIT') || shell.variables.get('VISUAL') || shell.variables.get('EDITOR') || 'vi';

const fc: Builtin = async (shell, args) => {
  const operandsFrom = args.findIndex((argument) => /^-\d+$/.test(argument));
  const numbers = operandsFrom < 0 ? [] : args.slice(operandsFrom);
  const options = parseBuiltinOptions(operandsFrom < 0 ? args : args.slice(0, operandsFrom), 'e:lnrs');
  const rest = [...options.rest, ...numbers];
  const isListing = options.has('l');
  if (options.has('s')) {
    const change = /^([^=]+)=(.*)$/.exec(rest[0] ?? '');
    const line = shell.history[placeOf(shell, (change ? rest[1] : rest[0]) ?? '-1', false)] ?? '';
    const command = change ? line.replaceAll(change[1] ?? '', () => change[2] ?? '') : line;
    shell.history[shell.history.length - 1] = command;
    await printError(shell, `${command}\n`);
    return shell.evaluator.evaluate(shell, command);
  }
  const from = placeOf(shell, rest[0] ?? (isListing ? `-${LISTED}` : '-1'), isListing);
  const to =
    rest[1] === undefined
      ? isListing && rest[0] !== undefined
        ? shell.history.length - 2
        : isListing
          ? shell.history.length - 2
          : from
      : placeOf(shell, rest[1], isListing);
  const places = Array.from({ length: Math.abs(to - from) + 1 }, (_unused, index) => from + (to < from ? -index : index));
  if (options.has('r')) places.reverse();
  if (!isListing) return editAndRun(shell, places.map((place) => shell.history[place] ?? '').join('\n'), options.value('e') ?? editorOf(shell));
  await print(shell, places.map((place) => `${options.has('n') ? '' : place + 1}\t ${shell.history[place] ?? ''}\n`).join(''));
  return 0;
};

export const fixCommandBuiltins: Readonly<Record<string, Builtin>> = { fc };
