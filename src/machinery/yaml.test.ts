import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatGoJson } from './json.ts';
import { formatYaml, iterateYamlDocuments, parseYamlDocuments, YamlError } from './yaml.ts';

const recorded = JSON.parse(readFileSync(new URL('../../test/parity/recordings/yaml-errors.json', import.meta.url), 'utf8')) as readonly {
  readonly name: string;
  readonly manifest: string;
  readonly stdout: string;
  readonly stderr: string;
}[];

/** What `kubectl create --dry-run=client --validate=false -o json -f FILE` prints, as far as reading goes. */
function createDryRun(name: string, manifest: string): { stdout: string; stderr: string } {
  let stdout = '';
  try {
    for (const document of iterateYamlDocuments(manifest)) {
      if (typeof document !== 'object' || document === null || Array.isArray(document)) {
        const kind = Array.isArray(document) ? 'array' : typeof document;
        return { stdout, stderr: `error: unable to decode "${name}": json: cannot unmarshal ${kind} into Go value of type unstructured.detector\n` };
      }
      const object = document as Readonly<Record<string, unknown>>;
      if (object['kind'] === undefined)
        return { stdout, stderr: `error: unable to decode "${name}": Object 'Kind' is missing in '${formatGoJson(document)}'\n` };
      const metadata = object['metadata'] as object;
      stdout += `${formatGoJson({ ...object, metadata: { ...metadata, namespace: 'default' } }, '    ')}\n`;
    }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return { stdout, stderr: `error: error parsing ${name}: ${error.message}\n` };
  }
  return { stdout, stderr: stdout === '' ? 'error: no objects passed to create\n' : '' };
}

describe('a broken or odd manifest', () => {
  test.each(recorded.map(({ name, manifest, stdout, stderr }) => ({ name, manifest, stdout, stderr })))(
    '$name is read as kubectl reads it',
    ({ name, manifest, stdout, stderr }) => {
      expect(createDryRun(name, manifest)).toEqual({ stdout, stderr });
    },
  );
});

test('blocks, quotes, flows, anchors and comments mean what they mean in YAML', () => {
  const text = `folded: >
  one
  two

  three
   deeper
  back
kept: |+
  line

double: "a \\
  b\\n
  c

  d"
single: 'it''s
  two'
plain: several
  lines # no more
flow: [a, b: c, {d: e, f}, "q": 1, ]
empty:
? odd key
: value
list: &list
- - 1
  - 0x10
-
  x: 1
  y: [z, ~]
`;
  expect(parseYamlDocuments(`${text}again: *list\n`)).toEqual([
    {
      folded: 'one two\nthree\n deeper\nback\n',
      kept: 'line\n\n',
      double: 'a b\n c\nd',
      single: "it's two",
      plain: 'several lines',
      flow: ['a', { b: 'c' }, { d: 'e', f: null }, { q: 1 }],
      empty: null,
      'odd key': 'value',
      list: [[1, 16], { x: 1, true: ['z', null] }],
      again: [[1, 16], { x: 1, true: ['z', null] }],
    },
  ]);
});

test.each([
  ['a: 1\n: 2\n', 'yaml: line 1: did not find expected key'],
  ['a:\n- b\n c: d\n', 'yaml: line 3: mapping values are not allowed in this context'],
  ['a: - b\n', 'yaml: line 1: block sequence entries are not allowed in this context'],
  ['- a\nb: c\n', "yaml: line 1: did not find expected '-' indicator"],
  ['a: |x\n  b\n', 'yaml: line 1: did not find expected comment or line break'],
  ['a: "\\xzz"\n', 'yaml: line 1: did not find expected hexdecimal number'],
  ['a: [\n', 'yaml: line 1: did not find expected node content'],
  ['a: &x\n  b: *x\n', "yaml: anchor 'x' value contains itself"],
  ['a: \u0001\n', 'yaml: control characters are not allowed'],
  ['a: .inf\n', 'json: unsupported value: +Inf'],
  ['!!int a: b\n', 'yaml: cannot decode !!str `a` as a !!int'],
])('%j is refused', (text, message) => {
  expect(() => parseYamlDocuments(text)).toThrow(new YamlError(`error converting YAML to JSON: ${message}`));
});

test('aliases cannot blow a document up', () => {
  const lines = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 9 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`),
  ];
  expect(() => parseYamlDocuments(lines.join('\n'))).toThrow('document contains excessive aliasing');
});

test('JSON objects may follow one another', () => {
  expect(parseYamlDocuments('{"a": "}"}\n{"b": {"c": 1}}\n')).toEqual([{ a: '}' }, { b: { c: 1 } }]);
  expect(parseYamlDocuments('{"a": 1,}\n')).toEqual([{ a: 1 }]);
  expect(parseYamlDocuments('{a: 1}\n---\n{b: 2}\n')).toEqual([{ a: 1 }, { b: 2 }]);
});

test('the second document is read only when it is asked for', () => {
  const documents = iterateYamlDocuments('a: 1\n---\nb: "\n---\n');
  expect(documents.next().value).toEqual({ a: 1 });
  expect(() => documents.next()).toThrow(new YamlError('error converting YAML to JSON: yaml: line 2: found unexpected end of stream'));
  expect(() => parseYamlDocuments('a: 1\n--- b\n')).toThrow(new YamlError('invalid Yaml document separator: b'));
});

test('texts are quoted only where they would read back as something else', () => {
  expect(
    formatYaml({
      a10: 1,
      a9: [[1, 'x'], [{ b: [] }]],
      bool: 'yes',
      colon: 'a: b',
      empty: '',
      float: 1234567.5,
      lines: 'one\n\ntwo\n',
      noEnd: 'one\ntwo',
      number: '0x1F',
      object: {},
      plain: "it's a#b",
      spaced: ' x\ny',
      tab: 'a\tb\n',
      time: '2026-11-20T10:05:06Z',
      y: null,
    }),
  ).toBe(`a9:
- - 1
  - x
- - b: []
a10: 1
bool: "yes"
colon: 'a: b'
empty: ""
float: 1.2345675e+06
lines: |
  one

  two
noEnd: |-
  one
  two
number: "0x1F"
object: {}
plain: it's a#b
spaced: |2-
   x
  y
tab: "a\\tb\\n"
time: "2026-11-20T10:05:06Z"
"y": null
`);
});

test('whatever is printed reads back as the same value', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[-?:,[\]{}#&*!|>'"%@`. \nab01_eExo+~<=ynYN\t]{0,8}$/),
    fc.constantFrom('null', 'on', '1_0', '0o7', '12:30', '1e3', '.inf', '2026-01-01', '---', '...'),
  );
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), value, { noNullPrototype: true }), (object) => {
      fc.pre(!JSON.stringify(object).includes('__proto__'));
      expect(parseYamlDocuments(formatYaml(object))).toEqual([object]);
    }),
    { numRuns: 500 },
  );
});
