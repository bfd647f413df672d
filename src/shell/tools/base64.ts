import { decodeText } from '#os/bytes.ts';
import { readAll } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, forEachInput, parseCount } from './tool.ts';

const CHUNK = 0x8000;

/** Bytes as base64, in one line. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** @returns the bytes up to the first thing that is not base64, and whether there was such a thing */
export function decodeBase64(text: string): { bytes: Uint8Array; isValid: boolean } {
  const clean = text.replace(/[\n\r]/g, '');
  const good = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(clean)?.[0] ?? '';
  const binary = atob(good);
  return { bytes: Uint8Array.from(binary, (char) => char.charCodeAt(0)), isValid: good.length === clean.length };
}

export const base64 = createTool('base64', { letters: 'dDiw:', long: { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' } }, (process, args) =>
  forEachInput(process, 'base64', args.operands.slice(0, 1), async (reader) => {
    const bytes = await readAll(reader, process.cancel);
    if (args.has('d') || args.has('D')) {
      const text = decodeText(bytes);
      const decoded = decodeBase64(args.has('i') ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text);
      await process.stdout.write(decoded.bytes);
      if (!decoded.isValid) throw new UsageError('invalid input');
      return;
    }
    const width = parseCount(args.value('w') ?? '76', 'wrap size');
    const text = encodeBase64(bytes);
    if (width === 0) await process.print(text);
    else await process.print((text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => `${line}\n`).join(''));
  }),
);
