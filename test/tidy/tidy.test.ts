import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sizeExceptions } from './size-exceptions.ts';

const SIZE_CAP = 500;
const TEST_SIZE_CAP = 800;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(ts|mjs|astro)$/.test(file) && !file.endsWith('.d.ts'))
  .filter((file) => {
    try {
      readFileSync(file);
      return true;
    } catch {
      return false; // deleted and not yet committed
    }
  });
const read = (file: string): string => readFileSync(file, 'utf8');
const isTest = (file: string): boolean => file.endsWith('.test.ts') || file.startsWith('test/');
const isCore = (file: string): boolean => /^(src|checkers|exercises)\//.test(file) && !/^src\/(web|cli)\//.test(file) && !isTest(file);

/** Lines of code without comments, so that a rule may be spoken of. */
function codeLines(file: string): string[] {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .split('\n')
    .map((line) => line.replace(/(^|[^:'"`])\/\/.*$/, '$1'));
}

function offenders(among: readonly string[], pattern: RegExp): string[] {
  return among.flatMap((file) => codeLines(file).flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])));
}

describe('the house', () => {
  test('keeps its files small', () => {
    const sizes = files.map((file) => ({ file, lines: read(file).split('\n').length, cap: isTest(file) ? TEST_SIZE_CAP : SIZE_CAP }));
    const tooLong = sizes.filter(({ file, lines, cap }) => lines > cap && !(file in sizeExceptions));
    expect(tooLong.map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
    const needless = Object.keys(sizeExceptions).filter((file) => !sizes.some((size) => size.file === file && size.lines > size.cap));
    expect(needless, 'exceptions that are no longer needed').toEqual([]);
  });

  test('names files in kebab-case for what they hold', () => {
    const vague = /(^|\/)(index|types|utils?|helpers?|common|misc)\.(ts|mjs)$/;
    const odd = files.filter((file) => vague.test(file) || (/^(src|checkers|exercises)\/.*\.ts$/.test(file) && !/^[a-z0-9/.[\]-]+$/.test(file)));
    expect(odd).toEqual([]);
  });

  test('has no wall clock, randomness, host timer or locale in the core', () => {
    const banned =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bset(Timeout|Interval|Immediate)\(|\bqueueMicrotask\(|\bIntl\.|\.localeCompare\(|\.toLocale\w*\(|performance\.now\(/;
    expect(offenders(files.filter(isCore), banned)).toEqual([]);
  });

  test('uses neither any nor non-null assertions nor ts-ignore', () => {
    expect(
      offenders(
        files.filter((file) => file.endsWith('.ts') && !file.startsWith('test/tidy/')),
        /\bas any\b|: any\b|\w<any>|@ts-ignore|@ts-nocheck/,
      ),
    ).toEqual([]);
  });

  test('leaves nothing open', () => {
    const marks = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b|\\b(it|test|describe)\\.only\\(`);
    expect(
      files.flatMap((file) =>
        read(file)
          .split('\n')
          .flatMap((line, i) => (marks.test(line) ? [`${file}:${i + 1}`] : [])),
      ),
    ).toEqual([]);
  });

  test('swallows no errors without saying why', () => {
    const empty = /catch\s*(\([^)]*\))?\s*\{\s*\}/;
    expect(files.filter((file) => empty.test(read(file)))).toEqual([]);
  });

  test('imports across layers by their names and inside a layer relatively', () => {
    const crossing = files
      .filter((file) => file.startsWith('src/'))
      .flatMap((file) => {
        const layer = file.split('/')[1] ?? '';
        return [...read(file).matchAll(/from '([^']+)'/g)].flatMap(([, target = '']) => {
          const named = /^#([a-z]+)\//.exec(target)?.[1];
          if (target.includes('/content/')) return [];
          if (named === layer && layer !== 'web') return [`${file}: ${target} is of its own layer: write it relatively`];
          const climbs = target.split('/').filter((part) => part === '..').length;
          return climbs > file.split('/').length - 3 ? [`${file}: ${target} leaves the layer: write it with #`] : [];
        });
      });
    expect(crossing).toEqual([]);
  });

  test('names no registry host, machine path or way it was made', () => {
    const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' })
      .split('\n')
      .filter((file) => file && !/\.(png|ico|woff2|bin)$/.test(file));
    const hosts = new RegExp(['registry' + '\\.npmjs', 'deb' + '\\.debian\\.org', '/wo' + 'rk/main', '/wo' + 'rk/shared'].join('|'));
    const named = tracked.filter((file) => {
      try {
        return hosts.test(read(file));
      } catch {
        return false;
      }
    });
    expect(named).toEqual([]);
  });
});
