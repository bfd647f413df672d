import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runSnippet, type Snippet } from './snippet-machine.ts';

/** Recorded with bash on Linux. */
const snippets = JSON.parse(readFileSync(new URL('./snippets.recorded.json', import.meta.url), 'utf8')) as readonly Snippet[];

/** Snippets that cannot be equal yet, and why. */
const unequal: Readonly<Record<string, string>> = {
  'J1 openssl-rand-key': 'openssl is not among the core tools',
  'N14 curl-mock': 'curl is not among the core tools',
};

describe('a snippet answers as in bash:', () => {
  for (const { id, run: script, stdout, code } of snippets) {
    const reason = unequal[id];
    if (reason !== undefined) test.skip(`${id} (${reason})`, () => {});
    else test(id, async () => expect(await runSnippet(script)).toMatchObject({ stdout, code }));
  }
});
