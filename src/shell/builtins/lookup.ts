import { findOnPath } from '#os/executable.ts';
import { ShellError } from '../control-flow.ts';
import { type Builtin, complain, hasShopt, print, type Shell } from '../shell.ts';
import { quoteAlways } from '../words/quote.ts';
import { parseBuiltinOptions } from './builtin-options.ts';

const keywords = new Set('if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(' '));

/** What a command name means: every meaning, the one that runs first. */
interface Meaning {
  readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
  readonly detail: string;
}

function meaningsOf(shell: Shell, name: string): Meaning[] {
  const meanings: Meaning[] = [];
  const alias = shell.aliases.get(name);
  if (alias !== undefined && (shell.isInteractive || hasShopt(shell, 'expand_aliases') || shell.flavour !== 'bash'))
    meanings.push({ kind: 'alias', detail: alias });
  if (keywords.has(name)) meanings.push({ kind: 'keyword', detail: name });
  const definition = shell.functions.get(name);
  if (definition) meanings.push({ kind: 'function', detail: definition.text });
  if (shell.evaluator.findBuiltin(shell, name)) meanings.push({ kind: 'builtin', detail: name });
  const path = findFile(shell, name);
  if (path !== undefined) meanings.push({ kind: 'file', detail: path });
  return meanings;
}

/** The file a name means, as it would be shown. */
export function findFile(shell: Shell, name: string): string | undefined {
  const { fs, cwd, user } = shell.process;
  if (name.includes('/')) return fs.exists(shell.process.resolvePath(name)) ? name : undefined;
  return name === '' ? undefined : findOnPath(fs, name, shell.variables.get('PATH') ?? '', cwd, user);
}

function describe(name: string, meaning: Meaning): string {
  switch (meaning.kind) {
    case 'alias':
      return `${name} is aliased to \`${meaning.detail}'`;
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'function':
      return `${name} is a function\n${meaning.detail}`;
    case 'builtin':
      return `${name} is a shell builtin`;
    case 'file':
      return `${name} is ${meaning.detail}`;
  }
}

const type: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'afptP');
  let status = 0;
  for (const name of options.rest) {
    const found = meaningsOf(shell, name).filter(
      (meaning) => !(options.has('f') && meaning.kind === 'function') && !(options.has('P') && meaning.kind !== 'file'),
    );
    const shown = options.has('a') ? found : found.slice(0, 1);
    if (shown.length === 0) {
      status = 1;
      if (!options.has('t') && !options.has('p') && !options.has('P'))
        await complain(shell, shell.flavour === 'bash' ? `type: ${name}: not found` : `${name}: not found`);
    }
    for (const meaning of shown) {
      if (options.has('t')) await print(shell, `${meaning.kind}\n`);
      else if (!options.has('p') && !options.has('P')) await print(shell, `${describe(name, meaning)}\n`);
      else if (meaning.kind === 'file') await print(shell, `${meaning.detail}\n`);
    }
  }
  return status;
};

const command: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'pvV');
  if (!options.has('v') && !options.has('V')) return options.rest.length === 0 ? 0 : shell.evaluator.runWords(shell, options.rest, { skipFunctions: true });
  let status = 0;
  for (const name of options.rest) {
    const [meaning] = meaningsOf(shell, name);
    if (!meaning) {
      status = options.has('V') ? await complain(shell, `command: ${name}: not found`) : shell.flavour === 'bash' ? 1 : 127;
    } else if (options.has('V')) await print(shell, `${describe(name, meaning)}\n`);
    else await print(shell, `${meaning.kind === 'alias' ? `alias ${name}=${quoteAlways(meaning.detail)}` : meaning.kind === 'file' ? meaning.detail : name}\n`);
  }
  return status;
};

const builtin: Builtin = (shell, args) => {
  const [name] = args;
  if (name === undefined) return 0;
  if (!shell.evaluator.findBuiltin(shell, name)) throw new ShellError(`${name}: not a shell builtin`);
  return shell.evaluator.runWords(shell, args, { skipFunctions: true });
};

const alias: Builtin = async (shell, args) => {
  const show = (name: string, text: string): Promise<void> => print(shell, `${shell.flavour === 'bash' ? 'alias ' : ''}${name}=${quoteAlways(text)}\n`);
  const items = args.filter((argument) => argument !== '-p');
  if (items.length === 0) for (const name of [...shell.aliases.keys()].sort()) await show(name, shell.aliases.get(name) ?? '');
  let status = 0;
  for (const item of items) {
    const equals = item.indexOf('=', 1);
    const known = shell.aliases.get(item);
    if (equals > 0) shell.aliases.set(item.slice(0, equals), item.slice(equals + 1));
    else if (known !== undefined) await show(item, known);
    else status = await complain(shell, `alias: ${item}: not found`);
  }
  return status;
};

const unalias: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'a');
  if (options.has('a')) shell.aliases.clear();
  let status = 0;
  for (const name of options.rest) if (!shell.aliases.delete(name)) status = await complain(shell, `unalias: ${name}: not found`);
  return status;
};

/** Nothing is remembered about where commands are, so there is nothing to forget. */
const hash: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args, 'rp:dtl');
  let status = 0;
  for (const name of options.rest)
    if (findFile(shell, name) === undefined && !shell.evaluator.findBuiltin(shell, name)) status = await complain(shell, `hash: ${name}: not found`);
  return status;
};

export const lookupBuiltins: Readonly<Record<string, Builtin>> = { type, command, builtin, alias, unalias, hash };
