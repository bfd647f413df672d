import { readAllText, readLineBatches, readLines } from '#os/readers.ts';
import { textWidth } from '../line-editor/display-width.ts';
import { createTool, forEachInput, openOperand, parseCount } from './tool.ts';

export const paste = createTool('paste', { letters: 'd:sz', long: { delimiters: 'd', serial: 's' } }, async (process, args) => {
  const delimiters = [...(args.value('d') ?? '\t').replace(/\\(.)/g, (_whole, char: string) => ({ n: '\n', t: '\t', '0': '' })[char] ?? char)];
  const operands = args.operands.length > 0 ? args.operands : ['-'];
  const join = (pieces: readonly string[]): string =>
    pieces.map((piece, index) => (index === 0 ? piece : (delimiters[(index - 1) % Math.max(1, delimiters.length)] ?? '') + piece)).join('');
  if (args.has('s')) {
    return forEachInput(process, 'paste', operands, async (reader) => {
      const lines: string[] = [];
      for await (const { text } of readLines(reader, process.cancel)) lines.push(text);
      await process.print(`${join(lines)}\n`);
    });
  }
  // Several `-` take lines from stdin in turn.
  const stdin = readLines(process.stdin, process.cancel);
  const inputs = operands.map((path) => (path === '-' ? stdin : readLines(openOperand(process, path), process.cancel)));
  for (;;) {
    const pieces: (string | undefined)[] = [];
    for (const input of inputs) {
      const next = await input.next();
      pieces.push(next.done ? undefined : next.value.text);
    }
    if (pieces.every((piece) => piece === undefined)) return 0;
    await process.print(`${join(pieces.map((piece) => piece ?? ''))}\n`);
  }
});

export const nl = createTool(
  'nl',
  { letters: 'b:n:s:w:v:i:', long: { 'body-numbering': 'b', 'number-format': 'n', 'number-separator': 's', 'number-width': 'w' } },
  (process, args) => {
    const style = args.value('b') ?? 't';
    const width = parseCount(args.value('w') ?? '6', 'line number field width');
    const separator = args.value('s') ?? '\t';
    const step = Number(args.value('i') ?? 1);
    let number = Number(args.value('v') ?? 1) - step;
    const format = (line: string): string => {
      if (style === 'n' || (style === 't' && line === '')) return `${' '.repeat(width + separator.length)}${line}\n`;
      number += step;
      const text = String(number);
      return `${args.value('n') === 'ln' ? text.padEnd(width) : args.value('n') === 'rz' ? text.padStart(width, '0') : text.padStart(width)}${separator}${line}\n`;
    };
    return forEachInput(process, 'nl', args.operands, async (reader) => {
      for await (const batch of readLineBatches(reader, process.cancel)) await process.print(batch.map(({ text }) => format(text)).join(''));
    });
  },
);

export const rev = createTool('rev', { letters: '' }, (process, args) =>
  forEachInput(process, 'rev', args.operands, async (reader) => {
    for await (const batch of readLineBatches(reader, process.cancel))
      await process.print(batch.map(({ text, ended }) => [...text].reverse().join('') + (ended ? '\n' : '')).join(''));
  }),
);

export const tac = createTool('tac', { letters: '' }, (process, args) =>
  forEachInput(process, 'tac', args.operands, async (reader) => {
    const text = await readAllText(reader, process.cancel);
    await process.print((text.match(/[^\n]*\n|[^\n]+$/g) ?? []).reverse().join(''));
  }),
);

export const fold = createTool('fold', { letters: 'bsw:', long: { bytes: 'b', spaces: 's', width: 'w' } }, (process, args) => {
  const width = parseCount(args.value('w') ?? '80', 'number of columns');
  /** Where the cursor stands behind a character; a tab goes to the next column that eight divides. */
  const behind = (at: number, char: string): number =>
    char === '\t' && !args.has('b') ? at + 8 - (at % 8) : char === '\b' && !args.has('b') ? Math.max(0, at - 1) : at + 1;
  const cutLine = (line: string): string => {
    const pieces: string[] = [];
    let piece = '';
    let at = 0;
    for (const char of line) {
      if (behind(at, char) > width && piece !== '') {
        const blank = args.has('s') ? Math.max(piece.lastIndexOf(' '), piece.lastIndexOf('\t')) : -1;
        pieces.push(blank < 0 ? piece : piece.slice(0, blank + 1));
        piece = blank < 0 ? '' : piece.slice(blank + 1);
        at = [...piece].reduce(behind, 0);
      }
      piece += char;
      at = behind(at, char);
    }
    return [...pieces, piece].join('\n');
  };
  return forEachInput(process, 'fold', args.operands, async (reader) => {
    for await (const batch of readLineBatches(reader, process.cancel))
      await process.print(batch.map(({ text, ended }) => cutLine(text) + (ended ? '\n' : '')).join(''));
  });
});

export const column = createTool(
  'column',
  { letters: 'ts:o:nc:', long: { table: 't', separator: 's', 'output-separator': 'o', columns: 'c' } },
  async (process, args) => {
    let text = '';
    const status = await forEachInput(process, 'column', args.operands, async (reader) => {
      text += await readAllText(reader, process.cancel);
    });
    const lines = text.split('\n').filter((line) => line !== '');
    const separators = args.value('s');
    if (!args.has('t')) {
      await process.print(lines.map((line) => `${line}\n`).join(''));
      return status;
    }
    const split = (line: string): string[] =>
      separators === undefined ? line.trim().split(/[ \t]+/) : line.split(new RegExp(`[${separators.replace(/[\\\]^-]/g, '\\$&')}]`));
    const rows = lines.map(split);
    const widths: number[] = [];
    for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, textWidth(cell));
    const gap = args.value('o') ?? '  ';
    const format = (row: readonly string[]): string =>
      row.map((cell, index) => (index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - textWidth(cell)))).join(gap);
    await process.print(rows.map((row) => `${format(row)}\n`).join(''));
    return status;
  },
);
