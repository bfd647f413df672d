import type { ByteReader } from '#os/stream.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import { ShellError } from '../control-flow.ts';
import { isTerminal, readerAt } from '../descriptors.ts';
import { type InputLine, readLine } from '../interpreter/read-line.ts';
import { type Builtin, printError, type Shell } from '../shell.ts';
import { setElement } from '../words/parameter-value.ts';
import { parseBuiltinOptions } from './builtin-options.ts';

/** Status of a `read -t` whose time ran out: 128 + SIGALRM. */
const TIMED_OUT = 142;
/** Stands before a character that a backslash quoted, until the line is split. */
const QUOTED = '\0';

const read: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'rsep:d:n:N:t:u:a:i:');
  const descriptor = Number(options.value('u') ?? 0);
  if (!shell.descriptors.has(descriptor)) throw new ShellError(`${descriptor}: invalid file descriptor: Bad file descriptor`);
  const reader = readerAt(shell.descriptors, descriptor);
  const prompt = options.value('p');
  if (prompt !== undefined && isTerminal(shell.descriptors, descriptor)) await printError(shell, prompt);
  const timeout = options.value('t');
  const exact = options.value('N');
  const count = exact ?? options.value('n');
  const delimiter = options.value('d');
  const limits = {
    delimiter: exact !== undefined ? undefined : delimiter === undefined ? 10 : delimiter.charCodeAt(0) || 0,
    characters: count === undefined ? undefined : Number(count),
  };
  const isRaw = options.has('r');
  const hidesKeys = options.has('s') && shell.process.tty;
  const line = hidesKeys
    ? await readHidden(shell, reader)
    : await readWithin(shell, timeout === undefined ? undefined : Number(timeout) * 1000, () => readLogicalLine(shell, reader, limits, isRaw));
  if (line === undefined) return TIMED_OUT;
  const arrayName = options.value('a');
  if (exact !== undefined) shell.variables.set(options.rest[0] ?? 'REPLY', line.text.replaceAll(QUOTED, ''));
  else if (arrayName !== undefined) shell.variables.setArray(arrayName, splitFields(shell, line.text).map(unquote));
  else storeFields(shell, options.rest, line.text);
  return line.atEnd ? 1 : 0;
};

/** Reads a line; without `-r` a backslash quotes the next character and joins lines. */
async function readLogicalLine(shell: Shell, reader: ByteReader, limits: Parameters<typeof readLine>[2], isRaw: boolean): Promise<InputLine> {
  let line = await readLine(reader, shell.cancel, limits);
  if (isRaw) return line;
  let text = line.text;
  while (/(^|[^\\])(\\\\)*\\$/.test(text) && !line.atEnd) {
    line = await readLine(reader, shell.cancel, limits);
    text = text.slice(0, -1) + line.text;
  }
  return { text: text.replace(/\\(.)/gs, `${QUOTED}$1`).replace(/\\$/, ''), atEnd: line.atEnd };
}

/** `read -s`: the keys are not shown. */
async function readHidden(shell: Shell, reader: ByteReader): Promise<InputLine> {
  const { tty } = shell.process;
  tty?.setRaw(true);
  try {
    const line = await readLine(reader, shell.cancel, { delimiter: 13 });
    return { ...line, text: line.text.replace(/.?\x7f/g, '') };
  } finally {
    tty?.setRaw(false);
  }
}

/** Runs `body` with a limit in virtual milliseconds. @returns undefined when the time ran out */
async function readWithin<T>(shell: Shell, limitMs: number | undefined, body: () => Promise<T>): Promise<T | undefined> {
  if (limitMs === undefined) return body();
  const outer = shell.cancel;
  const source = createCancelSource(outer);
  const timer = shell.process.simulation.clock.after(limitMs, () => source.cancel('timeout'));
  shell.cancel = source.token;
  try {
    return await body();
  } catch (error) {
    if (error instanceof Cancelled && error.reason === 'timeout') return undefined;
    throw error;
  } finally {
    timer.cancel();
    shell.cancel = outer;
  }
}

const unquote = (text: string): string => text.replaceAll(QUOTED, '');

function storeFields(shell: Shell, names: readonly string[], text: string): void {
  if (names.length === 0) {
    shell.variables.set('REPLY', unquote(text));
    return;
  }
  const fields = splitFields(shell, text, names.length);
  for (const [index, name] of names.entries()) {
    const element = /^(\w+)\[(.*)\]$/.exec(name);
    const value = unquote(fields[index] ?? '');
    if (element) setElement(shell, element[1] ?? '', element[2] ?? '', value);
    else if (/^[A-Za-z_]\w*$/.test(name)) shell.variables.set(name, value);
    else throw new ShellError(`\`${name}': not a valid identifier`);
  }
}

/** Splits at IFS into at most `limit` fields; the last takes the rest of the line. */
function splitFields(shell: Shell, text: string, limit = Number.POSITIVE_INFINITY): string[] {
  const ifs = shell.variables.get('IFS') ?? ' \t\n';
  const isSeparator = (at: number): boolean => text[at - 1] !== QUOTED && ifs.includes(text[at] as string);
  const isBlank = (at: number): boolean => isSeparator(at) && ' \t\n'.includes(text[at] as string);
  const fields: string[] = [];
  let at = 0;
  while (at < text.length && isBlank(at)) at++;
  while (at < text.length) {
    if (fields.length === limit - 1) {
      fields.push(lastField(text.slice(at), ifs));
      break;
    }
    const from = at;
    while (at < text.length && !isSeparator(at)) at++;
    fields.push(text.slice(from, at));
    while (at < text.length && isBlank(at)) at++;
    if (at < text.length && isSeparator(at) && !isBlank(at)) {
      at++;
      while (at < text.length && isBlank(at)) at++;
    }
  }
  return fields;
}

/** The rest of a line: blanks at its end go, and one separator if it is the only one. */
function lastField(rest: string, ifs: string): string {
  let end = rest.length;
  while (end > 0 && ' \t\n'.includes(rest[end - 1] as string) && ifs.includes(rest[end - 1] as string) && rest[end - 2] !== QUOTED) end--;
  const trimmed = rest.slice(0, end);
  const last = trimmed.at(-1);
  const isLoneSeparator = last !== undefined && ifs.includes(last) && !' \t\n'.includes(last) && ![...trimmed.slice(0, -1)].some((char) => ifs.includes(char));
  return isLoneSeparator ? trimmed.slice(0, -1) : trimmed;
}

const mapfile: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'td:n:O:s:u:C:c:');
  const reader = readerAt(shell.descriptors, Number(options.value('u') ?? 0));
  const delimiter = options.value('d');
  const ending = delimiter ?? '\n';
  const most = Number(options.value('n') ?? 0) || Number.POSITIVE_INFINITY;
  const skipped = Number(options.value('s') ?? 0);
  const lines: string[] = [];
  for (let count = 0; lines.length < most; count++) {
    const line = await readLine(reader, shell.cancel, { delimiter: ending.charCodeAt(0) || 0 });
    if (line.atEnd && line.text === '') break;
    if (count >= skipped) lines.push(options.has('t') || line.atEnd ? line.text : line.text + ending);
    if (line.atEnd) break;
  }
  shell.variables.setArray(options.rest[0] ?? 'MAPFILE', lines);
  return 0;
};

export const inputBuiltins: Readonly<Record<string, Builtin>> = { read, mapfile, readarray: mapfile };
