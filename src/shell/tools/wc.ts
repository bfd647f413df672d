import type { Process } from '#os/process.ts';
import type { ByteReader } from '#os/stream.ts';
import { createTool, forEachInput } from './tool.ts';

const syntax = { letters: 'clwmL', long: { bytes: 'c', lines: 'l', words: 'w', chars: 'm', 'max-line-length': 'L' } };

interface Counts {
  readonly l: number;
  readonly w: number;
  readonly m: number;
  readonly c: number;
  readonly L: number;
}

const columns = ['l', 'w', 'm', 'c', 'L'] as const;

async function count(process: Process, reader: ByteReader): Promise<Counts> {
  const decoder = new TextDecoder();
  let [lines, words, chars, bytes, longest, length] = [0, 0, 0, 0, 0, 0];
  let inWord = false;
  const add = (text: string): void => {
    for (const char of text) {
      chars++;
      const isBlank = char === ' ' || char === '\n' || char === '\t' || char === '\r' || char === '\v' || char === '\f';
      if (!isBlank && !inWord) words++;
      inWord = !isBlank;
      length = char === '\n' ? 0 : length + 1;
      longest = Math.max(longest, length);
      if (char === '\n') lines++;
    }
  };
  for (let chunk = await reader.read(process.cancel); chunk; chunk = await reader.read(process.cancel)) {
    bytes += chunk.length;
    add(decoder.decode(chunk, { stream: true }));
  }
  add(decoder.decode());
  return { l: lines, w: words, m: chars, c: bytes, L: longest };
}

export const wc = createTool('wc', syntax, async (process, args) => {
  const chosen = columns.filter((column) => args.has(column));
  const shown = chosen.length > 0 ? chosen : (['l', 'w', 'c'] as const);
  const rows: { counts: Counts; name: string }[] = [];
  const status = await forEachInput(process, 'wc', args.operands, async (reader, path) => {
    rows.push({ counts: await count(process, reader), name: args.operands.length === 0 ? '' : path });
  });
  const total: Counts = rows.reduce<Counts>(
    (sum, { counts }) => ({ l: sum.l + counts.l, w: sum.w + counts.w, m: sum.m + counts.m, c: sum.c + counts.c, L: Math.max(sum.L, counts.L) }),
    { l: 0, w: 0, m: 0, c: 0, L: 0 },
  );
  if (args.operands.length > 1) rows.push({ counts: total, name: 'total' });
  // GNU's width: that of the largest number; with several columns from a pipe, seven.
  const isPiped = args.operands.length === 0 || args.operands.includes('-');
  const width = shown.length === 1 && rows.length === 1 ? 1 : isPiped ? 7 : String(total.c).length;
  for (const { counts, name } of rows) {
    const numbers = shown.map((column) => String(counts[column]).padStart(width)).join(' ');
    await process.print(`${numbers}${name === '' ? '' : ` ${name}`}\n`);
  }
  return status;
});
