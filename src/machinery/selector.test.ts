import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  everything,
  formatLabelSelector,
  formatSelector,
  matchesSelector,
  nothing,
  parseSelector,
  SelectorError,
  selectorFromLabelSelector,
  selectorFromMap,
} from './selector.ts';

describe('the text of a selector', () => {
  test.each([
    ['app=web', 'app=web'],
    ['app==web', 'app==web'],
    ['tier in (b,a), !old , x', '!old,tier in (a,b),x'],
    ['x notin ()', 'x notin ()'],
    ['a in (,b)', 'a in (,b)'],
    ['a=', 'a='],
    ['n>3,n<9', 'n>3,n<9'],
    ['in in (in)', 'in in (in)'],
    ['', ''],
  ])('%j means %j', (text, formatted) => {
    expect(formatSelector(parseSelector(text))).toBe(formatted);
  });

  test.each([
    ['env in prod', "unable to parse requirement: found 'prod' expected: '('"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    [
      'a$=b',
      `unable to parse requirement: <nil>: Invalid value: "a$": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
    ['n>x', `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`],
  ])('%j is refused', (text, message) => {
    expect(() => parseSelector(text)).toThrow(new SelectorError(message));
  });

  test('read from its own output is the same selector', () => {
    const name = fc.stringMatching(/^[a-z]([a-z0-9.-]{0,5}[a-z0-9])?$/);
    const requirement = fc.oneof(
      fc.tuple(name, name).map(([key, value]) => `${key}=${value}`),
      fc.tuple(name, fc.array(name, { minLength: 1, maxLength: 3 })).map(([key, values]) => `${key} in (${values.join(',')})`),
      name.map((key) => `!${key}`),
    );
    fc.assert(
      fc.property(fc.array(requirement, { maxLength: 4 }), (requirements) => {
        const selector = parseSelector(requirements.join(','));
        expect(parseSelector(formatSelector(selector))).toEqual(selector);
      }),
    );
  });
});

describe('labels', () => {
  const labels = { app: 'web', tier: 'front', n: '5' };
  test.each([
    ['app=web', true],
    ['app!=web', false],
    ['none!=x', true],
    ['tier in (front,back)', true],
    ['tier notin (front)', false],
    ['none notin (a)', true],
    ['app,!none', true],
    ['n>4,n<6', true],
    ['app>1', false],
  ])('match %j: %s', (text, expected) => {
    expect(matchesSelector(parseSelector(text), labels)).toBe(expected);
  });

  test('are selected all by an empty selector and none by a missing one', () => {
    expect(matchesSelector(everything, undefined)).toBe(true);
    expect(matchesSelector(nothing, labels)).toBe(false);
    expect(matchesSelector(selectorFromLabelSelector({}), labels)).toBe(true);
    expect(matchesSelector(selectorFromLabelSelector(undefined), labels)).toBe(false);
    expect(matchesSelector(selectorFromMap({}), labels)).toBe(true);
  });
});

test('a selector object is printed as describe prints it', () => {
  expect(formatLabelSelector({ matchLabels: { b: '2', a: '1' }, matchExpressions: [{ key: 'c', operator: 'In', values: ['y', 'x'] }] })).toBe(
    'a=1,b=2,c in (x,y)',
  );
  expect(formatLabelSelector({})).toBe('<none>');
  expect(formatLabelSelector({ matchExpressions: [{ key: 'c', operator: 'Like' }] })).toBe('<error>');
});
