import { expect, test } from 'vitest';
import { createShareLink, readShareLink } from './share-link.ts';

const page = new URL('https://course.example/pods/rollouts/?x=1#old');
const lab = (keys: string): string => JSON.stringify({ format: 'drydock-lab', entries: [{ at: 1, input: keys }] });

test('a link carries a lab to another browser, whatever its letters', async () => {
  const link = await createShareLink(lab('echo “船坞” && kubectl get pods\r'), page);
  expect(link).toMatch(/^https:\/\/course\.example\/pods\/rollouts\/#lab=[\w-]+$/);
  expect(await readShareLink(new URL(link ?? '').hash)).toBe(lab('echo “船坞” && kubectl get pods\r'));
});

test('a lab that is too long for a link has none', async () => {
  let state = 1;
  const letter = (): string => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(33 + (state % 90));
  };
  const noise = Array.from({ length: 20_000 }, letter).join('');
  expect(await createShareLink(lab(noise), page)).toBeUndefined();
});

test('an address without a lab is an ordinary address', async () => {
  expect(await readShareLink('#text')).toBeUndefined();
});

test('a damaged link is an error', async () => {
  await expect(readShareLink('#lab=AAAA')).rejects.toThrow();
});
