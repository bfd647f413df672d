import { readLineBatches } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, forEachInput } from './tool.ts';

const syntax = {
  letters: 'b:c:f:d:sn',
  long: { bytes: 'b', characters: 'c', fields: 'f', delimiter: 'd', 'only-delimited': 's', complement: 'complement' },
  longWithValue: ['output-delimiter'],
};

interface Range {
  readonly from: number;
  readonly to: number;
}

function parseRanges(text: string): Range[] {
  return text.split(',').map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || part === '' || part === '-') throw new UsageError(`invalid field range\nTry 'cut --help' for more information.`);
    const [, first = '', dash, last = ''] = match;
    const from = first === '' ? 1 : Number(first);
    const to = dash === '' ? from : last === '' ? Number.POSITIVE_INFINITY : Number(last);
    if (from < 1) throw new UsageError(`fields are numbered from 1\nTry 'cut --help' for more information.`);
    if (to < from) throw new UsageError(`invalid decreasing range\nTry 'cut --help' for more information.`);
    return { from, to };
  });
}

export const cut = createTool('cut', syntax, (process, args) => {
  const lists = ['b', 'c', 'f'].filter((option) => args.has(option));
  const [mode] = lists;
  if (mode === undefined) throw new UsageError(`you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information.`);
  if (lists.length > 1) throw new UsageError(`only one type of list may be specified\nTry 'cut --help' for more information.`);
  const delimiter = args.value('d') ?? '\t';
  if ([...delimiter].length !== 1) throw new UsageError(`the delimiter must be a single character\nTry 'cut --help' for more information.`);
  const ranges = parseRanges(args.value(mode) ?? '');
  const isChosen = (place: number): boolean => ranges.some((range) => place >= range.from && place <= range.to) !== args.has('complement');
  const joiner = args.value('output-delimiter') ?? (mode === 'f' ? delimiter : '');

  const select = (line: string): string | undefined => {
    if (mode === 'f' && !line.includes(delimiter)) return args.has('s') ? undefined : line;
    const pieces = mode === 'f' ? line.split(delimiter) : [...line];
    return pieces.filter((_piece, index) => isChosen(index + 1)).join(joiner);
  };

  return forEachInput(process, 'cut', args.operands, async (reader) => {
    for await (const batch of readLineBatches(reader, process.cancel)) {
      let out = '';
      for (const { text } of batch) {
        const selected = select(text);
        if (selected !== undefined) out += `${selected}\n`;
      }
      await process.print(out);
    }
  });
});
