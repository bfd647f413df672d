import { FileError } from '#os/file-system.ts';
import { readTextFile } from '#os/open-file.ts';
import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { readAllText } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { isDirectory } from './file-operands.ts';
import { formatDate } from './format-date.ts';
import { type Change, findChanges } from './line-difference.ts';
import { createTool, type ToolArguments } from './tool.ts';

const syntax = {
  letters: 'uU:qsriwbBNaL:ycC:',
  long: {
    unified: 'u',
    brief: 'q',
    'report-identical-files': 's',
    recursive: 'r',
    'ignore-case': 'i',
    'ignore-all-space': 'w',
    'ignore-space-change': 'b',
    'ignore-blank-lines': 'B',
    'new-file': 'N',
    text: 'a',
    label: 'L',
  },
  longWithValue: ['color'],
};
const CONTEXT_LINES = 3;

interface Side {
  readonly name: string;
  readonly lines: readonly string[];
  readonly endsWithNewline: boolean;
  readonly stamp: string;
}

export const diff = createTool('diff', syntax, async (process, args) => {
  if (args.has('y') || args.has('c') || args.has('C')) throw new UsageError('side by side and context formats are not supported; use -u', 2);
  const [left, right, extra] = args.operands;
  if (left === undefined || right === undefined)
    throw new UsageError(`missing operand after '${left ?? 'diff'}'\ndiff: Try 'diff --help' for more information.`, 2);
  if (extra !== undefined) throw new UsageError(`extra operand '${extra}'\ndiff: Try 'diff --help' for more information.`, 2);
  const [leftIsDirectory, rightIsDirectory] = [left, right].map((path) => path !== '-' && isDirectory(process.fs, process.resolvePath(path)));
  if (leftIsDirectory && rightIsDirectory) return compareDirectories(process, left, right, args);
  const name = (path: string): string => path.split('/').at(-1) ?? path;
  return compareFiles(process, leftIsDirectory ? `${left}/${name(right)}` : left, rightIsDirectory ? `${right}/${name(left)}` : right, args);
});

async function readSide(process: Process, path: string, args: ToolArguments, label: string | undefined): Promise<Side | undefined> {
  const full = process.resolvePath(path);
  try {
    const text =
      path === '-' ? await readAllText(process.stdin, process.cancel) : args.has('N') && !process.fs.exists(full) ? '' : await readTextFile(process, path);
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    const modifiedMs = path !== '-' && process.fs.exists(full) ? process.fs.stat(full).modifiedMs : process.simulation.clock.now;
    const stamp = label === undefined ? `${path}\t${formatDate('%Y-%m-%d %H:%M:%S.%N %z', modifiedMs)}` : label;
    return { name: path, lines, endsWithNewline: text === '' || text.endsWith('\n'), stamp };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.printError(`diff: ${path}: ${error.message}\n`);
    return undefined;
  }
}

async function compareFiles(process: Process, left: string, right: string, args: ToolArguments): Promise<number> {
  const [leftLabel, rightLabel] = args.values('L');
  const before = await readSide(process, left, args, leftLabel);
  const after = await readSide(process, right, args, rightLabel);
  if (!before || !after) return 2;
  const changes = findChanges(comparable(before, args), comparable(after, args)).filter((change) => !args.has('B') || !isBlankChange(change, before, after));
  if (changes.length === 0) {
    if (args.has('s')) await process.print(`Files ${left} and ${right} are identical\n`);
    return 0;
  }
  const context = args.value('U');
  if (args.has('q')) await process.print(`Files ${left} and ${right} differ\n`);
  else if (args.has('u') || context !== undefined) await process.print(formatUnified(before, after, changes, Number(context ?? CONTEXT_LINES)));
  else await process.print(formatNormal(before, after, changes));
  return 1;
}

function comparable(side: Side, args: ToolArguments): string[] {
  const lines = side.lines.map((line) => {
    let out = line;
    if (args.has('w')) out = out.replace(/\s+/g, '');
    else if (args.has('b')) out = out.replace(/\s+$/, '').replace(/\s+/g, ' ');
    return args.has('i') ? out.toLowerCase() : out;
  });
  const last = lines.length - 1;
  // A missing line break at the end is a difference.
  if (!side.endsWithNewline && last >= 0) lines[last] = `${lines[last]}\0`;
  return lines;
}

