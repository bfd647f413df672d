import { expect, test } from 'vitest';
import { evaluateJsonPath, JsonPathError, parseJsonPath, printJsonPath, relaxJsonPath } from './jsonpath.ts';

const list = {
  kind: 'List',
  items: [
    {
      metadata: { name: 'a', labels: { 'app.k8s.io/x': '1' } },
      spec: {
        replicas: 3,
        ports: [
          { name: 'x', port: 80 },
          { name: 'y', port: 81 },
        ],
      },
    },
    { metadata: { name: 'b' }, spec: { replicas: 1, ports: [] } },
  ],
};

test.each([
  ['{.items[*].metadata.name}', 'a b'],
  ['{range .items[*]}{.metadata.name}{"\\t"}{.spec.replicas}{"\\n"}{end}', 'a\t3\nb\t1\n'],
  ['{range .items[*]}{range .spec.ports[*]}{.name}{end};{end}!', 'xy;;!'],
  ['{.items[0].metadata.labels.app\\.k8s\\.io/x}', '1'],
  ["{.items[0].metadata.labels['app\\.k8s\\.io/x']}", '1'],
  ['{.items[?(@.spec.replicas>1)].metadata.name}', 'a'],
  ['{.items[?(@.metadata.name=="b")].spec}', '{"ports":[],"replicas":1}'],
  ["{.items[?(@.metadata.name!='a')].metadata.name}", 'b'],
  ['{.items[0].spec.ports[?(@.name)].port}', '80 81'],
  ['{..name}', 'a x y b'],
  ['{.items[-1:].metadata.name} {.items[0:2].metadata.name}', 'b a b'],
  ['{.items[0,1].metadata.name}', 'a b'],
  ["{.items[*]['metadata.name','spec.replicas']}", 'a b 3 1'],
  ['{.items[0].spec.ports[::2].name}', 'x'],
  ['all {.kind} of {$.kind} and {@.kind}', 'all List of List and List'],
  ['{.missing}', ''],
  ['{.items[*].metadata.labels}', '{"app.k8s.io/x":"1"}'],
  ['.kind', '.kind'],
])('%s prints %j', (template, printed) => {
  expect(printJsonPath(parseJsonPath(template), list, { allowMissingKeys: true })).toBe(printed);
});

test.each([
  ['{.items[5]}', 'array index out of bounds: index 5, length 2'],
  ['{.kind[0]}', 'string is not array or slice'],
  ['{.metadata}', 'metadata is not found'],
  ['{.items[0].x', 'unclosed action'],
  ['{kind}', 'unrecognized identifier kind'],
  ['{.items[abc]}', 'invalid array index abc'],
  ['{.items[0}', 'unterminated array'],
  ['{.items[?(@.x}', 'unterminated filter'],
  ['{"x}', 'unterminated quoted string'],
  ['{end}', 'not in range, nothing to end'],
  ['{.items[?(@.metadata.name==1)]}', 'incompatible types for comparison'],
])('%s fails with %j', (template, message) => {
  expect(() => evaluateJsonPath(parseJsonPath(template), list)).toThrow(new JsonPathError(message));
});

test('loose paths of columns and sorting become templates', () => {
  expect(['metadata.name', '.metadata.name', '{.metadata.name}', '{metadata.name}', ''].map(relaxJsonPath)).toEqual([...Array(4).fill('{.metadata.name}'), '']);
  expect(() => relaxJsonPath('{a}{b}')).toThrow(JsonPathError);
});
