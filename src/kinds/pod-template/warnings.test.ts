import { expect, test } from 'vitest';
import type { Container } from '#machinery/generated/types.ts';
import { podSpecWarnings } from './warnings.ts';

const warningsOf = (container: Partial<Container>) => podSpecWarnings({ containers: [{ name: 'c', image: 'i', ...container }] }, 'spec');

test('a variable given twice hides the first', () => {
  const env = [
    { name: 'A', value: '1' },
    { name: 'A', value: '2' },
  ];
  expect(warningsOf({ env })).toEqual(['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply']);
});

test('memory in thousandths of a byte is hardly meant', () => {
  expect(warningsOf({ resources: { requests: { memory: '128m' } } })).toEqual([
    'spec.containers[0].resources.requests[memory]: fractional byte value "128m" is invalid, must be an integer',
  ]);
  expect(warningsOf({ resources: { requests: { memory: '128Mi', cpu: '100m' } } })).toEqual([]);
});

test('a port given twice', () => {
  const port = { containerPort: 80, protocol: 'TCP' };
  expect(warningsOf({ ports: [port, { ...port, name: 'web' }] })).toEqual([
    'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
  ]);
});

test('node labels by their old names', () => {
  expect(podSpecWarnings({ containers: [], nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }, 'spec.template.spec')).toEqual([
    'spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
  ]);
});
