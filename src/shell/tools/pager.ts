import { decodeText, encodeText } from '#os/bytes.ts';
import type { Process } from '#os/process.ts';
import { readAllText } from '#os/readers.ts';
import { createTool, forEachInput } from './tool.ts';

/** What a key does in the pager: lines to move, or an order. */
function moveOf(key: string, page: number, total: number): number | 'quit' | 'search' | 'next' | 'previous' | undefined {
  if (key === 'q' || key === 'Q' || key === '\x03') return 'quit';
  if (key === '/') return 'search';
  if (key === 'n') return 'next';
  if (key === 'N') return 'previous';
  if (key === ' ' || key === 'f' || key === '\x1b[6~' || key === '\x06') return page;
  if (key === 'b' || key === '\x1b[5~' || key === '\x02') return -page;
  if (key === 'd' || key === '\x04') return page >> 1;
  if (key === 'u' || key === '\x15') return -(page >> 1);
  if (key === 'j' || key === '\r' || key === '\x1b[B' || key === '\x1bOB' || key === 'e') return 1;
  if (key === 'k' || key === '\x1b[A' || key === '\x1bOA' || key === 'y') return -1;
  if (key === 'g' || key === '\x1b[H' || key === '<') return -total;
  if (key === 'G' || key === '\x1b[F' || key === '>') return total;
  return undefined;
}

const pagerSyntax = { letters: 'RSNFXeEiIrmsKMn', long: { 'RAW-CONTROL-CHARS': 'R', 'chop-long-lines': 'S', 'quit-if-one-screen': 'F', 'no-init': 'X' } };

function createPager(name: 'less' | 'more') {
  return createTool(name, pagerSyntax, async (process, args) => {
    let text = '';
    const status = await forEachInput(process, name, args.operands, async (reader) => {
      text += await readAllText(reader, process.cancel);
    });
    const { tty } = process;
    const lines = text.replace(/\n$/, '').split('\n');
    const fits = tty !== undefined && lines.length < tty.rows;
    if (!tty || !process.stdout.isTty || (fits && (args.has('F') || name === 'more'))) {
      await process.print(text);
      return status;
    }
    if (text !== '') await page(process, lines, args.operands[0]);
    return status;
  });
}

/** Shows lines on the terminal, a screen at a time. */
async function page(process: Process, lines: readonly string[], title: string | undefined): Promise<void> {
  const { tty } = process;
  if (!tty) return;
  const show = (text: string): Promise<void> => tty.writer.write(encodeText(text), process.cancel);
  const wasRaw = tty.raw;
  tty.setRaw(true);
  let top = 0;
  let pattern = '';
  await show('\x1b[?1049h');
  try {
    for (;;) {
      const height = tty.rows - 1;
      top = Math.max(0, Math.min(top, lines.length - height));
      const shown = lines.slice(top, top + height).map((line) => line.slice(0, tty.columns));
      const isEnd = top + height >= lines.length;
      const prompt = isEnd ? '\x1b[7m(END)\x1b[0m' : title !== undefined && top === 0 ? `\x1b[7m${title}\x1b[0m` : ':';
      await show(`\x1b[H\x1b[2J${[...shown, ...Array.from({ length: height - shown.length }, () => '~')].join('\r\n')}\r\n${prompt}`);
      const bytes = await tty.reader.read(process.cancel);
      if (!bytes) return;
      const move = moveOf(decodeText(bytes), height, lines.length);
      if (move === 'quit') return;
      if (move === 'search') {
        pattern = await askPattern(process, show);
        top = findLine(lines, pattern, top, 1) ?? top;
      } else if (move === 'next') top = findLine(lines, pattern, top, 1) ?? top;
      else if (move === 'previous') top = findLine(lines, pattern, top, -1) ?? top;
      else top += move ?? 0;
    }
  } finally {
    tty.setRaw(wasRaw);
    void tty.writer.write(encodeText('\x1b[?1049l'));
  }
}

async function askPattern(process: Process, show: (text: string) => Promise<void>): Promise<string> {
  let pattern = '';
  await show('\r\x1b[K/');
  for (let bytes = await process.tty?.reader.read(process.cancel); bytes; bytes = await process.tty?.reader.read(process.cancel)) {
    for (const key of decodeText(bytes)) {
      if (key === '\r') return pattern;
      if (key === '\x1b' || key === '\x03') return '';
      pattern = key === '\x7f' ? pattern.slice(0, -1) : pattern + key;
    }
    await show(`\r\x1b[K/${pattern}`);
  }
  return pattern;
}

function findLine(lines: readonly string[], pattern: string, from: number, step: 1 | -1): number | undefined {
  if (pattern === '') return undefined;
  for (let at = from + step; at >= 0 && at < lines.length; at += step) if (lines[at]?.includes(pattern)) return at;
  return undefined;
}

export const less = createPager('less');
export const more = createPager('more');
