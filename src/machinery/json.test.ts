import { expect, test } from 'vitest';
import { compactGoJson, formatGoJson, quoteGo } from './json.ts';

test('objects are written as Go writes maps', () => {
  expect(compactGoJson({ b: [1, 0.5, true, null], a: '<&>"\u2028', c: undefined, d: {} })).toBe(
    '{"a":"\\u003c\\u0026\\u003e\\"\\u2028","b":[1,0.5,true,null],"d":{}}',
  );
  expect(formatGoJson({ b: [], a: { c: [1] } }, '    ')).toBe('{\n    "a": {\n        "c": [\n            1\n        ]\n    },\n    "b": []\n}');
});

test('texts are quoted as %q does', () => {
  expect(quoteGo('a"b\n\x07\x00\u00e9')).toBe('"a\\"b\\n\\a\\x00é"');
});
