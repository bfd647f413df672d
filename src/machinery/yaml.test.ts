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
