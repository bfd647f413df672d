import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { processWith } from '#os/process-view.ts';
import { readLineBatches } from '#os/readers.ts';
import type { ByteReader } from '#os/stream.ts';
import { UsageError } from '#sim/usage-error.ts';
import { escapeRegExp, matchesPattern } from '../words/pattern.ts';
import { translateRegExp } from '../words/posix-regexp.ts';
import { createTool, openOperand, parseCount, type ToolArguments } from './tool.ts';

const syntax = {
  letters: 'EFGPe:f:ivwxcLlm:oqsnHhA:B:C:rRzabIU',
  long: {
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'basic-regexp': 'G',
    'perl-regexp': 'P',
    regexp: 'e',
    file: 'f',
    'ignore-case': 'i',
    'invert-match': 'v',
    'word-regexp': 'w',
    'line-regexp': 'x',
    count: 'c',
    'files-without-match': 'L',
    'files-with-matches': 'l',
    'max-count': 'm',
    'only-matching': 'o',
    quiet: 'q',
    silent: 'q',
    'no-messages': 's',
    'line-number': 'n',
    'with-filename': 'H',
    'no-filename': 'h',
    'after-context': 'A',
    'before-context': 'B',
    context: 'C',
    recursive: 'r',
    'dereference-recursive': 'R',
    'line-buffered': 'line-buffered',
    text: 'a',
    'byte-offset': 'b',
  },
  longWithValue: ['include', 'exclude', 'exclude-dir', 'color', 'colour', 'label'],
};

/** What is looked for and how it is shown; the same for every file. */
interface Search {
  readonly expression: RegExp;
  readonly isInverted: boolean;
  readonly showsNames: boolean;
  readonly showsNumbers: boolean;
  readonly mode: 'lines' | 'count' | 'names' | 'missing' | 'parts' | 'quiet';
  readonly before: number;
  readonly after: number;
  readonly most: number;
}

/** `--color` may stand alone, `-5` is `-C 5`. */
function normalize(argv: readonly string[]): string[] {
  return argv.map((argument, index) =>
    index === 0
      ? argument
      : /^--colou?r$/.test(argument)
        ? '--color=auto'
        : /^-\d+$/.test(argument) && !/^-[mABCef]$/.test(argv[index - 1] ?? '')
          ? `-C${argument.slice(1)}`
          : argument,
  );
}

function createGrep(name: 'grep' | 'egrep' | 'fgrep') {
  const tool = createTool(name, syntax, async (process, args) => {
    const { expression, files } = await readPatterns(process, name, args);
    const isRecursive = args.has('r') || args.has('R');
    const paths = files.length > 0 ? files : [isRecursive ? '.' : '-'];
    const search = createSearch(args, expression, paths, isRecursive);
    let found = false;
    let failed = false;
    for (const path of expandDirectories(process, paths, args, isRecursive)) {
      if (typeof path !== 'string') {
        failed = true;
        if (!args.has('s')) await process.printError(`${name}: ${path.message}\n`);
        continue;
      }
      const reader = await tryOpen(process, name, path, args.has('s'));
      if (!reader) {
        failed = true;
        continue;
      }
      try {
        found = (await searchFile(process, reader, path, search)) || found;
      } finally {
        reader.close();
      }
      if (found && search.mode === 'quiet') return 0;
    }
    return failed ? 2 : found ? 0 : 1;
  });
  return (process: Process): Promise<number> => tool(processWith(process, { argv: normalize(process.argv) }));
}

export const grep = createGrep('grep');
export const egrep = createGrep('egrep');
export const fgrep = createGrep('fgrep');

