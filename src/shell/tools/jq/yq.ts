import { FileError } from '#os/file-system.ts';
import { readTextFile } from '#os/open-file.ts';
import type { Process, Program } from '#os/process.ts';
import { readAllText } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { JqError } from './access.ts';
import { builtinScope } from './definitions.ts';
import { evaluate, type JqMachine, type Scope } from './evaluate.ts';
import { filterFunctions, valueFunctions } from './functions.ts';
import { formatJson, isTrue, type Json } from './json.ts';
import { parseJson } from './parse-json.ts';
import { parseFilter } from './parser.ts';
import { type Filter, JqSyntaxError } from './syntax-tree.ts';

/** What reads and writes YAML. */
export interface YamlCodec {
  /** The documents of a file, as JavaScript's values. @throws UsageError */
  parse(text: string): readonly unknown[];
  /** Ends with a line break. */
  format(value: unknown): string;
}

const MAX_STEPS = 5_000_000;

interface Options {
  readonly flags: ReadonlySet<string>;
  readonly output: 'yaml' | 'json';
  readonly indent: number;
  readonly expression: string;
  readonly files: readonly string[];
}

const flagNames: Readonly<Record<string, string>> = {
  '-i': 'inplace',
  '--inplace': 'inplace',
  '-n': 'null-input',
  '--null-input': 'null-input',
  '-e': 'exit-status',
  '--exit-status': 'exit-status',
  '-r': 'raw',
  '--unwrapScalar': 'raw',
  '-N': 'no-doc',
  '--no-doc': 'no-doc',
  '-P': 'pretty',
  '--prettyPrint': 'pretty',
  '-M': 'no-colors',
  '--no-colors': 'no-colors',
  '-j': 'json',
  '--tojson': 'json',
};

/**
 * yq: jq's language on YAML. Comments are not kept; a file that has some is therefore not changed in place.
 * @param yaml how YAML is read and written
 */
export function createYq(yaml: YamlCodec): Program {
  return async (process) => {
    try {
      return await run(process, readOptions(process), yaml);
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof JqSyntaxError || error instanceof JqError)) throw error;
      await process.printError(`Error: ${error.message}\n`);
      return 1;
    }
  };
}

function readOptions(process: Process): Options {
  const flags = new Set<string>();
  const operands: string[] = [];
  let output: Options['output'] = 'yaml';
  let indent = 2;
  const args = process.argv.slice(1);
  if (args[0] === 'eval' || args[0] === 'e') args.shift();
  else if (args[0] === 'eval-all' || args[0] === 'ea') throw new UsageError('eval-all is not supported: use eval');
  for (let at = 0; at < args.length; at++) {
    const [, name = args[at] ?? '', joined] = /^(--[\w-]+|-[oIp])=(.*)$/.exec(args[at] ?? '') ?? [];
    const take = (): string => joined ?? args[++at] ?? '';
    if (name === '-o' || name === '--output-format' || /^-o\w/.test(name)) {
      const format = /^-o(\w+)$/.exec(name)?.[1] ?? take();
      if (!['yaml', 'y', 'json', 'j'].includes(format)) throw new UsageError(`unknown format '${format}' please use [yaml|json]`);
      output = format.startsWith('j') ? 'json' : 'yaml';
    } else if (name === '-p' || name === '--input-format') {
      const format = take();
      if (!['yaml', 'y', 'json', 'j', 'auto'].includes(format)) throw new UsageError(`unknown format '${format}' please use [yaml|json]`);
    } else if (name === '-I' || name === '--indent' || /^-I\d$/.test(name)) indent = Number(/^-I(\d)$/.exec(name)?.[1] ?? take());
    else if (name in flagNames) flags.add(flagNames[name] ?? '');
    else if (/^-[a-zA-Z]{2,}$/.test(name) && [...name.slice(1)].every((letter) => `-${letter}` in flagNames))
      for (const letter of name.slice(1)) flags.add(flagNames[`-${letter}`] ?? '');
    else if (name.startsWith('-') && name !== '-')
      throw new UsageError(name.startsWith('--') ? `unknown flag: ${name}` : `unknown shorthand flag: '${name.charAt(1)}' in ${name}`);
    else operands.push(args[at] ?? '');
  }
  if (flags.has('json')) output = 'json';
  const [first] = operands;
  const isFile = first !== undefined && first !== '.' && operands.length === 1 && process.fs.exists(process.resolvePath(first));
  if (first === undefined) throw new UsageError('name an expression: yq EXPRESSION [FILE…]');
  return { flags, output, indent, expression: isFile ? '.' : first, files: isFile ? operands : operands.slice(1) };
}

