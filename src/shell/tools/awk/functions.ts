import { UsageError } from '#sim/usage-error.ts';
import { formatDate } from '../format-date.ts';
import type { FunctionContext } from './interpreter.ts';
import type { Expression, Target } from './syntax-tree.ts';
import { formatValues, fromInput, toNumber, type Value } from './values.ts';

type Builtin = (args: readonly Expression[], context: FunctionContext) => Value;

const need = (args: readonly Expression[], index: number, name: string): Expression => {
  const argument = args[index];
  if (!argument) throw new UsageError(`fatal: not enough arguments for ${name}`, 2);
  return argument;
};
const isTarget = (node: Expression | undefined): node is Target => node?.type === 'variable' || node?.type === 'field' || node?.type === 'element';

const math =
  (name: string, calculate: (value: number) => number): Builtin =>
  (args, context) =>
    calculate(context.number(need(args, 0, name)));

/** `sub` and `gsub`: `&` in the replacement is the match, `\\&` an ampersand. */
const substitute =
  (isGlobal: boolean): Builtin =>
  (args, context) => {
    const expression = context.expression(need(args, 0, 'sub'));
    const replacement = context.text(need(args, 1, 'sub'));
    const target: Target = isTarget(args[2]) ? args[2] : { type: 'field', index: { type: 'number', value: 0 } };
    const before = context.text(args[2] ?? target);
    let count = 0;
    const after = before.replace(expression, (match) => {
      if (!isGlobal && count > 0) return match;
      count++;
      return replacement.replace(/\\\\&|\\&|&/g, (mark) => (mark === '&' ? match : mark === '\\&' ? '&' : `\\${match}`));
    });
    if (count > 0) context.assign(target, after);
    return count;
  };

const gensub: Builtin = (args, context) => {
  const expression = context.expression(need(args, 0, 'gensub'));
  const replacement = context.text(need(args, 1, 'gensub'));
  const how = context.text(need(args, 2, 'gensub'));
  let count = 0;
  const subject = args[3] ? context.text(args[3]) : context.record;
  return subject.replace(expression, (match, ...rest) => {
    count++;
    if (!/^[gG]/.test(how) && count !== Number(how)) return match;
    return replacement.replace(/\\(\d)|&/g, (mark, group: string | undefined) =>
      mark === '&' || group === '0' ? match : String(rest[Number(group) - 1] ?? ''),
    );
  });
};

const builtins: Readonly<Record<string, Builtin>> = {
  length(args, context) {
    const [argument] = args;
    if (!argument) return [...context.record].length;
    if (argument.type === 'variable' && context.variable(argument.name) === undefined) return context.tableOf(argument.name).size;
    return [...context.text(argument)].length;
  },
  substr(args, context) {
    const letters = [...context.text(need(args, 0, 'substr'))];
    const start = Math.round(context.number(need(args, 1, 'substr')));
    const length = args[2] ? Math.round(context.number(args[2])) : Number.POSITIVE_INFINITY;
    return letters.slice(Math.max(0, start - 1), Math.max(0, start - 1 + length)).join('');
  },
  index: (args, context) => context.text(need(args, 0, 'index')).indexOf(context.text(need(args, 1, 'index'))) + 1,
  split(args, context) {
    const text = context.text(need(args, 0, 'split'));
    const target = need(args, 1, 'split');
    if (target.type !== 'variable') throw new UsageError('fatal: split: second argument is not an array', 2);
    const separator = args[2];
    const pieces = context.split(
      text,
      separator ? (separator.type === 'regexp' ? context.expression(separator) : context.text(separator)) : String(context.variable('FS') ?? ' '),
    );
    const table = context.tableOf(target.name);
    table.clear();
    for (const [index, piece] of pieces.entries()) table.set(String(index + 1), fromInput(piece));
    return pieces.length;
  },
  sub: substitute(false),
  gsub: substitute(true),
  gensub,
  match(args, context) {
    const expression = context.expression(need(args, 1, 'match'));
    expression.lastIndex = 0;
    const found = expression.exec(context.text(need(args, 0, 'match')));
    context.setVariable('RSTART', found ? found.index + 1 : 0);
    context.setVariable('RLENGTH', found ? found[0].length : -1);
    const groups = args[2];
    if (groups?.type === 'variable') {
      const table = context.tableOf(groups.name);
      table.clear();
      for (const [index, group] of (found ?? []).entries()) if (group !== undefined) table.set(String(index), fromInput(group));
    }
    return found ? found.index + 1 : 0;
  },
  sprintf: (args, context) => formatValues(context.text(need(args, 0, 'sprintf')), args.slice(1).map(context.evaluate)),
  tolower: (args, context) => context.text(need(args, 0, 'tolower')).toLowerCase(),
  toupper: (args, context) => context.text(need(args, 0, 'toupper')).toUpperCase(),
  sin: math('sin', Math.sin),
  cos: math('cos', Math.cos),
  exp: math('exp', Math.exp),
  log: math('log', Math.log),
  sqrt: math('sqrt', Math.sqrt),
  int: math('int', Math.trunc),
  atan2: (args, context) => Math.atan2(context.number(need(args, 0, 'atan2')), context.number(need(args, 1, 'atan2'))),
  rand: (_args, context) => context.streams.random(),
  srand: () => 0,
  systime: (_args, context) => Math.floor(context.streams.nowMs / 1000),
  strftime: (args, context) =>
    formatDate(args[0] ? context.text(args[0]) : '%a %b %e %H:%M:%S %Z %Y', args[1] ? toNumber(context.evaluate(args[1])) * 1000 : context.streams.nowMs),
  close: (args, context) => (context.streams.close(context.text(need(args, 0, 'close'))) ? 0 : -1),
  fflush: () => 0,
  system() {
    throw new UsageError('fatal: system() is not supported', 2);
  },
};

/** Calls a builtin function. @throws UsageError */
export function callBuiltin(name: string, args: readonly Expression[], context: FunctionContext): Value {
  const builtin = builtins[name];
  if (!builtin) throw new UsageError(`fatal: function \`${name}' not defined`, 2);
  return builtin(args, context);
}
