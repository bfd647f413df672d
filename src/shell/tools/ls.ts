import type { FileStat } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { textWidth } from '../line-editor/display-width.ts';
import { formatMode, formatSize, groupName, isDirectory, lstatIfThere, userName } from './file-operands.ts';
import { formatDate } from './format-date.ts';
import { createTool, type ToolArguments } from './tool.ts';

const HALF_YEAR_MS = 15_778_476_000;

const syntax = {
  letters: '1aAdFhlLrRStUiXpognsCx',
  long: {
    all: 'a',
    'almost-all': 'A',
    directory: 'd',
    classify: 'F',
    'human-readable': 'h',
    reverse: 'r',
    recursive: 'R',
    inode: 'i',
    'full-time': 'full-time',
    'group-directories-first': 'group-directories-first',
  },
  longWithValue: ['color', 'sort', 'time-style'],
};

interface Entry {
  readonly name: string;
  readonly full: string;
  readonly stat: FileStat;
}

const lsTool = createTool('ls', syntax, async (process, args) => {
  const operands = args.operands.length > 0 ? args.operands : ['.'];
  const files: Entry[] = [];
  const directories: Entry[] = [];
  let status = 0;
  for (const name of operands) {
    const full = process.resolvePath(name) + (name.endsWith('/') && name !== '/' ? '/' : '');
    const stat = lstatIfThere(process.fs, full);
    if (!stat) {
      const reason = lstatIfThere(process.fs, process.resolvePath(name)) ? 'Not a directory' : 'No such file or directory';
      await process.printError(`ls: cannot access '${name}': ${reason}\n`);
      status = 2;
      continue;
    }
    const followed = stat.type === 'link' && !args.has('l') && process.fs.exists(full) ? process.fs.stat(full) : stat;
    const entry = { name, full, stat: followed };
    (followed.type === 'directory' && !args.has('d') ? directories : files).push(entry);
  }
  await printEntries(process, args, sortEntries(files, args), false);
  const showsTitles = operands.length > 1 || args.has('R');
  let isFirst = files.length === 0;
  const queue = sortEntries(directories, args);
  for (let directory = queue.shift(); directory; directory = queue.shift()) {
    if (showsTitles) await process.print(`${isFirst ? '' : '\n'}${directory.name}:\n`);
    isFirst = false;
    const entries = sortEntries(readDirectory(process, directory.full, args), args);
    await printEntries(process, args, entries, true);
    if (!args.has('R')) continue;
    const { name: parent } = directory;
    const below = entries.filter((entry) => entry.stat.type === 'directory' && entry.name !== '.' && entry.name !== '..');
    queue.unshift(...below.map((entry) => ({ ...entry, name: `${parent.replace(/\/$/, '')}/${entry.name}` })));
  }
  return status;
});

/** `--color` may stand alone; colours are not shown. */
export const ls: typeof lsTool = (process) =>
  lsTool(processWith(process, { argv: process.argv.map((argument) => (argument === '--color' ? '--color=auto' : argument)) }));

function readDirectory(process: Process, path: string, args: ToolArguments): Entry[] {
  const names = process.fs.list(path).filter((name) => args.has('a') || args.has('A') || !name.startsWith('.'));
  const all = args.has('a') ? ['.', '..', ...names] : names;
  return all.map((name) => {
    const full = process.resolvePath(`${path}/${name}`);
    return { name, full, stat: args.has('L') && process.fs.exists(full) ? process.fs.stat(full) : process.fs.lstat(full) };
  });
}

function sortEntries(entries: readonly Entry[], args: ToolArguments): Entry[] {
  const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const extension = (name: string): string => /\.[^.]*$/.exec(name)?.[0] ?? '';
  const kind = args.value('sort') ?? (args.has('U') ? 'none' : args.has('t') ? 'time' : args.has('S') ? 'size' : args.has('X') ? 'extension' : 'name');
  const sorted =
    kind === 'none'
      ? [...entries]
      : entries.toSorted((a, b) => {
          if (kind === 'time') return b.stat.modifiedMs - a.stat.modifiedMs || byName(a, b);
          if (kind === 'size') return b.stat.sizeBytes - a.stat.sizeBytes || byName(a, b);
          if (kind === 'extension' && extension(a.name) !== extension(b.name)) return extension(a.name) < extension(b.name) ? -1 : 1;
          return byName(a, b);
        });
  if (args.has('r')) sorted.reverse();
  return args.has('group-directories-first') ? sorted.toSorted((a, b) => Number(b.stat.type === 'directory') - Number(a.stat.type === 'directory')) : sorted;
}

