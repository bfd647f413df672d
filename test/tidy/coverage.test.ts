import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coveragePath, formatCoverage, handWrittenHalf } from '../../src/cli/generate/coverage.ts';

test('docs/coverage.md says what the catalogs hold (node src/cli/generate/coverage.ts writes it)', async () => {
  const page = readFileSync(coveragePath, 'utf8');
  expect(page).toBe(handWrittenHalf(page) + (await formatCoverage()));
});
