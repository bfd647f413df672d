import { ShellError } from '../control-flow.ts';
import { type Builtin, complain, hasShopt, print } from '../shell.ts';
import { parseBuiltinOptions } from './builtin-options.ts';
import { formatEcho } from './format-echo.ts';
import { formatPrintf } from './format-printf.ts';

const echo: Builtin = async (shell, args) => {
  await print(shell, formatEcho(args, shell.flavour === 'dash' || hasShopt(shell, 'xpg_echo')));
  return 0;
};

const printf: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'v:');
  const [format, ...values] = options.rest;
  if (format === undefined) throw new ShellError('usage: printf [-v var] format [arguments]', 2);
  const result = formatPrintf(format, values, shell.process.simulation.clock.now);
  const target = options.value('v');
  if (target !== undefined) shell.variables.set(target, result.text);
  else await print(shell, result.text);
  for (const problem of result.problems) await complain(shell, `printf: ${problem}`);
  return result.problems.length > 0 ? 1 : 0;
};

export const outputBuiltins: Readonly<Record<string, Builtin>> = { echo, printf };
