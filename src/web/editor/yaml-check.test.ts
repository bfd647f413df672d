import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { yamlProblems } from './yaml-check.ts';

const problemsOf = (text: string) => {
  const doc = Text.of(text.split('\n'));
  return yamlProblems(doc).map(({ from, message }) => ({ line: doc.lineAt(from).number, message }));
};

test('a manifest in order has no problems', () => {
  expect(problemsOf('apiVersion: v1\nkind: Pod\n---\n# nothing\n---\nkind: Service\n')).toEqual([]);
});

test('each broken document is shown at its line, in the words of kubectl', () => {
  expect(problemsOf('kind: Pod\n\tname: x\n---\nkind: Pod\nmetadata:\n  name: web\n labels: {}\n')).toEqual([
    { line: 2, message: 'error converting YAML to JSON: yaml: line 2: found a tab character that violates indentation' },
    { line: 6, message: 'error converting YAML to JSON: yaml: line 3: did not find expected key' },
  ]);
});
