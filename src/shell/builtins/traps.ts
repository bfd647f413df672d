import { parseSignal, signalNumbers } from '#os/signals.ts';
import { ShellError } from '../control-flow.ts';
import { setTrap } from '../interpreter/traps.ts';
import { type Builtin, complain, print, type Shell } from '../shell.ts';
import type { TrapName } from '../trap-table.ts';
import { parseBuiltinOptions } from './builtin-options.ts';

const moments: readonly TrapName[] = ['EXIT', 'ERR', 'DEBUG', 'RETURN'];

function parseTrapName(text: string): TrapName | undefined {
  if (text === '0') return 'EXIT';
  return moments.find((name) => name === text.toUpperCase()) ?? parseSignal(text);
}

const isMoment = (name: TrapName): boolean => moments.includes(name);

const trap: Builtin = async (shell, args) => {
  const options = parseBuiltinOptions(args[0] === '-' ? [] : args, 'lp');
  if (options.has('l')) {
    await print(
      shell,
      `${Object.entries(signalNumbers)
        .map(([name, number]) => `${String(number).padStart(2)}) SIG${name}`)
        .join('\n')}\n`,
    );
    return 0;
  }
  const words = args[0] === '-' ? args : options.rest;
  if (words.length === 0 || options.has('p')) return showTraps(shell, words);
  const [first = ''] = words;
  const isReset = first === '-' || (words.length === 1 && parseTrapName(first) !== undefined) || /^\d+$/.test(first);
  const action = isReset ? undefined : first;
  const names = isReset && first !== '-' ? words : words.slice(1);
  if (names.length === 0) throw new ShellError('usage: trap [-lp] [[arg] signal_spec ...]', 2);
  let status = 0;
  for (const text of names) {
    const name = parseTrapName(text);
    if (name) setTrap(shell, name, action);
    else status = await complain(shell, `trap: ${text}: invalid signal specification`);
  }
  return status;
};

async function showTraps(shell: Shell, names: readonly string[]): Promise<number> {
  const wanted = names.map(parseTrapName);
  const order = (name: TrapName): number => (name === 'EXIT' ? 0 : isMoment(name) ? 100 : signalNumbers[name as keyof typeof signalNumbers]);
  for (const [name, action] of shell.traps.entries().toSorted(([a], [b]) => order(a) - order(b))) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await print(shell, `trap -- '${action.replaceAll("'", "'\\''")}' ${isMoment(name) || shell.flavour !== 'bash' ? name : `SIG${name}`}\n`);
  }
  return 0;
}

export const trapBuiltins: Readonly<Record<string, Builtin>> = { trap };
