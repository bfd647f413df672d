import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTar, parseTar, type TarEntry } from '#os/tar-format.ts';
import { deflate } from './deflate.ts';
import { gunzipBytes, gzipBytes } from './gzip-format.ts';
import { inflate } from './inflate.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('DEFLATE', () => {
  test('unpacks what it packed', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(bytesOf('the same again and again ')))), (parts) => {
        const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
        expect(inflate(deflate(bytes), 0).bytes).toEqual(bytes);
      }),
    );
  });

  test('makes repeated text small', () => {
    expect(deflate(bytesOf('kind: Pod\n'.repeat(1000))).length).toBeLessThan(200);
  });

  test('unpacks codes of the data’s own, as other programs write them', () => {
    // Packed by zlib, in a block with dynamic codes.
    const packed = Uint8Array.from(
      atob('H4sIAAAAAAACAz2OyRHAMAwCa+Xov4Zo8Uz8EQgElptIcmzrkFVYlKM5yjsJBJ1PAzc6JUXLbdyJDFdL0BwxaBVewfLK5s/uEKc4g17uvCryJvX9iO3LY3ygiDi3yAAAAA=='),
      (char) => char.charCodeAt(0),
    );
    const text =
      'abdccaaabcbbbacaabadaabccacbaccabaaaaabbaabaacabacbbbaaabacbaaadbbaabcdaacaccbabdbaaabbdbabdabaccaabaabccbcaabbbacabdaabcabaacdbbbabaabaacabdbaabadbababbbcaacddcbcabcbaaabdabbababdaaaabbbcbabbacababba';
    expect(new TextDecoder().decode(gunzipBytes(packed).bytes)).toBe(text);
  });
});

test('a gzip file keeps the name of what it holds', () => {
  expect(gunzipBytes(gzipBytes(bytesOf('x'), 1000, 'pod.yaml'))).toEqual({ bytes: bytesOf('x'), name: 'pod.yaml' });
});

test('an archive gives back what was put in, long names and links as well', () => {
  const owner = { uid: 1000, gid: 1000, userName: 'user', groupName: 'user', modifiedMs: 5000 };
  const entries: TarEntry[] = [
    { ...owner, name: 'folder/', type: 'directory', mode: 0o755, target: '', bytes: bytesOf('') },
    { ...owner, name: `folder/${'long'.repeat(40)}`, type: 'file', mode: 0o644, target: '', bytes: bytesOf('a'.repeat(600)) },
    { ...owner, name: 'link', type: 'link', mode: 0o777, target: 'folder/x', bytes: bytesOf('') },
  ];
  const archive = formatTar(entries);
  expect([archive.length % 10_240, parseTar(archive)]).toEqual([0, entries]);
});