const isBlankChange = (change: Change, before: Side, after: Side): boolean =>
  [...before.lines.slice(change.oldFrom, change.oldTo), ...after.lines.slice(change.newFrom, change.newTo)].every((line) => line.trim() === '');

function showLine(side: Side, index: number, prefix: string): string {
  const isLast = index === side.lines.length - 1 && !side.endsWithNewline;
  return `${prefix}${side.lines[index]}\n${isLast ? '\\ No newline at end of file\n' : ''}`;
}

const showLines = (side: Side, from: number, to: number, prefix: string): string =>
  Array.from({ length: to - from }, (_unused, index) => showLine(side, from + index, prefix)).join('');

function formatNormal(before: Side, after: Side, changes: readonly Change[]): string {
  const range = (from: number, to: number): string => (to - from <= 1 ? String(to === from ? from : from + 1) : `${from + 1},${to}`);
  return changes
    .map((change) => {
      const { oldFrom, oldTo, newFrom, newTo } = change;
      const kind = oldFrom === oldTo ? 'a' : newFrom === newTo ? 'd' : 'c';
      return `${range(oldFrom, oldTo)}${kind}${range(newFrom, newTo)}\n${showLines(before, oldFrom, oldTo, '< ')}${kind === 'c' ? '---\n' : ''}${showLines(after, newFrom, newTo, '> ')}`;
    })
    .join('');
}

function formatUnified(before: Side, after: Side, changes: readonly Change[], context: number): string {
  const groups: Change[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && change.oldFrom - last.oldTo <= 2 * context) group.push(change);
    else groups.push([change]);
  }
  return `--- ${before.stamp}\n+++ ${after.stamp}\n${groups.map((group) => formatHunk(before, after, group, context)).join('')}`;
}

function formatHunk(before: Side, after: Side, group: readonly Change[], context: number): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return '';
  const oldFrom = Math.max(0, first.oldFrom - context);
  const newFrom = Math.max(0, first.newFrom - context);
  const oldTo = Math.min(before.lines.length, last.oldTo + context);
  const newTo = Math.min(after.lines.length, last.newTo + context);
  const range = (from: number, to: number): string => (to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`);
  let text = `@@ -${range(oldFrom, oldTo)} +${range(newFrom, newTo)} @@\n`;
  let at = oldFrom;
  for (const change of group) {
    text +=
      showLines(before, at, change.oldFrom, ' ') + showLines(before, change.oldFrom, change.oldTo, '-') + showLines(after, change.newFrom, change.newTo, '+');
    at = change.oldTo;
  }
  return text + showLines(before, at, oldTo, ' ');
}

async function compareDirectories(process: Process, left: string, right: string, args: ToolArguments): Promise<number> {
  const namesIn = (path: string): readonly string[] => process.fs.list(process.resolvePath(path));
  const names = [...new Set([...namesIn(left), ...namesIn(right)])].sort();
  let status = 0;
  for (const name of names) {
    const [a, b] = [`${left}/${name}`, `${right}/${name}`];
    const [hasLeft, hasRight] = [a, b].map((path) => process.fs.exists(process.resolvePath(path)));
    if (!(hasLeft && hasRight) && !args.has('N')) {
      await process.print(`Only in ${hasLeft ? left : right}: ${name}\n`);
      status = Math.max(status, 1);
      continue;
    }
    const areDirectories = [a, b].every((path) => isDirectory(process.fs, process.resolvePath(path)));
    if (areDirectories) {
      if (args.has('r')) status = Math.max(status, await compareDirectories(process, a, b, args));
      else await process.print(`Common subdirectories: ${a} and ${b}\n`);
      continue;
    }
    status = Math.max(status, await compareInDirectory(process, a, b, args));
  }
  return status;
}

/** A difference found below a directory is headed by the command that would show it alone. */
async function compareInDirectory(process: Process, left: string, right: string, args: ToolArguments): Promise<number> {
  let output = '';
  const quiet: Process = processWith(process, {
    print: async (text) => {
      output += text;
    },
  });
  const status = await compareFiles(quiet, left, right, args);
  if (output !== '') {
    const options = process.argv.slice(1).filter((argument) => argument.startsWith('-'));
    await process.print(args.has('q') ? output : `diff ${[...options, left, right].join(' ')}\n${output}`);
  }
  return status;
}
