import { FileError } from '#os/file-system.ts';
import { openForReading, openForWriting, type WriteMode } from '#os/open-file.ts';
import { readerOf } from '#os/readers.ts';
import type { ByteReader, ByteWriter } from '#os/stream.ts';
import { ShellError } from '../control-flow.ts';
import { processView, type Shell } from '../shell.ts';
import type { Redirection, Word } from '../syntax.ts';
import { expandParts, expandToText, expandWords } from '../words/expand-word.ts';

type Stream = ByteReader | ByteWriter;
type WrittenRedirect = Extract<Redirection, { type: 'Redirect' }>;

/**
 * Runs `body` with redirections in place and puts the descriptors back afterwards.
 * @throws ShellError when a file cannot be opened; `body` has not run then
 */
export async function withRedirections<T>(shell: Shell, redirections: readonly Redirection[], body: () => Promise<T>): Promise<T> {
  if (redirections.length === 0) return body();
  const before = shell.descriptors;
  const opened: Stream[] = [];
  try {
    for (const redirection of redirections) await redirect(shell, redirection, opened);
    return await body();
  } finally {
    for (const stream of opened) stream.close();
    shell.descriptors = before;
  }
}

/** What `exec > file` does: the redirections stay. @throws ShellError */
export async function redirectForGood(shell: Shell, redirections: readonly Redirection[]): Promise<void> {
  for (const redirection of redirections) {
    const before = new Set(shell.descriptors.values());
    await redirect(shell, redirection, []);
    const after = new Set(shell.descriptors.values());
    for (const stream of before) if (!after.has(stream)) stream.close();
  }
}

/** Changes the descriptors by one redirection; what it opens is added to `opened`. */
async function redirect(shell: Shell, redirection: Redirection, opened: Stream[]): Promise<void> {
  const open = <T extends Stream>(stream: T): T => {
    opened.push(stream);
    return stream;
  };
  if (redirection.type === 'HereDoc') {
    setDescriptor(shell, descriptorOf(shell, redirection, 0), open(readerOf(await hereDocText(shell, redirection))));
    return;
  }
  if (!redirection.target) throw new ShellError('syntax error: redirection without a target');
  if (redirection.type === 'HereString') {
    setDescriptor(shell, descriptorOf(shell, redirection, 0), open(readerOf(`${await expandToText(shell, redirection.target)}\n`)));
    return;
  }
  const { operator } = redirection;
  if (operator === '<&' || operator === '>&') {
    const target = await expandToText(shell, redirection.target);
    if (/^(\d+-?|-)$/.test(target)) {
      duplicate(shell, redirection, target);
      return;
    }
    if (operator === '<&') throw new ShellError(`${target}: ambiguous redirect`);
  }
  const path = await expandRedirectTarget(shell, redirection.target);
  if (operator === '<') setDescriptor(shell, descriptorOf(shell, redirection, 0), open(openPath(shell, path, 'read')));
  else if (operator === '<>') setDescriptor(shell, descriptorOf(shell, redirection, 0), open(openPath(shell, path, 'read-write')));
  else {
    const writer = open(openPath(shell, path, writeMode(shell, operator)));
    const isBoth = operator === '&>' || operator === '&>>' || (operator === '>&' && !redirection.descriptor);
    setDescriptor(shell, descriptorOf(shell, redirection, 1), writer);
    if (isBoth) setDescriptor(shell, 2, writer);
  }
}

function writeMode(shell: Shell, operator: string): WriteMode {
  if (operator.endsWith('>>')) return 'append';
  return operator !== '>|' && shell.options.has('noclobber') ? 'exclusive' : 'truncate';
}

