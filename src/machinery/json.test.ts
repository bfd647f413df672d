import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactGoJson, formatGoJson, quoteGo } from './json.ts';
import { JsonSyntaxError, parseJsonText } from './json-text.ts';

test('objects are written as Go writes maps', () => {
  expect(compactGoJson({ b: [1, 0.5, true, null], a: '<&>"\u2028', c: undefined, d: {} })).toBe(
    '{"a":"\\u003c\\u0026\\u003e\\"\\u2028","b":[1,0.5,true,null],"d":{}}',
  );
  expect(formatGoJson({ b: [], a: { c: [1] } }, '    ')).toBe('{\n    "a": {\n        "c": [\n            1\n        ]\n    },\n    "b": []\n}');
});

test('texts are quoted as %q does', () => {
  expect(quoteGo('a"b\n\x07\x00\u00e9')).toBe('"a\\"b\\n\\a\\x00é"');
});

describe('a text of JSON', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        expect(JSON.stringify(parseJsonText(text).value)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test('tells the fields that are in it twice', () => {
    expect(parseJsonText('{"spec":{"a":1,"a":2,"list":[{"x":1},{"x":1,"x":2}]},"spec":3}')).toEqual({
      value: { spec: 3 },
      duplicateFields: ['spec.a', 'spec.list[1].x', 'spec'],
    });
  });

  test.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a":1', 'unexpected end of JSON input'],
    ['{a', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['tru3', "invalid character '3' in literal true (expecting 'e')"],
    ['1x', "invalid character 'x' after top-level value"],
    ['-', 'unexpected end of JSON input'],
    ['1.a', "invalid character 'a' after decimal point in numeric literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\n"', "invalid character '\\n' in string literal"],
  ])('%j is refused as Go refuses it', (text, message) => {
    expect(() => parseJsonText(text)).toThrow(new JsonSyntaxError(message));
  });
});
