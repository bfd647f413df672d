import { FileError } from '#os/file-system.ts';
import { openForReading } from '#os/open-file.ts';
import type { Process, Program } from '#os/process.ts';
import type { ByteReader } from '#os/stream.ts';
import { UsageError } from '#sim/usage-error.ts';

/** The options a tool knows. */
export interface ToolSyntax {
  /** Short options; one followed by `:` takes a value. */
  readonly letters: string;
  /** Long options and the short ones they mean: `{ lines: 'n' }`. One that has no letter of its own maps to its name. */
  readonly long?: Readonly<Record<string, string>>;
  /** Long options without a letter that take a value. */
  readonly longWithValue?: readonly string[];
  /** The first operand ends the options (`env`, `timeout`, `xargs`). */
  readonly stopsAtOperand?: boolean;
}

/** Options as given. */
export interface ToolArguments {
  has(option: string): boolean;
  /** The last value given. */
  value(option: string): string | undefined;
  /** Every value given, in order. */
  values(option: string): readonly string[];
  /** The options in the order they were given. */
  readonly order: readonly string[];
  readonly operands: readonly string[];
}

export type ToolRun = (process: Process, args: ToolArguments) => Promise<number>;

/** Makes a program of a tool: reads its options, and prints what it complains of. */
export function createTool(name: string, syntax: ToolSyntax, run: ToolRun): Program {
  return async (process) => {
    try {
      return await run(process, parseToolArguments(name, process.argv.slice(1), syntax));
    } catch (error) {
      if (error instanceof UsageError) await process.printError(`${name}: ${error.message}\n`);
      else if (error instanceof FileError) await process.printError(`${name}: ${error.path}: ${error.message}\n`);
      else throw error;
      return error instanceof UsageError ? error.exitCode : 1;
    }
  };
}

/** Reads options as getopt_long does: they may stand anywhere, be joined, and be cut short if that is unambiguous. */
export function parseToolArguments(name: string, args: readonly string[], syntax: ToolSyntax): ToolArguments {
  const given: (readonly [string, string])[] = [];
  const operands: string[] = [];
  const fail = (message: string): UsageError => new UsageError(`${message}\nTry '${name} --help' for more information.`, usageExitCode(name));
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] as string;
    if (argument === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (argument.startsWith('--')) {
      const [option, value] = readLong(argument, syntax, fail);
      if (value !== undefined || !takesValue(option, syntax)) given.push([option, value ?? '']);
      else if (at + 1 < args.length) given.push([option, args[++at] as string]);
      else throw fail(`option '${argument}' requires an argument`);
    } else if (argument.length > 1 && argument.startsWith('-')) at = readShort(args, at, syntax, given, fail);
    else if (syntax.stopsAtOperand) {
      operands.push(...args.slice(at));
      break;
    } else operands.push(argument);
  }
  return {
    has: (option) => given.some(([key]) => key === option),
    value: (option) => given.findLast(([key]) => key === option)?.[1],
    values: (option) => given.flatMap(([key, value]) => (key === option ? [value] : [])),
    order: given.map(([key]) => key),
    operands,
  };
}

type Fail = (message: string) => UsageError;

const takesValue = (option: string, syntax: ToolSyntax): boolean =>
  option.length === 1
    ? syntax.letters[syntax.letters.indexOf(option) + 1] === ':' && syntax.letters.includes(option)
    : (syntax.longWithValue ?? []).includes(option);

function readLong(argument: string, syntax: ToolSyntax, fail: Fail): [option: string, value: string | undefined] {
  const [, typed = '', , value] = /^--([^=]*)(=(.*))?$/s.exec(argument) ?? [];
  const names = [...Object.keys(syntax.long ?? {}), ...(syntax.longWithValue ?? [])];
  const matches = names.includes(typed) ? [typed] : names.filter((name) => name.startsWith(typed));
  const [match] = matches;
  if (match === undefined) throw fail(`unrecognized option '--${typed}'`);
  if (matches.length > 1) throw fail(`option '--${typed}' is ambiguous; possibilities: ${matches.map((name) => `'--${name}'`).join(' ')}`);
  const option = syntax.long?.[match] ?? match;
  return [option, value];
}

/** Reads a bundle of short options. @returns the index of the last argument it used */
function readShort(args: readonly string[], index: number, syntax: ToolSyntax, given: (readonly [string, string])[], fail: Fail): number {
  const bundle = args[index] as string;
  for (let place = 1; place < bundle.length; place++) {
    const letter = bundle[place] as string;
    if (letter === ':' || !syntax.letters.includes(letter)) throw fail(`invalid option -- '${letter}'`);
    if (!takesValue(letter, syntax)) {
      given.push([letter, '']);
      continue;
    }
    const joined = bundle.slice(place + 1);
    const value = joined || args[index + 1];
    if (value === undefined) throw fail(`option requires an argument -- '${letter}'`);
    given.push([letter, value]);
    return joined ? index : index + 1;
  }
  return index;
}

/** Tools whose exit code 1 means something else say 2 when they were called wrongly. */
function usageExitCode(name: string): number {
  if (name === 'timeout' || name === 'env') return 125;
  return ['grep', 'egrep', 'fgrep', 'diff', 'sort', 'ls', 'test', 'cmp'].includes(name) ? 2 : 1;
}

/** Opens an operand of a tool; `-` is stdin. The caller closes it. @throws FileError */
export function openOperand(process: Process, path: string): ByteReader {
  return path === '-' ? process.stdin.retain() : openForReading(process, path);
}

/**
 * Calls `use` with each input in turn (stdin when there are no operands). One that cannot be opened is complained of.
 * @returns 1 when one could not be opened or read, else 0
 */
export async function forEachInput(
  process: Process,
  name: string,
  operands: readonly string[],
  use: (reader: ByteReader, path: string, index: number) => Promise<void>,
): Promise<number> {
  let status = 0;
  for (const [index, path] of (operands.length > 0 ? operands : ['-']).entries()) {
    let reader: ByteReader;
    try {
      reader = openOperand(process, path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.printError(`${name}: ${path}: ${error.message}\n`);
      status = 1;
      continue;
    }
    try {
      await use(reader, path, index);
    } finally {
      reader.close();
    }
  }
  return status;
}

/** A whole number of an option. @throws UsageError */
export function parseCount(text: string, what: string): number {
  const match = /^(\d+)([kKMGb]?)B?$/.exec(text);
  if (!match) throw new UsageError(`invalid ${what}: '${text}'`);
  const factors: Readonly<Record<string, number>> = { '': 1, b: 512, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
  return Number(match[1]) * (factors[match[2] ?? ''] ?? 1);
}
