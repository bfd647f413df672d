import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goJsonSyntaxError } from './go-json-syntax.ts';

describe('syntax errors of JSON', () => {
  it.each([
    ['no json', "invalid character 'o' in literal null (expecting 'u')"],
    ['<pod/>', "invalid character '<' looking for beginning of value"],
    ['{"a":', 'unexpected end of JSON input'],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ])('%s', (text, message) => {
    expect(goJsonSyntaxError(text)).toBe(message);
  });

  it('finds none exactly where JSON.parse finds none', () => {
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', '1')).map(([text, at, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged), (text) => {
        expect(goJsonSyntaxError(text) === undefined).toBe(isJson(text));
      }),
    );
  });
});
