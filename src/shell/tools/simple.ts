import type { Program } from '#os/process.ts';
import { formatEcho } from '../builtins/format-echo.ts';
import { formatPrintf } from '../builtins/format-printf.ts';
import { evaluateTestWords } from '../builtins/test.ts';
import { ShellError } from '../control-flow.ts';
import { evaluator } from '../interpreter/evaluator.ts';
import { createShell } from '../shell.ts';

const LINES_AT_ONCE = 512;

export const trueProgram: Program = async () => 0;
export const falseProgram: Program = async () => 1;

export const yes: Program = async (process) => {
  const line = `${process.argv.slice(1).join(' ') || 'y'}\n`;
  const block = line.repeat(LINES_AT_ONCE);
  for (;;) await process.print(block);
};

export const echo: Program = async (process) => {
  await process.print(formatEcho(process.argv.slice(1), false));
  return 0;
};

export const printf: Program = async (process) => {
  const [format, ...args] = process.argv.slice(1);
  if (format === undefined) {
    await process.printError("printf: missing operand\nTry 'printf --help' for more information.\n");
    return 1;
  }
  const result = formatPrintf(format, args, process.simulation.clock.now);
  await process.print(result.text);
  for (const problem of result.problems) await process.printError(`printf: ${problem}\n`);
  return result.problems.length > 0 ? 1 : 0;
};

export const pwd: Program = async (process) => {
  await process.print(`${process.cwd}\n`);
  return 0;
};

export const clear: Program = async (process) => {
  await process.print('\x1b[H\x1b[2J\x1b[3J');
  return 0;
};

/** test(1) and `[`, outside a shell. */
export const test: Program = async (process) => {
  const [name = 'test', ...words] = process.argv;
  const isBracket = name.endsWith('[');
  const shell = createShell({ process, flavour: 'bash', evaluator, name, positional: [], startLetter: '' });
  try {
    if (isBracket && words.at(-1) !== ']') throw new ShellError("missing ']'", 2);
    return evaluateTestWords(shell, isBracket ? words.slice(0, -1) : words);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    await process.printError(`${name}: ${error.message}\n`);
    return error.status;
  }
};
