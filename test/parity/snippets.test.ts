import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runSnippet, type Snippet } from './snippet-machine.ts';

/** Recorded with bash on Linux. */
const snippets = JSON.parse(readFileSync(new URL('./snippets.recorded.json', import.meta.url), 'utf8')) as readonly Snippet[];

describe('a snippet answers as in bash:', () => {
  for (const { id, run: script, stdout, code } of snippets) test(id, async () => expect(await runSnippet(script)).toMatchObject({ stdout, code }));
});
