import { encodeText } from '#os/bytes.ts';
import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { readAllText, readerOf, readLineBatches } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, openOperand } from '../tool.ts';
import { type AwkMachine, type AwkStreams, createAwkMachine, ExitSignal } from './interpreter.ts';
import { parseProgram } from './parser.ts';
import type { Program } from './syntax-tree.ts';
import { unescapeString } from './tokens.ts';
import { fromInput, toText } from './values.ts';

const syntax = { letters: 'F:v:f:', long: { 'field-separator': 'F', assign: 'v', file: 'f' }, stopsAtOperand: true };

export const awk = createTool('awk', syntax, async (process, args) => {
  const files = args.values('f').map((path) => process.fs.readText(process.resolvePath(path)));
  const [text, ...rest] = args.operands;
  if (files.length === 0 && text === undefined) throw new UsageError('usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]', 2);
  const program = parseProgram(files.length > 0 ? files.join('\n') : (text ?? ''));
  const operands = files.length > 0 ? args.operands : rest;
  const output = createOutput(process);
  const machine = createAwkMachine(program, output.streams);
  const separator = args.value('F');
  if (separator !== undefined) machine.setVariable('FS', separator === 't' ? '\t' : unescapeString(separator));
  for (const assignment of args.values('v')) assignVariable(machine, assignment);
  machine.setArray('ENVIRON', process.env);
  machine.setArray(
    'ARGV',
    ['awk', ...operands].map((operand, index) => [String(index), operand] as const),
  );
  machine.setVariable('ARGC', operands.length + 1);
  const failed = await runProgram(process, program, machine, operands, output);
  await output.end();
  return machine.exitCode || (failed ? 2 : 0);
});

function assignVariable(machine: AwkMachine, text: string): void {
  const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(text);
  if (!match) throw new UsageError(`fatal: \`${text}' argument to \`-v' not in \`var=value' form`, 2);
  machine.setVariable(match[1] ?? '', fromInput(unescapeString(match[2] ?? '')));
}

/** @returns whether a file could not be read */
async function runProgram(process: Process, program: Program, machine: AwkMachine, operands: readonly string[], output: Output): Promise<boolean> {
  let failed = false;
  const needsInput = program.rules.some((rule) => rule.pattern !== 'BEGIN') || program.readsAhead;
  try {
    if (program.readsAhead)
      await output.preload(
        process,
        operands.filter((operand) => !operand.includes('=')),
      );
    machine.runBegin();
    await output.flush();
    if (needsInput) failed = await readInputs(process, machine, operands, output, program.readsAhead);
  } catch (error) {
    if (!(error instanceof ExitSignal)) throw error;
  }
  try {
    // END runs after an exit in a rule, too, but not when it exits itself.
    if (needsInput) machine.runEnd();
  } catch (error) {
    if (!(error instanceof ExitSignal)) throw error;
  }
  return failed;
}

async function readInputs(process: Process, machine: AwkMachine, operands: readonly string[], output: Output, isPreloaded: boolean): Promise<boolean> {
  if (isPreloaded) {
    for (let record = output.streams.nextRecord(); record !== undefined; record = output.streams.nextRecord()) machine.runRecord(record);
    return false;
  }
  let failed = false;
  let hasRead = false;
  for (const operand of operands) {
    if (/^[A-Za-z_]\w*=/.test(operand)) {
      assignVariable(machine, operand);
      continue;
    }
    hasRead = true;
    if (!(await readFile(process, machine, operand, output))) failed = true;
  }
  if (!hasRead) await readFile(process, machine, '-', output);
  return failed;
}

async function readFile(process: Process, machine: AwkMachine, path: string, output: Output): Promise<boolean> {
  try {
    const reader = openOperand(process, path);
    try {
      machine.beginFile(path === '-' ? '' : path);
      const separator = toText(machine.getVariable('RS'));
      const batches = separator === '\n' ? readLineBatches(reader, process.cancel) : splitRecords(await readAllText(reader, process.cancel), separator);
      for await (const batch of batches) {
        for (const { text } of batch) if (machine.runRecord(text)) return true;
        await output.flush();
      }
    } finally {
      reader.close();
    }
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.printError(`awk: cannot open "${path}" (${error.message})\n`);
    return false;
  }
}

/** Records by another separator than the line break: none (paragraphs), one character, or a regular expression. */
async function* splitRecords(text: string, separator: string): AsyncGenerator<readonly { readonly text: string }[]> {
  const trimmed = separator === '' ? text.replace(/^\n+|\n+$/g, '') : text.replace(/\n$/, '');
  if (trimmed === '') return;
  const pieces = separator === '' ? trimmed.split(/\n{2,}/) : separator.length === 1 ? trimmed.split(separator) : trimmed.split(new RegExp(separator, 'u'));
  yield pieces.map((piece) => ({ text: piece }));
}

interface Output {
  readonly streams: AwkStreams;
  /** Reads the whole main input, for programs with `getline`. */
  preload(process: Process, operands: readonly string[]): Promise<void>;
  /** Writes what was printed so far. */
  flush(): Promise<void>;
  /** Writes the rest and runs the commands that were printed to. */
  end(): Promise<void>;
}

function createOutput(process: Process): Output {
  let stdout = '';
  let stderr = '';
  let records: string[] = [];
  const opened = new Set<string>();
  const commands = new Map<string, string>();
  const inputs = new Map<string, string[] | null>();

  const write: AwkStreams['write'] = ({ operator, name }, text) => {
    if (operator === '' || name === '/dev/stdout' || name === '-') stdout += text;
    else if (name === '/dev/stderr' || name === 'cat 1>&2' || name === 'cat >&2') stderr += text;
    else if (operator === '|') commands.set(name, (commands.get(name) ?? '') + text);
    else {
      const path = process.resolvePath(name);
      if (operator === '>' && !opened.has(name)) process.fs.write(path, '');
      opened.add(name);
      process.fs.append(path, text);
    }
  };
  const linesOf = (path: string): string[] | null => {
    const full = process.resolvePath(path);
    if (!process.fs.exists(full)) return null;
    return process.fs.readText(full).replace(/\n$/, '').split('\n');
  };
  const flush = async (): Promise<void> => {
    const [out, err] = [stdout, stderr];
    stdout = '';
    stderr = '';
    if (err !== '') await process.printError(err);
    if (out !== '') await process.print(out);
  };

  return {
    streams: {
      write,
      nextRecord: () => records.shift(),
      nextLineOf(path) {
        if (!inputs.has(path)) inputs.set(path, linesOf(path));
        const lines = inputs.get(path);
        return lines ? lines.shift() : null;
      },
      close(name) {
        const known = opened.delete(name);
        return inputs.delete(name) || known || commands.has(name);
      },
      get nowMs() {
        return process.simulation.clock.now;
      },
      random: () => process.simulation.random.next(),
    },
    async preload(_process, operands) {
      let text = '';
      for (const operand of operands.length > 0 ? operands : ['-']) {
        const reader = openOperand(process, operand);
        text += await readAllText(reader, process.cancel);
        reader.close();
      }
      records = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    },
    flush,
    async end() {
      await flush();
      for (const [command, text] of commands) {
        const stdin = readerOf(encodeText(text));
        await process.spawn(['sh', '-c', command], { stdin }).wait(process.cancel);
        stdin.close();
      }
    },
  };
}
