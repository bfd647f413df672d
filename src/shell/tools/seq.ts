import { processWith } from '#os/process-view.ts';
import { UsageError } from '#sim/usage-error.ts';
import { formatPrintf } from '../builtins/format-printf.ts';
import { createTool } from './tool.ts';

const LINES_AT_ONCE = 1000;

const syntax = { letters: 's:wf:', long: { separator: 's', 'equal-width': 'w', format: 'f' } };

const seqTool = createTool('seq', syntax, async (process, args) => {
  if (args.operands.length === 0) throw new UsageError(`missing operand\nTry 'seq --help' for more information.`);
  if (args.operands.length > 3) throw new UsageError(`extra operand '${args.operands[3]}'\nTry 'seq --help' for more information.`);
  for (const operand of args.operands) {
    if (Number.isNaN(Number(operand)) || operand.trim() === '')
      throw new UsageError(`invalid floating point argument: '${operand}'\nTry 'seq --help' for more information.`);
  }
  const [a = '1', b, c] = args.operands;
  const [first, step, last] = c !== undefined ? [a, b ?? '1', c] : b !== undefined ? [a, '1', b] : ['1', '1', a];
  if (Number(step) === 0) throw new UsageError(`invalid Zero increment value: '${step}'\nTry 'seq --help' for more information.`);
  const decimals = Math.max(...[first, step].map((text) => (text.split('.')[1] ?? '').length));
  const format = args.value('f');
  const width = args.has('w') ? Math.max(...[first, last].map((text) => Number(text).toFixed(decimals).length)) : 0;
  const show = (value: number): string => {
    if (format !== undefined) return formatPrintf(format, [String(value)], 0).text;
    const text = value.toFixed(decimals);
    return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
  const separator = args.value('s') ?? '\n';
  const count = Math.floor((Number(last) - Number(first)) / Number(step) + 1e-10) + 1;
  for (let from = 0; from < count; from += LINES_AT_ONCE) {
    const values = Array.from({ length: Math.min(LINES_AT_ONCE, count - from) }, (_unused, index) => show(Number(first) + (from + index) * Number(step)));
    await process.print((from > 0 ? separator : '') + values.join(separator));
  }
  if (count > 0) await process.print('\n');
  return 0;
});

/** Negative numbers are operands, not options. */
export const seq: typeof seqTool = (process) => {
  const at = process.argv.findIndex((argument, index) => index > 0 && /^-[\d.]/.test(argument) && !/^-[sf]$/.test(process.argv[index - 1] ?? ''));
  return seqTool(at < 0 ? process : processWith(process, { argv: [...process.argv.slice(0, at), '--', ...process.argv.slice(at)] }));
};
