import { FileError } from '#os/file-system.ts';
import type { Shell } from './shell.ts';

const DEFAULT_SIZE = 1000;

const sizeOf = (shell: Shell, name: 'HISTSIZE' | 'HISTFILESIZE'): number => {
  const text = shell.variables.get(name) ?? '';
  return /^\d+$/.test(text) ? Number(text) : text.startsWith('-') ? Number.POSITIVE_INFINITY : DEFAULT_SIZE;
};

const controlsOf = (shell: Shell): readonly string[] => (shell.variables.get('HISTCONTROL') ?? '').split(':');

/** Adds an entered command to the history, as HISTCONTROL, HISTIGNORE and HISTSIZE say. */
export function addToHistory(shell: Shell, command: string): void {
  const controls = controlsOf(shell);
  const ignores = (name: string): boolean => controls.includes(name) || (controls.includes('ignoreboth') && name !== 'erasedups');
  const line = shell.shopt.get('cmdhist') === false ? command : joinCommandLines(command);
  if (ignores('ignorespace') && line.startsWith(' ')) return;
  if (ignores('ignoredups') && shell.history.at(-1) === line) return;
  if (isIgnored(shell, line)) return;
  if (ignores('erasedups')) {
    for (let at = shell.history.length - 1; at >= 0; at--) if (shell.history[at] === line) shell.history.splice(at, 1);
  }
  shell.history.push(line);
  shell.historyAdded++;
  if (shell.history.length > sizeOf(shell, 'HISTSIZE')) shell.history.shift();
}

function isIgnored(shell: Shell, line: string): boolean {
  const patterns = (shell.variables.get('HISTIGNORE') ?? '').split(':').filter((pattern) => pattern !== '');
  return patterns.some((pattern) => {
    if (pattern === '&') return shell.history.at(-1) === line;
    const source = pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replace(/\*/g, '[\\s\\S]*')
      .replace(/\?/g, '[\\s\\S]');
    return new RegExp(`^${source}$`).test(line);
  });
}

/** A command over several lines as one, as bash's `cmdhist` keeps it. Quoted line breaks and here-documents stay. */
export function joinCommandLines(command: string): string {
  if (!command.includes('\n') || /<<-?\s*['"\\]?\w/.test(command)) return command;
  let joined = '';
  let quote = '';
  for (let at = 0; at < command.length; at++) {
    const letter = command[at] ?? '';
    if (letter === '\\' && quote !== "'") {
      if (command[at + 1] === '\n' && quote === '') at++;
      else joined += letter + (command[++at] ?? '');
      continue;
    }
    if (letter === quote) quote = '';
    else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
    if (letter !== '\n' || quote !== '') joined += letter;
    else joined = joined.trimEnd() + separatorAfter(joined.trimEnd(), command.slice(at + 1));
  }
  return joined;
}

/** What takes the place of a line break between two parts of a command. */
function separatorAfter(before: string, after: string): string {
  const opens = /(^|[\s;(])(do|then|else|in|\{|!|if|while|until|elif)$|[|&;({]$/.test(before);
  return before === '' || /^\s*$/.test(after) ? '' : opens ? ' ' : '; ';
}

const fileOf = (shell: Shell): string | undefined => shell.variables.get('HISTFILE') || undefined;

/** Reads the lines of the history file into the history. A file that is not there is an empty one. */
export function readHistory(shell: Shell, path = fileOf(shell)): void {
  if (path === undefined) return;
  const full = shell.process.resolvePath(path);
  try {
    const lines = shell.process.fs.readText(full).split('\n');
    shell.history.push(...lines.filter((line) => line !== ''));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (path !== fileOf(shell)) throw error;
  }
  const limit = sizeOf(shell, 'HISTSIZE');
  if (shell.history.length > limit) shell.history.splice(0, shell.history.length - limit);
}

/** Writes the history to its file: all of it, or (`append`) what this shell added. @throws FileError */
export function writeHistory(shell: Shell, how: 'replace' | 'append', path = fileOf(shell)): void {
  if (path === undefined) return;
  const { fs, user, umask } = shell.process;
  const full = shell.process.resolvePath(path);
  const isNew = !fs.exists(full);
  const before =
    how === 'append' && !isNew
      ? fs
          .readText(full)
          .split('\n')
          .filter((line) => line !== '')
      : [];
  const added = how === 'append' ? (shell.historyAdded > 0 ? shell.history.slice(-shell.historyAdded) : []) : shell.history;
  const lines = [...before, ...added].slice(-Math.min(sizeOf(shell, 'HISTFILESIZE'), Number.MAX_SAFE_INTEGER));
  fs.write(full, lines.map((line) => `${line}\n`).join(''), 0o600 & ~umask);
  if (isNew && user.uid !== 0) fs.changeOwner(full, user.uid, user.gid);
  shell.historyAdded = 0;
}
