import { FileError } from '#os/file-system.ts';
import { readTextFile } from '#os/open-file.ts';
import type { Process, Program } from '#os/process.ts';
import { readAllText } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { JqError } from './access.ts';
import { builtinScope } from './definitions.ts';
import { evaluate, type JqMachine, type Scope } from './evaluate.ts';
import { filterFunctions, valueFunctions } from './functions.ts';
import { formatJson, isTrue, type Json, type JsonFormat } from './json.ts';
import { JsonSyntaxError, parseJson, parseJsonStream } from './parse-json.ts';
import { parseFilter } from './parser.ts';
import { type Filter, JqSyntaxError } from './syntax-tree.ts';

/** Exit codes: usage and files, programs that are no jq, input that is no JSON, and errors of a program. */
const USAGE = 2;
const BAD_PROGRAM = 3;
const BAD_INPUT = 4;
const FAILED = 5;
/** Calls of functions for one input: a program without end is stopped. */
const MAX_STEPS = 5_000_000;

interface Options {
  readonly flags: ReadonlySet<string>;
  readonly indent: string | undefined;
  readonly program: string | undefined;
  readonly programFile: string | undefined;
  readonly files: readonly string[];
  readonly named: ReadonlyMap<string, Json>;
  readonly positional: readonly Json[];
}

const letterNames: Readonly<Record<string, string>> = {
  n: 'null-input',
  r: 'raw-output',
  R: 'raw-input',
  s: 'slurp',
  c: 'compact-output',
  C: 'color-output',
  M: 'monochrome-output',
  S: 'sort-keys',
  e: 'exit-status',
  a: 'ascii-output',
  j: 'join-output',
  h: 'help',
};
const flagNames = new Set([...Object.values(letterNames), 'tab', 'raw-output0', 'seq', 'unbuffered']);

/** jq(1), on the values of stdin or of files, one after the other. */
export const jq: Program = async (process) => {
  try {
    return await runJq(process, await readOptions(process));
  } catch (error) {
    if (error instanceof JqSyntaxError) {
      await process.printError(`jq: error: ${error.message}\njq: 1 compile error\n`);
      return BAD_PROGRAM;
    }
    if (!(error instanceof UsageError)) throw error;
    await process.printError(`jq: error: ${error.message}\n`);
    return error.exitCode;
  }
};

async function readOptions(process: Process): Promise<Options> {
  const args = process.argv.slice(1);
  const flags = new Set<string>();
  const named = new Map<string, Json>();
  const operands: string[] = [];
  const positional: Json[] = [];
  let mode: 'files' | 'args' | 'jsonargs' = 'files';
  let indent: string | undefined = '  ';
  let programFile: string | undefined;
  const json = (text: string, name: string): Json => {
    try {
      return parseJson(text);
    } catch (error) {
      if (error instanceof JsonSyntaxError) throw new UsageError(`Invalid JSON text passed to --${name}`, USAGE);
      throw error;
    }
  };
  const readText = async (path: string): Promise<string> => {
    try {
      return await readTextFile(process, path);
    } catch (error) {
      if (error instanceof FileError) throw new UsageError(`Could not open ${path}: ${error.message}`, USAGE);
      throw error;
    }
  };
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] as string;
    const take = (): string => {
      const value = args[++at];
      if (value === undefined) throw new UsageError(`${argument} takes a parameter`, USAGE);
      return value;
    };
    if (argument === '--arg') named.set(take(), take());
    else if (argument === '--argjson') named.set(take(), json(take(), 'argjson'));
    else if (argument === '--slurpfile')
      named.set(
        take(),
        [...parseJsonStream(await readText(take()))].map(({ value }) => value),
      );
    else if (argument === '--rawfile') named.set(take(), await readText(take()));
    else if (argument === '--args' || argument === '--jsonargs') mode = argument === '--args' ? 'args' : 'jsonargs';
    else if (argument === '--indent') indent = readIndent(take());
    else if (argument === '--tab') indent = '\t';
    else if (argument === '-f' || argument === '--from-file') programFile = take();
    else if (argument === '--') {
      operands.push(...args.slice(at + 1));
      break;
    } else if (argument.startsWith('--') && flagNames.has(argument.slice(2))) flags.add(argument.slice(2));
    else if (/^-[A-Za-z]+$/.test(argument)) for (const letter of argument.slice(1)) addLetter(flags, letter, argument);
    else if (/^--./.test(argument)) throw new UsageError(`Unknown option: ${argument}`, USAGE);
    else if (operands.length === 0 && programFile === undefined) operands.push(argument);
    else if (mode === 'files') operands.push(argument);
    else positional.push(mode === 'args' ? argument : json(argument, 'jsonargs'));
  }
  const [program, ...rest] = operands;
  return {
    flags,
    indent: flags.has('compact-output') ? undefined : indent,
    program: programFile === undefined ? program : await readText(programFile),
    programFile,
    files: programFile === undefined ? rest : operands,
    named,
    positional,
  };
}

function addLetter(flags: Set<string>, letter: string, argument: string): void {
  const name = letterNames[letter];
  if (name === undefined) throw new UsageError(`Unknown option: ${argument}`, USAGE);
  flags.add(name);
}

