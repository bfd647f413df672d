import { expect, it } from 'vitest';
import type { Flag } from '../command.ts';
import { splitCommaList } from './flag-values.ts';
import { parseFlags, requireFlags } from './parse-flags.ts';

const flags: readonly Flag[] = [
  { name: 'all', shorthand: 'a', type: 'bool', default: false, usage: '' },
  { name: 'watch', shorthand: 'w', type: 'bool', default: false, usage: '' },
  { name: 'name', shorthand: 'n', type: 'string', default: 'x', usage: '', required: true },
  { name: 'dry-run', type: 'string', default: 'none', noOptionDefault: 'unchanged', usage: '' },
  { name: 'replicas', type: 'int', default: 1, usage: '' },
  { name: 'port', type: 'int32', default: -1, usage: '' },
  { name: 'timeout', shorthand: 't', type: 'duration', default: 0, usage: '' },
  { name: 'file', shorthand: 'f', type: 'strings', default: ['d'], usage: '' },
  { name: 'env', type: 'string-array', default: [], usage: '' },
];
const parse = (line: string) => parseFlags(line === '' ? [] : line.split(' '), flags);
const problem = (line: string): string => {
  try {
    parse(line);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'none';
};

it('takes flags and arguments in any order', () => {
  const { values, args, dashAt } = parse('get --name=web pod -aw --replicas 3 x -- --not -a -flag');
  expect(args).toEqual(['get', 'pod', 'x', '--not', '-a', '-flag']);
  expect(dashAt).toBe(3);
  expect([values.string('name'), values.bool('all'), values.bool('watch'), values.int('replicas')]).toEqual(['web', true, true, 3]);
});

it('takes the values of shorthands joined, after an equals sign, or as the next word', () => {
  for (const line of ['-nweb', '-n=web', '-n web', '-anweb', '-an web']) expect(parse(line).values.string('name')).toBe('web');
  expect(parse('-a=false').values.bool('all')).toBe(false);
});

it('knows defaults, and whether a flag was given', () => {
  const { values } = parse('--dry-run');
  expect([values.string('dry-run'), values.changed('dry-run'), values.string('name'), values.changed('name')]).toEqual(['unchanged', true, 'x', false]);
  expect(values.strings('file')).toEqual(['d']);
});

it('splits lists at commas, but not those that stand for one text each', () => {
  const { values } = parse('-f a,b -f c --env A=1,2 --env B=3');
  expect(values.strings('file')).toEqual(['a', 'b', 'c']);
  expect(values.strings('env')).toEqual(['A=1,2', 'B=3']);
  expect(splitCommaList('a,"b,c",d""')).toEqual(['a', 'b,c', 'd""']);
});

it('reads durations as milliseconds and takes underscores for dashes', () => {
  expect(parse('--timeout=1m30s').values.durationMs('timeout')).toBe(90_000);
  expect(parse('--dry_run=client').values.string('dry-run')).toBe('client');
});

it('says what is wrong as pflag says it', () => {
  expect(problem('--bogus=1')).toBe('unknown flag: --bogus');
  expect(problem('-az')).toBe("unknown shorthand flag: 'z' in -az");
  expect(problem('--name')).toBe('flag needs an argument: --name');
  expect(problem('-an')).toBe("flag needs an argument: 'n' in -an");
  expect(problem('---x')).toBe('bad flag syntax: ---x');
  expect(problem('--replicas=two')).toBe('invalid argument "two" for "--replicas" flag: strconv.ParseInt: parsing "two": invalid syntax');
  expect(problem('--all=maybe')).toBe('invalid argument "maybe" for "-a, --all" flag: strconv.ParseBool: parsing "maybe": invalid syntax');
  expect(problem('-t 5x')).toBe('invalid argument "5x" for "-t, --timeout" flag: time: unknown unit "x" in duration "5x"');
});

it('names every required flag that is missing', () => {
  expect(() => requireFlags(parse(''), flags)).toThrow('required flag(s) "name" not set');
  expect(() => requireFlags(parse('-n x'), flags)).not.toThrow();
});

it('takes whole numbers of 32 or 64 bits', () => {
  expect(parse('--port=-2147483648').values.int('port')).toBe(-2_147_483_648);
  expect(problem('--port=2147483648')).toBe('invalid argument "2147483648" for "--port" flag: strconv.ParseInt: parsing "2147483648": value out of range');
  expect(parse('--replicas=2147483648').values.int('replicas')).toBe(2_147_483_648);
  expect(problem('--replicas=9223372036854775808')).toBe(
    'invalid argument "9223372036854775808" for "--replicas" flag: strconv.ParseInt: parsing "9223372036854775808": value out of range',
  );
  expect(problem('--port=1e3')).toBe('invalid argument "1e3" for "--port" flag: strconv.ParseInt: parsing "1e3": invalid syntax');
});
