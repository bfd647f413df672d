import { expect, test } from 'vitest';
import { compileCel } from './compile.ts';
import { CelDouble } from './values.ts';

const self = {
  replicas: 3,
  minReplicas: 1,
  name: 'web-1',
  ratio: 0.5,
  tags: ['a', 'b'],
  ports: [
    { name: 'http', port: 80 },
    { name: 'https', port: 443 },
  ],
  labels: { app: 'web', 'a-b': 'x' },
  empty: {},
};

function run(source: string): unknown {
  const value = compileCel(source).run({ self });
  return value instanceof CelDouble ? value.value : value;
}

test.each([
  ['self.minReplicas <= self.replicas && self.replicas < 10', true],
  ['self.replicas / 2', 1],
  ['-self.replicas % 2 == -1', true],
  ['7.0 / 2.0', 3.5],
  ['1 + 2 * 3 == 7 ? "yes" : \'no\'', 'yes'],
  ['has(self.replicas) && !has(self.missing)', true],
  ['self.missing == 1 || true', true],
  ['false && self.missing == 1', false],
  ['self.ports.all(p, p.port > 0 && p.port < 65536)', true],
  ['self.ports.exists_one(p, p.name == "http")', true],
  ['self.ports.filter(p, p.port > 100).map(p, p.name)', ['https']],
  ['self.ports.map(p, p.port > 100, p.name)', ['https']],
  ['self.labels.all(k, self.labels[k].size() > 0)', true],
  ['"app" in self.labels && "a" in self.tags && !("z" in self.tags)', true],
  ['self.labels.a__dash__b', 'x'],
  ['self.name.matches("^web-[0-9]+$") && self.name.startsWith("web")', true],
  ['self.name.split("-")[1] == "1" && int("42") == 42', true],
  ['size(self.tags) == 2 && self.tags + ["c"] == ["a", "b", "c"]', true],
  ['{"a": 1}.a == 1 && type(self.ratio) == "double" && self.ratio == 0.5', true],
  ['[3, 1, 2].max() - [3, 1, 2].min() == 2 && [1, 2].sum() == 3', true],
  ['quantity("1Gi").isGreaterThan(quantity("500Mi"))', true],
  ['r"\\d+" == "\\\\d+" // a comment', true],
])('%s', (source, value) => {
  expect(run(source)).toEqual(value);
});

test.each([
  ['self.missing', 'no such key: missing'],
  ['self.tags[5]', 'index out of bounds: 5'],
  ['1 / 0', 'division by zero'],
  ['self.name > 3', 'no such overload'],
  ['other', "undeclared reference to 'other'"],
  ['self.name.nonsense()', "undeclared reference to 'nonsense'"],
  ['self.', "Syntax error: mismatched input '<EOF>'"],
  ['self.replicas >', "Syntax error: mismatched input '<EOF>'"],
  ['self # 1', "Syntax error: token recognition error at: '#'"],
  ['has(self)', 'invalid argument to has() macro'],
])('%s fails', (source, message) => {
  expect(() => run(source)).toThrow(message);
});

test('an expression tells which names it needs', () => {
  expect([...compileCel('self.a.all(x, x in oldSelf.a)').names]).toEqual(['self', 'oldSelf']);
});