function readIndent(text: string): string | undefined {
  const count = Number(text);
  if (!(count >= 0 && count <= 7)) throw new UsageError(`Cannot indent ${count < 0 ? 'less than zero' : 'more than 7 characters'}`, USAGE);
  return count === 0 ? undefined : ' '.repeat(count);
}

async function runJq(process: Process, options: Options): Promise<number> {
  if (options.program === undefined) throw new UsageError('no program given\nUsage:\tjq [OPTIONS] FILTER [FILES...]', USAGE);
  const filter = parseFilter(options.program);
  const inputs = createInputs(options, await readInputText(process, options));
  let notes = '';
  let steps = 0;
  const machine: JqMachine = {
    valueFunctions,
    filterFunctions,
    nextInput: inputs.next,
    environment: process.env,
    nowMs: process.simulation.clock.now,
    note(text) {
      notes += text;
    },
    step() {
      if (++steps > MAX_STEPS) throw new JqError('the program goes round in circles');
    },
  };
  const run = createRunner(process, options, filter, machine);
  let status = 0;
  try {
    if (options.flags.has('null-input')) status = await run(null, 0);
    else {
      for (let value = inputs.next(); value !== undefined; value = inputs.next()) {
        steps = 0;
        status = await run(value, inputs.line());
      }
      if (status === 0 && options.flags.has('exit-status') && inputs.count() === 0) status = 4;
    }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    await process.printError(`jq: parse error: ${error.message}\n`);
    status = BAD_INPUT;
  }
  if (notes !== '') await process.printError(notes);
  return inputs.failed ? USAGE : status;
}

interface Inputs {
  next(): Json | undefined;
  line(): number;
  count(): number;
  readonly failed: boolean;
}

interface InputText {
  readonly text: string;
  readonly failed: boolean;
}

async function readInputText(process: Process, options: Options): Promise<InputText> {
  // With -n nothing is read unless the program asks; a terminal would otherwise be waited for.
  if (options.flags.has('null-input') && options.files.length === 0 && !/\binputs?\b/.test(options.program ?? '')) return { text: '', failed: false };
  if (options.files.length === 0) return { text: await readAllText(process.stdin, process.cancel), failed: false };
  let text = '';
  let failed = false;
  for (const path of options.files) {
    try {
      text += await readTextFile(process, path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.printError(`jq: error: Could not open ${path}: ${error.message}\n`);
      failed = true;
    }
  }
  return { text, failed };
}

function createInputs(options: Options, { text, failed }: InputText): Inputs {
  const isRaw = options.flags.has('raw-input');
  let line = 0;
  let count = 0;
  function* values(): Generator<Json> {
    if (isRaw && options.flags.has('slurp')) yield text;
    else if (isRaw) for (const one of text === '' ? [] : text.replace(/\n$/, '').split('\n')) yield one;
    else if (options.flags.has('slurp')) yield [...parseJsonStream(text)].map(({ value }) => value);
    else {
      for (const parsed of parseJsonStream(text)) {
        line = parsed.line;
        yield parsed.value;
      }
    }
  }
  const stream = values();
  return {
    next() {
      const result = stream.next();
      if (result.done) return undefined;
      count++;
      return result.value;
    },
    line: () => line,
    count: () => count,
    failed,
  };
}

/** What runs the program over one value and prints its results. @returns the exit code so far */
function createRunner(process: Process, options: Options, filter: Filter, machine: JqMachine): (value: Json, line: number) => Promise<number> {
  const { flags } = options;
  const format: JsonFormat = { indent: options.indent, sortsKeys: flags.has('sort-keys'), asciiOnly: flags.has('ascii-output') };
  const isRaw = flags.has('raw-output') || flags.has('join-output') || flags.has('raw-output0');
  const ending = flags.has('join-output') ? '' : flags.has('raw-output0') ? '\0' : '\n';
  let scope: Scope = builtinScope();
  for (const [name, value] of options.named) scope = { parent: scope, variable: [name, value] };
  scope = { parent: scope, variable: ['__prog_args', [...options.positional]] };
  const named: Json = new Map(options.named);
  scope = {
    parent: scope,
    variable: [
      'ARGS',
      new Map<string, Json>([
        ['positional', [...options.positional]],
        ['named', named],
      ]),
    ],
  };

  return async (value, line) => {
    let output = '';
    let failure: JqError | undefined;
    let last: Json | undefined;
    try {
      for (const item of evaluate(filter, { value, path: undefined }, scope, machine)) {
        last = item.value;
        output += (isRaw && typeof item.value === 'string' ? item.value : formatJson(item.value, format)) + ending;
      }
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
      failure = error;
    }
    if (output !== '') await process.print(output);
    if (failure) {
      await process.printError(
        `jq: error (at ${options.files.length > 0 || !flags.has('null-input') ? `<stdin>:${line}` : '<unknown>'}): ${failure.message}\n`,
      );
      return FAILED;
    }
    return flags.has('exit-status') ? (last === undefined ? 4 : isTrue(last) ? 0 : 1) : 0;
  };
}
