import { FileError, type FileStat } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { matchesPattern } from '../words/pattern.ts';
import { formatMode, formatSize } from './file-operands.ts';
import { createTool, type ToolArguments } from './tool.ts';

const syntax = {
  letters: 'adfiFpshrtnCL:I:P:',
  long: { noreport: 'noreport', dirsfirst: 'dirsfirst', prune: 'prune', all: 'a' },
};

/** What was counted on the way. */
interface Count {
  directories: number;
  files: number;
  isOutOfReach: boolean;
}

/** tree 2: folders as a drawing. */
export const tree = createTool('tree', syntax, async (process, args) => {
  const level = args.value('L');
  if (level !== undefined && !(Number(level) > 0)) throw new UsageError('Invalid level, must be greater than 0.');
  const count: Count = { directories: 0, files: 0, isOutOfReach: false };
  for (const operand of args.operands.length > 0 ? args.operands : ['.']) await drawRoot(process, args, operand, count);
  if (!args.has('noreport')) {
    const files = args.has('d') ? '' : `, ${count.files} file${count.files === 1 ? '' : 's'}`;
    await process.print(`\n${count.directories} director${count.directories === 1 ? 'y' : 'ies'}${files}\n`);
  }
  return count.isOutOfReach ? 2 : 0;
});

async function drawRoot(process: Process, args: ToolArguments, operand: string, count: Count): Promise<void> {
  const path = process.resolvePath(operand);
  const { fs } = process;
  if (!fs.exists(path) || fs.stat(path).type !== 'directory') {
    count.isOutOfReach = true;
    await process.print(`${operand}  [error opening dir]\n`);
    return;
  }
  count.directories++;
  await process.print(`${factsOf(args, fs.stat(path))}${operand}${args.has('F') && !operand.endsWith('/') ? '/' : ''}\n`);
  await drawFolder(process, args, { path, shown: operand.replace(/\/$/, ''), indent: '', depth: 1 }, count);
}

interface Folder {
  readonly path: string;
  /** Its path as it was named, for -f. */
  readonly shown: string;
  readonly indent: string;
  readonly depth: number;
}

interface Child {
  readonly name: string;
  readonly stat: FileStat;
}

async function drawFolder(process: Process, args: ToolArguments, folder: Folder, count: Count): Promise<void> {
  process.cancel.throwIfCancelled();
  const limit = args.value('L');
  if (limit !== undefined && folder.depth > Number(limit)) return;
  const children = childrenOf(process, args, folder.path);
  for (const [index, { name, stat }] of children.entries()) {
    const isLast = index === children.length - 1;
    const path = `${folder.path}/${name}`;
    const branch = args.has('i') ? '' : folder.indent + (isLast ? '└── ' : '├── ');
    const target = stat.type === 'link' ? ` -> ${process.fs.readLink(path)}` : '';
    const mark = args.has('F') ? markOf(stat) : '';
    await process.print(`${branch}${factsOf(args, stat)}${args.has('f') ? `${folder.shown}/${name}` : name}${mark}${target}\n`);
    if (stat.type !== 'directory') {
      count.files++;
      continue;
    }
    count.directories++;
    const indent = folder.indent + (isLast ? '    ' : '│\u00a0\u00a0 ');
    await drawFolder(process, args, { path, shown: `${folder.shown}/${name}`, indent, depth: folder.depth + 1 }, count);
  }
}

const markOf = (stat: FileStat): string => (stat.type === 'directory' ? '/' : stat.type === 'file' && (stat.mode & 0o111) !== 0 ? '*' : '');

function factsOf(args: ToolArguments, stat: FileStat): string {
  const facts: string[] = [];
  if (args.has('p')) facts.push(formatMode(stat));
  if (args.has('h')) facts.push(formatSize(stat.sizeBytes).padStart(4));
  else if (args.has('s')) facts.push(String(stat.sizeBytes).padStart(11));
  return facts.length > 0 ? `[${facts.join(' ')}]  ` : '';
}

function childrenOf(process: Process, args: ToolArguments, path: string): readonly Child[] {
  const { fs } = process;
  let names: readonly string[];
  try {
    names = fs.list(path);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
  const matches = (patterns: readonly string[], name: string): boolean =>
    patterns.some((pattern) => pattern.split('|').some((each) => matchesPattern(each.replace(/\/$/, ''), name)));
  const children = names
    .filter((name) => args.has('a') || !name.startsWith('.'))
    .map((name) => ({ name, stat: fs.lstat(`${path}/${name}`) }))
    .filter(({ name, stat }) => !matches(args.values('I'), name) && (!args.has('d') || stat.type === 'directory'))
    .filter(({ name, stat }) => stat.type === 'directory' || !args.has('P') || matches(args.values('P'), name))
    .filter(({ name, stat }) => !args.has('prune') || stat.type !== 'directory' || childrenOf(process, args, `${path}/${name}`).length > 0);
  if (args.has('t')) children.sort((a, b) => a.stat.modifiedMs - b.stat.modifiedMs);
  if (args.has('r')) children.reverse();
  if (!args.has('dirsfirst')) return children;
  return [...children.filter(({ stat }) => stat.type === 'directory'), ...children.filter(({ stat }) => stat.type !== 'directory')];
}