async function tryOpen(process: Process, name: string, path: string, isSilent: boolean): Promise<ByteReader | undefined> {
  try {
    return openOperand(process, path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (!isSilent) await process.printError(`${name}: ${path}: ${error.message}\n`);
    return undefined;
  }
}

async function readPatterns(process: Process, name: string, args: ToolArguments): Promise<{ expression: RegExp; files: readonly string[] }> {
  const patterns = [...args.values('e')];
  for (const path of args.values('f')) patterns.push(...process.fs.readText(process.resolvePath(path)).replace(/\n$/, '').split('\n'));
  let files = args.operands;
  if (patterns.length === 0) {
    const [pattern, ...rest] = args.operands;
    if (pattern === undefined) throw new UsageError("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.", 2);
    patterns.push(pattern);
    files = rest;
  }
  const dialect = args.order.findLast((option) => 'EFGP'.includes(option)) ?? (name === 'egrep' ? 'E' : name === 'fgrep' ? 'F' : 'G');
  const sources = patterns.flatMap((pattern) => pattern.split('\n')).map((pattern) => patternSource(pattern, dialect));
  let source = sources.map((one) => `(?:${one})`).join('|');
  if (args.has('x')) source = `^(?:${source})$`;
  else if (args.has('w')) source = `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`;
  try {
    return { expression: new RegExp(source, args.has('i') ? 'giu' : 'gu'), files };
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(describeBadPattern(patterns.join('\n')), 2);
    throw error;
  }
}

function patternSource(pattern: string, dialect: string): string {
  if (dialect === 'F') return escapeRegExp(pattern);
  return dialect === 'P' ? pattern : translateRegExp(pattern, dialect === 'E' ? 'extended' : 'basic');
}

function describeBadPattern(pattern: string): string {
  const count = (char: string): number => pattern.split(char).length;
  if (count('[') > count(']')) return 'Unmatched [, [^, [:, [., or [=';
  return count('(') > count(')') ? 'Unmatched ( or \\(' : count(')') > count('(') ? 'Unmatched ) or \\)' : 'Invalid preceding regular expression';
}

function createSearch(args: ToolArguments, expression: RegExp, paths: readonly string[], isRecursive: boolean): Search {
  const context = args.value('C') ?? '0';
  const most = args.value('m');
  const mode = args.has('q') ? 'quiet' : args.has('l') ? 'names' : args.has('L') ? 'missing' : args.has('c') ? 'count' : args.has('o') ? 'parts' : 'lines';
  return {
    expression,
    isInverted: args.has('v'),
    showsNames: !args.has('h') && (args.has('H') || paths.length > 1 || (isRecursive && paths[0] !== '-')),
    showsNumbers: args.has('n'),
    mode,
    before: parseCount(args.value('B') ?? context, 'context length argument'),
    after: parseCount(args.value('A') ?? context, 'context length argument'),
    most: most === undefined ? Number.POSITIVE_INFINITY : parseCount(most, 'max count'),
  };
}

/** The files to search: with `-r` those below the directories; a directory without it is a complaint. */
function* expandDirectories(process: Process, paths: readonly string[], args: ToolArguments, isRecursive: boolean): Generator<string | { message: string }> {
  const { fs } = process;
  const isWanted = (name: string): boolean => {
    const includes = args.values('include');
    return (
      (includes.length === 0 || includes.some((pattern) => matchesPattern(pattern, name))) &&
      !args.values('exclude').some((pattern) => matchesPattern(pattern, name))
    );
  };
  function* below(path: string): Generator<string> {
    for (const name of fs.list(process.resolvePath(path))) {
      const child = path.endsWith('/') ? path + name : `${path}/${name}`;
      const { type } = fs.lstat(process.resolvePath(child));
      if (type === 'directory') {
        if (!args.values('exclude-dir').some((pattern) => matchesPattern(pattern, name))) yield* below(child);
      } else if (isWanted(name) && (type === 'file' || (args.has('R') && fs.exists(process.resolvePath(child))))) yield child;
    }
  }
  for (const path of paths) {
    const full = process.resolvePath(path);
    const isDirectory = path !== '-' && fs.exists(full) && fs.stat(full).type === 'directory';
    if (!isDirectory) yield path;
    else if (isRecursive) for (const child of below(path)) yield path === '.' && args.operands.length < 2 ? child.replace(/^\.\//, '') : child;
    else yield { message: `${path}: Is a directory` };
  }
}

/** Searches one input as its lines come. @returns whether a line was selected */
async function searchFile(process: Process, reader: ByteReader, path: string, search: Search): Promise<boolean> {
  const shownName = path === '-' ? '(standard input)' : path;
  const held: { number: number; text: string }[] = [];
  let count = 0;
  let number = 0;
  let afterLeft = 0;
  let lastShown = 0;
  const hasContext = search.before > 0 || search.after > 0;
  const prefix = (line: number, separator: string): string => (search.showsNames ? shownName + separator : '') + (search.showsNumbers ? line + separator : '');
  const show = (line: { number: number; text: string }, separator: string): string => {
    const gap = hasContext && lastShown > 0 && line.number > lastShown + 1 ? '--\n' : '';
    lastShown = line.number;
    return `${gap}${prefix(line.number, separator)}${line.text}\n`;
  };

  scan: for await (const batch of readLineBatches(reader, process.cancel)) {
    let out = '';
    for (const { text } of batch) {
      number++;
      search.expression.lastIndex = 0;
      const isSelected = count < search.most && search.expression.test(text) !== search.isInverted;
      if (!isSelected) {
        if (search.mode === 'lines' && afterLeft > 0) {
          afterLeft--;
          out += show({ number, text }, '-');
        } else if (search.before > 0) {
          held.push({ number, text });
          if (held.length > search.before) held.shift();
        }
      } else {
        count++;
        if (search.mode === 'quiet' || search.mode === 'names' || search.mode === 'missing') break scan;
        search.expression.lastIndex = 0;
        if (search.mode === 'parts' && !search.isInverted)
          for (const match of text.matchAll(search.expression)) if (match[0] !== '') out += `${prefix(number, ':')}${match[0]}\n`;
        if (search.mode === 'lines') {
          out +=
            held
              .splice(0)
              .map((line) => show(line, '-'))
              .join('') + show({ number, text }, ':');
          afterLeft = search.after;
        }
      }
      if (count >= search.most && afterLeft === 0) {
        await process.print(out);
        break scan;
      }
    }
    if (out !== '') await process.print(out);
  }
  if (search.mode === 'count') await process.print(`${search.showsNames ? `${shownName}:` : ''}${count}\n`);
  if ((search.mode === 'names' && count > 0) || (search.mode === 'missing' && count === 0)) await process.print(`${shownName}\n`);
  return search.mode === 'missing' ? count === 0 : count > 0;
}
