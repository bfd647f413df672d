import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom } from '#sim/random.ts';
import { runSnippet } from '../parity/snippet-machine.ts';
import { judgedDifferences } from './judged-differences.ts';
import { createProgramWriter, fuzzFiles } from './random-program.ts';

/** More programs, or others: FUZZ_PROGRAMS=5000 FUZZ_SEED=2 npx vitest run test/shell/fuzz.test.ts */
const count = Number(process.env['FUZZ_PROGRAMS'] ?? 300);
const seed = process.env['FUZZ_SEED'] ?? '1';
const bash = '/bin/bash';
const isInstalled = existsSync(bash) && /version 5\./.test(spawnSync(bash, ['--version'], { encoding: 'utf8' }).stdout ?? '');

interface Outcome {
  readonly stdout: string;
  readonly code: number;
}

function runReal(program: string, folder: string): Outcome {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(fuzzFiles)) writeFileSync(join(folder, name), text);
  const env = { PATH: '/usr/bin:/bin', HOME: folder, LC_ALL: 'C.UTF-8' };
  const { stdout, status } = spawnSync(bash, ['-c', program], { cwd: folder, env, encoding: 'utf8', timeout: 10_000, input: '' });
  return { stdout: stdout.replaceAll(folder, '/home/user'), code: status ?? -1 };
}

async function runOurs(program: string): Promise<Outcome> {
  const { stdout, code } = await runSnippet(program, fuzzFiles);
  return { stdout, code };
}

test.skipIf(!isInstalled)(
  `${count} random programs do as in real bash (skipped where bash 5 is not installed)`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    const write = createProgramWriter(createRandom(`fuzz/${seed}`));
    const differences: { readonly program: string; readonly bash: Outcome; readonly ours: Outcome }[] = [];
    try {
      for (let i = 0; i < count; i++) {
        const program = write();
        if (judgedDifferences.some(({ pattern }) => pattern.test(program))) continue;
        const wanted = runReal(program, join(folder, 'home'));
        const ours = await runOurs(program);
        if (wanted.stdout !== ours.stdout || wanted.code !== ours.code) differences.push({ program, bash: wanted, ours });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(differences.slice(0, 10), `${differences.length} of ${count} programs differ`).toEqual([]);
  },
  Math.max(180_000, count * 300),
);
