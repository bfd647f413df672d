import { builtinsOf } from '../builtins/catalog.ts';
import { ShellError } from '../control-flow.ts';
import { complain, type DeclarationArgument, type Evaluator, type Shell } from '../shell.ts';
import { runCompound, runFunctionBody } from './compound-command.ts';
import { evaluate } from './evaluate.ts';
import { expandRedirectTarget } from './redirections.ts';
import { runList, runStatements } from './run-statements.ts';
import { runWords } from './run-words.ts';
import { type CommandTable, runSimpleCommand } from './simple-command.ts';
import { runSubshell } from './subshell.ts';

const table: CommandTable = {
  isDeclaration: (shell, name) => builtinsOf(shell.flavour).declarations.has(name) && !shell.functions.has(name),
  runDeclaration,
  isInternal: (shell, name) => shell.functions.has(name) || builtinsOf(shell.flavour).plain.has(name),
  runWords: (shell, words, environment, replace) => evaluator.runWords(shell, words, { extraEnvironment: environment, replace }),
};

async function runDeclaration(shell: Shell, name: string, args: readonly DeclarationArgument[]): Promise<number> {
  const builtin = builtinsOf(shell.flavour).declarations.get(name);
  if (!builtin) throw new ShellError(`${name}: not a shell builtin`);
  try {
    return await builtin(shell, args, name);
  } catch (error) {
    if (error instanceof ShellError) return complain(shell, `${name}: ${error.message}`, error.status);
    throw error;
  }
}

/** The interpreter put together: what every shell is given as its way back up. */
export const evaluator: Evaluator = {
  evaluate,
  runStatements,
  runList,
  runFunctionBody,
  runCommand: (shell, node, replace) => (node.type === 'Command' ? runSimpleCommand(shell, node, table, replace) : runCompound(shell, node, replace)),
  runWords(shell, words, options) {
    const [name = '', ...args] = words;
    // `command export a=b`, `builtin declare …`: without the parser's help every argument is text.
    if (!shell.functions.has(name) && builtinsOf(shell.flavour).declarations.has(name)) return runDeclaration(shell, name, args);
    return runWords(shell, words, builtinsOf(shell.flavour).plain, options);
  },
  runSubshell,
  expandRedirectTarget,
  findBuiltin: (shell, name) => builtinsOf(shell.flavour).plain.has(name) || builtinsOf(shell.flavour).declarations.has(name) || name === 'exec',
  builtinNames: () => [...builtinsOf('bash').plain.keys(), ...builtinsOf('bash').declarations.keys(), 'exec'].sort(),
};
