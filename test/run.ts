// Runs every suite, shows how far it is, and ends with one line for all of them: `N passed, N failed`.
// Usage: node test/run.ts [SUITE …]   (no names: all; `check`: types, lint and tidy)
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  /** Reads how many cases ran out of what was printed or written; undefined when nothing tells. */
  readonly count?: (output: string) => Counts | undefined;
}

const REPORTS = '.cache/reports';

const lastLineCounts =
  (pattern: RegExp) =>
  (output: string): Counts | undefined => {
    const match = [...output.matchAll(pattern)].at(-1);
    return match ? { passed: Number(match[1]), failed: Number(match[2]) } : undefined;
  };

const parityCounts = (output: string): Counts | undefined => {
  const match = [...output.matchAll(/^(\d+) of (\d+) steps equal/gm)].at(-1);
  return match ? { passed: Number(match[1]), failed: Number(match[2]) - Number(match[1]) } : undefined;
};

const vitestCounts = (): Counts | undefined => {
  const report: unknown = JSON.parse(readFileSync(`${REPORTS}/unit.json`, 'utf8'));
  const { numPassedTests, numFailedTests } = report as { numPassedTests: number; numFailedTests: number };
  return { passed: numPassedTests, failed: numFailedTests };
};

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

const playwrightCounts = (): Counts | undefined => {
  const { stats } = JSON.parse(readFileSync(`${REPORTS}/e2e.json`, 'utf8')) as PlaywrightReport;
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
};

const suites: readonly Suite[] = [
  { name: 'types-core', command: ['tsc', '-p', 'tsconfig.core.json'] },
  { name: 'types-site', command: ['astro', 'check', '--minimumSeverity', 'error'] },
  { name: 'lint', command: ['biome', 'ci', '--reporter=summary', '.'] },
  { name: 'layers', command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'src', 'exercises', 'checkers', 'test'] },
  { name: 'dead-code', command: ['knip', '--no-progress'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${REPORTS}/unit.json`],
    count: vitestCounts,
  },
  { name: 'parity', command: ['node', 'test/parity/parity.ts'], count: parityCounts },
  { name: 'verify', command: ['node', 'bin/drydock', 'verify'], count: lastLineCounts(/^(\d+) passed, (\d+) failed/gm) },
  { name: 'build', command: ['astro', 'build'] },
  { name: 'sizes', command: ['node', 'test/bench/page-sizes.ts', '--check'] },
  { name: 'e2e', command: ['playwright', 'test'], count: playwrightCounts },
];

const groups: Readonly<Record<string, readonly string[]>> = { check: ['types-core', 'types-site', 'lint', 'layers', 'dead-code'] };

function run(command: readonly string[]): Promise<{ code: number; output: string }> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, FORCE_COLOR: '0' } });
    let output = '';
    const take = (bytes: Buffer): void => {
      output += bytes.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${program}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A suite that ends badly counts as one failure at least; one that tells no counts is one case. */
function tally(suite: Suite, code: number, output: string): Counts {
  const counts = code === 127 ? undefined : readCounts(suite, output);
  if (!counts) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  return code === 0 || counts.failed > 0 ? counts : { passed: counts.passed, failed: 1 };
}

function readCounts(suite: Suite, output: string): Counts | undefined {
  if (!suite.count) return undefined;
  try {
    return suite.count(output) ?? { passed: 0, failed: 1 };
  } catch (error) {
    console.log(`${suite.name}: no report to read (${error instanceof Error ? error.message : error})`);
    return { passed: 0, failed: 1 };
  }
}

const asked = process.argv.slice(2).flatMap((word) => groups[word] ?? [word]);
const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`unknown suite: ${unknown.join(', ')}. Known: ${[...suites.map((s) => s.name), ...Object.keys(groups)].join(', ')}`);
  process.exit(2);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const chosen = suites.filter((suite) => asked.length === 0 || asked.includes(suite.name));
let passed = 0;
let failed = 0;
for (const [i, suite] of chosen.entries()) {
  process.stdout.write(`[${i + 1}/${chosen.length}] ${suite.name} … `);
  const startedAt = performance.now();
  const { code, output } = await run(suite.command);
  const counts = tally(suite, code, output);
  passed += counts.passed;
  failed += counts.failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
  if (counts.failed > 0) console.log(`${output.trimEnd().split('\n').slice(-150).join('\n')}\n(again: npm test -- ${suite.name})`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
