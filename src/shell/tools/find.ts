import type { FileStat } from '#os/file-system.ts';
import { ExecError, type Process, type Program } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { matchesPattern } from '../words/pattern.ts';
import { formatMode, groupName, lstatIfThere, userName } from './file-operands.ts';
import { formatDate } from './format-date.ts';

interface Candidate {
  /** As find prints it: the starting point and what is below it. */
  readonly path: string;
  readonly full: string;
  readonly stat: FileStat;
  readonly depth: number;
}

/** Whether a file passes; an action passes when it succeeded. */
type Test = (file: Candidate) => Promise<boolean> | boolean;

/** What the walk is told by the expression. */
interface Walk {
  maxDepth: number;
  minDepth: number;
  isDepthFirst: boolean;
  /** Set by -prune for the file that is looked at. */
  isPruned: boolean;
  isQuitting: boolean;
  status: number;
  hasAction: boolean;
  /** Commands of `-exec … {} +` and the paths they are given at the end. */
  readonly batches: { readonly command: readonly string[]; readonly paths: string[] }[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** find(1): walks trees and applies an expression. */
export const find: Program = async (process) => {
  const args = process.argv.slice(1);
  const firstTest = args.findIndex((argument) => /^-.|^[(!]$/.test(argument) && !/^-[HLP]$/.test(argument));
  const starts = (firstTest < 0 ? args : args.slice(0, firstTest)).filter((argument) => !/^-[HLP]$/.test(argument));
  const walk: Walk = {
    maxDepth: Number.POSITIVE_INFINITY,
    minDepth: 0,
    isDepthFirst: false,
    isPruned: false,
    isQuitting: false,
    status: 0,
    hasAction: false,
    batches: [],
  };
  try {
    const expression = createExpressionParser(process, firstTest < 0 ? [] : args.slice(firstTest), walk).whole();
    for (const start of starts.length > 0 ? starts : ['.']) {
      const full = process.resolvePath(start);
      const stat = lstatIfThere(process.fs, full);
      if (stat) await visit(process, { path: start, full, stat, depth: 0 }, expression, walk);
      else {
        await process.printError(`find: '${start}': No such file or directory\n`);
        walk.status = 1;
      }
    }
    for (const { command, paths } of walk.batches) {
      if (paths.length > 0 && !(await runCommand(process, [...command, ...paths], walk))) walk.status = 1;
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.printError(`find: ${error.message}\n`);
    return 1;
  }
  return walk.status;
};

async function visit(process: Process, file: Candidate, expression: Test, walk: Walk): Promise<void> {
  const look = async (): Promise<void> => {
    if (file.depth < walk.minDepth) return;
    const passed = await expression(file);
    if (passed && !walk.hasAction) await process.print(`${file.path}\n`);
  };
  walk.isPruned = false;
  if (!walk.isDepthFirst) await look();
  if (file.stat.type === 'directory' && file.depth < walk.maxDepth && !walk.isPruned && lstatIfThere(process.fs, file.full)) {
    for (const name of process.fs.list(file.full)) {
      if (walk.isQuitting) return;
      const full = `${file.full.replace(/\/$/, '')}/${name}`;
      const stat = lstatIfThere(process.fs, full);
      if (stat)
        await visit(
          process,
          { path: `${file.path.replace(/(.)\/+$/, '$1').replace(/^\/$/, '')}/${name}`, full, stat, depth: file.depth + 1 },
          expression,
          walk,
        );
    }
  }
  walk.isPruned = false;
  if (walk.isDepthFirst && !walk.isQuitting) await look();
}

function createExpressionParser(process: Process, words: readonly string[], walk: Walk) {
  let at = 0;
  const take = (option: string): string => {
    const value = words[at++];
    if (value === undefined) throw new UsageError(`missing argument to \`${option}'`);
    return value;
  };

  const or = (): Test => {
    let left = and();
    while (words[at] === '-o' || words[at] === '-or') {
      at++;
      const [first, second] = [left, and()];
      left = async (file) => (await first(file)) || (await second(file));
    }
    return left;
  };
  const and = (): Test => {
    let left = not();
    while (at < words.length && words[at] !== '-o' && words[at] !== '-or' && words[at] !== ')') {
      if (words[at] === '-a' || words[at] === '-and') at++;
      const [first, second] = [left, not()];
      left = async (file) => (await first(file)) && (await second(file));
    }
    return left;
  };
  const not = (): Test => {
    if (words[at] !== '!' && words[at] !== '-not') return primary();
    at++;
    const inner = not();
    return async (file) => !(await inner(file));
  };
  const primary = (): Test => {
    const word = words[at++];
    if (word === undefined) return () => true;
    if (word !== '(') return readTest(process, word, take, walk, readCommand);
    const inner = or();
    if (words[at++] !== ')') throw new UsageError("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    return inner;
  };
  /** The command of `-exec`, up to `;` or `+`. */
  const readCommand = (option: string): { command: readonly string[]; isMany: boolean } => {
    const end = words.findIndex((word, index) => index >= at && (word === ';' || (word === '+' && words[index - 1] === '{}')));
    if (end < 0) throw new UsageError(`missing argument to \`${option}'`);
    const command = words.slice(at, end);
    at = end + 1;
    return { command, isMany: words[end] === '+' };
  };

  return {
    whole(): Test {
      if (words.length === 0) return () => true;
      const test = or();
      if (at < words.length) throw new UsageError(`unexpected extra predicate '${words[at]}'`);
      return test;
    },
  };
}

/** `+5`, `-5` or `5`. @throws UsageError */
function comparison(text: string, option: string): (value: number) => boolean {
  const match = /^([+-]?)(\d+)$/.exec(text);
  if (!match) throw new UsageError(`invalid argument \`${text}' to \`${option}'`);
  const wanted = Number(match[2]);
  return match[1] === '+' ? (value) => value > wanted : match[1] === '-' ? (value) => value < wanted : (value) => value === wanted;
}

const sizeUnits: Readonly<Record<string, number>> = { '': 512, b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const typeLetters: Readonly<Record<string, FileStat['type']>> = { f: 'file', d: 'directory', l: 'link', c: 'device' };
const nameOf = (file: Candidate): string => file.path.replace(/\/+$/, '').split('/').at(-1) ?? file.path;

type CommandReader = (option: string) => { command: readonly string[]; isMany: boolean };

function readTest(process: Process, word: string, take: (option: string) => string, walk: Walk, readCommand: CommandReader): Test {
  const { now } = process.simulation.clock;
  switch (word) {
    case '-name':
    case '-iname': {
      const pattern = take(word);
      return (file) => matchesPattern(pattern, nameOf(file), word === '-iname');
    }
    case '-path':
    case '-wholename':
    case '-ipath': {
      const pattern = take(word);
      return (file) => matchesPattern(pattern, file.path, word === '-ipath');
    }
    case '-regex': {
      const expression = new RegExp(`^(?:${take(word)})$`);
      return (file) => expression.test(file.path);
    }
    case '-type': {
      const types = take(word).split(',');
      return (file) => types.some((letter) => typeLetters[letter] === file.stat.type);
    }
    case '-maxdepth':
    case '-mindepth': {
      const depth = Number(take(word));
      if (word === '-maxdepth') walk.maxDepth = depth;
      else walk.minDepth = depth;
      return () => true;
    }
    case '-depth':
      walk.isDepthFirst = true;
      return () => true;
    case '-empty':
      return (file) => (file.stat.type === 'directory' ? process.fs.list(file.full).length === 0 : file.stat.type === 'file' && file.stat.sizeBytes === 0);
    case '-size': {
      const match = /^([+-]?\d+)([bcwkMG]?)$/.exec(take(word));
      if (!match) throw new UsageError("invalid argument to `-size'");
      const unit = sizeUnits[match[2] ?? ''] ?? 512;
      const holds = comparison(match[1] ?? '', word);
      return (file) => holds(Math.ceil(file.stat.sizeBytes / unit));
    }
    case '-mtime':
    case '-mmin': {
      const holds = comparison(take(word), word);
      const unit = word === '-mtime' ? DAY_MS : MINUTE_MS;
      return (file) => holds(Math.floor((now - file.stat.modifiedMs) / unit));
    }
    case '-newer': {
      const { modifiedMs } = process.fs.stat(process.resolvePath(take(word)));
      return (file) => file.stat.modifiedMs > modifiedMs;
    }
    case '-perm': {
      const text = take(word);
      const mode = Number.parseInt(text.replace(/^[-/]/, ''), 8);
      return (file) =>
        text.startsWith('-') ? (file.stat.mode & mode) === mode : text.startsWith('/') ? (file.stat.mode & mode) !== 0 : (file.stat.mode & 0o7777) === mode;
    }
    case '-user': {
      const name = take(word);
      return (file) => userName(process, file.stat.uid) === name || String(file.stat.uid) === name;
    }
    case '-executable':
      return (file) => (file.stat.mode & 0o111) !== 0;
    case '-true':
      return () => true;
    case '-false':
      return () => false;
    default:
      return readAction(process, word, take, walk, readCommand);
  }
}

function readAction(process: Process, word: string, take: (option: string) => string, walk: Walk, readCommand: CommandReader): Test {
  const print = async (text: string): Promise<boolean> => {
    await process.print(text);
    return true;
  };
  if (word === '-prune') {
    return () => {
      walk.isPruned = true;
      return true;
    };
  }
  walk.hasAction = true;
  switch (word) {
    case '-print':
      return (file) => print(`${file.path}\n`);
    case '-print0':
      return (file) => print(`${file.path}\0`);
    case '-printf': {
      const format = take(word);
      return (file) => print(formatFile(process, format, file));
    }
    case '-ls':
      return (file) =>
        print(
          `${formatMode(file.stat)} 1 ${userName(process, file.stat.uid)} ${groupName(process, file.stat.gid)} ${file.stat.sizeBytes} ${formatDate('%b %e %H:%M', file.stat.modifiedMs)} ${file.path}\n`,
        );
    case '-quit':
      return () => {
        walk.isQuitting = true;
        return true;
      };
    case '-delete':
      walk.isDepthFirst = true;
      return (file) => {
        if (file.path !== '.') process.fs.remove(file.full);
        return true;
      };
    case '-exec':
    case '-execdir': {
      const { command, isMany } = readCommand(word);
      if (isMany) return collectPaths(command, walk);
      return (file) =>
        runCommand(
          process,
          command.map((part) => part.replaceAll('{}', file.path)),
          walk,
        );
    }
    default:
      throw new UsageError(`unknown predicate \`${word}'`);
  }
}

/** `-exec … {} +`: the paths are gathered and the command runs once, when the walk is over. */
function collectPaths(command: readonly string[], walk: Walk): Test {
  const batch = { command: command.filter((part) => part !== '{}'), paths: [] as string[] };
  walk.batches.push(batch);
  return (file) => {
    batch.paths.push(file.path);
    return true;
  };
}

async function runCommand(process: Process, argv: readonly string[], walk: Walk): Promise<boolean> {
  try {
    return (await process.spawn(argv).wait(process.cancel)).code === 0;
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    await process.printError(`find: '${argv[0]}': ${error.message}\n`);
    walk.status = 1;
    return false;
  }
}

function formatFile(process: Process, format: string, file: Candidate): string {
  return format
    .replace(/%([pfhsmMyudgPTt%])(?:([+@A-Za-z]))?/g, (whole, letter: string, time: string | undefined) => {
      const rest = letter === 'T' ? '' : (time ?? '');
      const values: Readonly<Record<string, string>> = {
        p: file.path,
        f: nameOf(file),
        h: file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '.',
        s: String(file.stat.sizeBytes),
        m: (file.stat.mode & 0o7777).toString(8),
        M: formatMode(file.stat),
        y: file.stat.type === 'directory' ? 'd' : file.stat.type === 'link' ? 'l' : 'f',
        u: userName(process, file.stat.uid),
        g: groupName(process, file.stat.gid),
        d: String(file.depth),
        t: formatDate('%a %b %e %H:%M:%S %Y', file.stat.modifiedMs),
        T: time === '@' ? (file.stat.modifiedMs / 1000).toFixed(10) : formatDate(time === '+' ? '%Y-%m-%d+%H:%M:%S' : `%${time ?? 'c'}`, file.stat.modifiedMs),
        '%': '%',
      };
      return (values[letter] ?? whole) + rest;
    })
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\0/g, '\0');
}