/** The body of a here-document after its expansions; `<<-` takes the tabs at the start of each line away. */
async function hereDocText(shell: Shell, hereDoc: Extract<Redirection, { type: 'HereDoc' }>): Promise<string> {
  const { body, operator, delimiter } = hereDoc;
  if (!body.parts || delimiter?.quoted) return operator === '<<-' ? body.text.replace(/^\t+/gm, '') : unescapeBody(body.text, delimiter?.quoted ?? false);
  const text = await expandParts(shell, body.parts);
  return operator === '<<-' ? text.replace(/^\t+/gm, '') : text;
}

/** A body without expansions still has its `\$`, `\\` and continued lines. */
function unescapeBody(text: string, isQuoted: boolean): string {
  return isQuoted ? text : text.replace(/\\([$`\\])|\\\n/g, '$1');
}

/** The one path a redirection's target expands to. @throws ShellError */
export async function expandRedirectTarget(shell: Shell, word: Word): Promise<string> {
  const [path, ...more] = await expandWords(shell, [word]);
  if (path === undefined || more.length > 0) throw new ShellError(`${word.text}: ambiguous redirect`);
  return path;
}

function openPath(shell: Shell, path: string, mode: 'read'): ByteReader;
function openPath(shell: Shell, path: string, mode: WriteMode | 'read' | 'read-write'): ByteReader & ByteWriter;
function openPath(shell: Shell, path: string, mode: WriteMode | 'read' | 'read-write'): Stream {
  const view = processView(shell);
  try {
    if (path === '') throw new ShellError(': No such file or directory');
    if (mode === 'read-write') {
      if (!shell.process.fs.exists(view.resolvePath(path))) openForWriting(view, path, 'append').close();
      return openForReading(view, path);
    }
    return mode === 'read' ? openForReading(view, path) : openForWriting(view, path, mode);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ShellError(error.code === 'EEXIST' ? `${path}: cannot overwrite existing file` : describeOpenError(shell, path, error, mode));
  }
}

/** bash names the file; dash and ash say what they tried, too. */
function describeOpenError(shell: Shell, path: string, error: FileError, mode: string): string {
  if (shell.flavour === 'bash') return `${path}: ${error.message}`;
  const isReading = mode === 'read';
  const reason = error.code === 'ENOENT' ? (isReading ? 'no such file' : 'nonexistent directory') : error.message;
  if (shell.flavour === 'ash') return `can't ${isReading ? 'open' : 'create'} ${path}: ${reason}`;
  return `cannot ${isReading ? 'open' : 'create'} ${path}: ${isReading && error.code === 'ENOENT' ? 'No such file' : error.code === 'ENOENT' ? 'Directory nonexistent' : error.message}`;
}

/** `2>&1`, `3<&0`, `3>&-`, `3>&1-`. */
function duplicate(shell: Shell, redirection: WrittenRedirect, target: string): void {
  const to = descriptorOf(shell, redirection, redirection.operator === '<&' ? 0 : 1);
  if (target === '-') {
    setDescriptor(shell, to, undefined);
    return;
  }
  const from = Number.parseInt(target, 10);
  const stream = shell.descriptors.get(from);
  if (!stream) throw new ShellError(`${from}: Bad file descriptor`);
  setDescriptor(shell, to, stream);
  if (target.endsWith('-') && from !== to) setDescriptor(shell, from, undefined);
}

/** The number a redirection is about; `{name}>` takes a free one from 10 on and stores it. */
function descriptorOf(shell: Shell, redirection: Redirection, usual: number): number {
  const { descriptor } = redirection;
  if (!descriptor) return usual;
  if (descriptor.type === 'FileDescriptor') return descriptor.value;
  const isClosing = redirection.type === 'Redirect' && redirection.target?.text === '-';
  if (isClosing) return Number(shell.variables.get(descriptor.name));
  let free = 10;
  while (shell.descriptors.has(free)) free++;
  shell.variables.set(descriptor.name, String(free));
  return free;
}

function setDescriptor(shell: Shell, number: number, stream: Stream | undefined): void {
  const changed = new Map(shell.descriptors);
  if (stream) changed.set(number, stream);
  else changed.delete(number);
  shell.descriptors = changed;
}