function mark(process: Process, entry: Entry, args: ToolArguments): string {
  if (args.has('p') && entry.stat.type === 'directory') return '/';
  if (!args.has('F')) return '';
  if (entry.stat.type === 'directory') return '/';
  if (entry.stat.type === 'link') return args.has('l') ? '' : '@';
  return entry.stat.type === 'file' && (entry.stat.mode & 0o111) !== 0 && process.fs.exists(entry.full) ? '*' : '';
}

async function printEntries(process: Process, args: ToolArguments, entries: readonly Entry[], showsTotal: boolean): Promise<void> {
  const isLong = args.has('l') || args.has('o') || args.has('g') || args.has('n') || args.has('full-time');
  if (isLong) {
    await process.print((showsTotal ? `total ${entries.reduce((sum, entry) => sum + blocks(entry.stat), 0)}\n` : '') + longLines(process, args, entries));
    return;
  }
  const names = entries.map((entry) => entry.name + mark(process, entry, args));
  const isWide = (process.stdout.isTty && !args.has('1')) || args.has('C') || args.has('x');
  await process.print(isWide ? inColumns(names, process.tty?.columns ?? 80) : names.map((name) => `${name}\n`).join(''));
}

const blocks = (stat: FileStat): number => (stat.type === 'link' || stat.type === 'device' ? 0 : Math.ceil(stat.sizeBytes / 4096) * 4);

function longLines(process: Process, args: ToolArguments, entries: readonly Entry[]): string {
  const rows = entries.map((entry) => {
    const { stat } = entry;
    const links = stat.type === 'directory' ? 2 + process.fs.list(entry.full).filter((name) => isDirectory(process.fs, `${entry.full}/${name}`)).length : 1;
    const target = stat.type === 'link' ? ` -> ${process.fs.readLink(entry.full)}` : '';
    return [
      formatMode(stat),
      String(links),
      args.has('g') ? '' : args.has('n') ? String(stat.uid) : userName(process, stat.uid),
      args.has('o') ? '' : args.has('n') ? String(stat.gid) : groupName(process, stat.gid),
      args.has('h') ? formatSize(stat.sizeBytes) : String(stat.sizeBytes),
      formatTime(stat.modifiedMs, process.simulation.clock.now, args),
      entry.name + mark(process, entry, args) + target,
    ] as const;
  });
  const width = (column: number): number => Math.max(0, ...rows.map((row) => (row[column] ?? '').length));
  const padded = (row: readonly string[], column: number, alignsRight: boolean): string[] => {
    const text = row[column] ?? '';
    const size = width(column);
    return size === 0 ? [] : [alignsRight ? text.padStart(size) : text.padEnd(size)];
  };
  return rows
    .map(
      (row) => `${[row[0], ...padded(row, 1, true), ...padded(row, 2, false), ...padded(row, 3, false), ...padded(row, 4, true), row[5], row[6]].join(' ')}\n`,
    )
    .join('');
}

function formatTime(modifiedMs: number, nowMs: number, args: ToolArguments): string {
  if (args.has('full-time')) return formatDate('%Y-%m-%d %H:%M:%S.%N %z', modifiedMs);
  if (args.value('time-style') === 'long-iso') return formatDate('%Y-%m-%d %H:%M', modifiedMs);
  const isRecent = modifiedMs <= nowMs && nowMs - modifiedMs < HALF_YEAR_MS;
  return formatDate(isRecent ? '%b %e %H:%M' : '%b %e  %Y', modifiedMs);
}

/** Names in columns, read downwards, as many as fit into the width. */
export function inColumns(names: readonly string[], width: number): string {
  if (names.length === 0) return '';
  for (let rows = 1; ; rows++) {
    const columns: string[][] = [];
    for (let at = 0; at < names.length; at += rows) columns.push(names.slice(at, at + rows));
    const widths = columns.map((column) => Math.max(...column.map(textWidth)));
    const total = widths.reduce((sum, size) => sum + size + 2, -2);
    if (total > width && rows < names.length) continue;
    const lines = Array.from({ length: rows }, (_unused, row) =>
      columns
        .flatMap((column, index) =>
          column[row] === undefined
            ? []
            : [
                index === columns.length - 1 || columns[index + 1]?.[row] === undefined
                  ? column[row]
                  : column[row] + ' '.repeat((widths[index] ?? 0) + 2 - textWidth(column[row])),
              ],
        )
        .join(''),
    );
    return lines.map((line) => `${line}\n`).join('');
  }
}