/** The variables of the environment that an expression names become texts (strenv) or values (env) in it. */
function fillInEnvironment(expression: string, process: Process, yaml: YamlCodec): string {
  return expression.replace(/\b(str)?env\(\s*(\w+)\s*\)/g, (_whole, isText: string | undefined, name: string) => {
    const value = process.env.get(name);
    if (value === undefined) throw new UsageError(`Value for env variable '${name}' not provided in env()`);
    return isText ? JSON.stringify(value) : JSON.stringify(yaml.parse(value)[0] ?? null);
  });
}

async function run(process: Process, options: Options, yaml: YamlCodec): Promise<number> {
  const { flags } = options;
  const filter = parseFilter(fillInEnvironment(options.expression, process, yaml));
  const files = flags.has('null-input') ? [] : options.files.length > 0 ? options.files : ['-'];
  if (flags.has('inplace') && options.files.length === 0)
    throw new UsageError('write in place flag only applicable when giving an expression and at least one file');
  let isTruthy = false;
  const results: string[] = [];
  const evaluateAll = (values: readonly Json[]): string => {
    const documents: string[] = [];
    for (const value of values) {
      const found = evaluateOne(process, filter, value);
      isTruthy ||= found.some(isTrue);
      if (found.length > 0) documents.push(found.map((each) => formatResult(each, options, yaml)).join(''));
    }
    return documents.join(options.output === 'json' || flags.has('no-doc') ? '' : '---\n');
  };
  if (flags.has('null-input')) results.push(evaluateAll([null]));
  for (const path of files) {
    const text = await readInput(process, path);
    if (flags.has('inplace') && /(^|\s)#/m.test(text)) throw new UsageError(`${path} has comments, which would be lost: it is not changed in place`);
    const output = evaluateAll(yaml.parse(text).map((value) => parseJson(JSON.stringify(value))));
    if (flags.has('inplace')) process.fs.write(process.resolvePath(path), output);
    else results.push(output);
  }
  await process.print(results.filter((text) => text !== '').join(options.output === 'json' || flags.has('no-doc') ? '' : '---\n'));
  if (flags.has('exit-status') && !isTruthy) throw new UsageError('no matches found');
  return 0;
}

async function readInput(process: Process, path: string): Promise<string> {
  try {
    return path === '-' ? await readAllText(process.stdin, process.cancel) : await readTextFile(process, path);
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`open ${path}: ${error.message.toLowerCase()}`);
    throw error;
  }
}

function evaluateOne(process: Process, filter: Filter, value: Json): readonly Json[] {
  let steps = 0;
  const machine: JqMachine = {
    valueFunctions,
    filterFunctions,
    nextInput: () => undefined,
    environment: process.env,
    nowMs: process.simulation.clock.now,
    note: () => {},
    step() {
      if (++steps > MAX_STEPS) throw new JqError('the expression goes round in circles');
    },
  };
  const scope: Scope = builtinScope();
  return [...evaluate(filter, { value, path: undefined }, scope, machine)].map((item) => item.value);
}

function formatResult(value: Json, { output, indent, flags }: Options, yaml: YamlCodec): string {
  if (output === 'json') {
    if (typeof value === 'string' && flags.has('raw')) return `${value}\n`;
    return `${formatJson(value, { indent: indent === 0 ? undefined : ' '.repeat(indent), sortsKeys: false, asciiOnly: false })}\n`;
  }
  return typeof value === 'string' ? `${value}\n` : yaml.format(JSON.parse(formatJson(value)));
}
