import { expect, test } from 'vitest';
import { planQosClass } from '#kinds/pod/qos.ts';
import type { Pod } from '#machinery/generated/types.ts';
import { planAdmission, podRequest } from './admission.ts';

const container = (cpu: string, memory = '0', limits?: Record<string, string>) => ({
  name: 'c',
  resources: { requests: { cpu, memory }, ...(limits && { limits }) },
});
const pod = (spec: Partial<NonNullable<Pod['spec']>>): Pod => ({ metadata: { name: 'p' }, spec: { containers: [], ...spec } });
const room = { allocatable: { cpu: '1', memory: '1Gi', pods: '2' }, labels: { disk: 'ssd' }, usedCpuMilli: 600, usedMemoryBytes: 0, pods: 1 };

test('a pod requests what its containers do together, or its hungriest init container', () => {
  expect(podRequest(pod({ containers: [container('100m', '1Mi'), container('200m', '1Mi')] }))).toEqual({ cpuMilli: 300, memoryBytes: 2 * 1024 * 1024 });
  expect(podRequest(pod({ initContainers: [container('2')], containers: [container('100m')] })).cpuMilli).toBe(2000);
  expect(
    podRequest(pod({ initContainers: [{ ...container('500m'), restartPolicy: 'Always' }, container('1')], containers: [container('100m')] })).cpuMilli,
  ).toBe(1500);
});

test.each<[string, Pod, ReturnType<typeof planAdmission>]>([
  ['what fits is taken', pod({ containers: [container('400m')] }), undefined],
  [
    'too much CPU is refused with the numbers',
    pod({ containers: [container('500m')] }),
    { reason: 'OutOfcpu', message: "Node didn't have enough resource: cpu, requested: 500, used: 600, capacity: 1000" },
  ],
  [
    'too much memory too',
    pod({ containers: [container('0', '2Gi')] }),
    { reason: 'OutOfmemory', message: "Node didn't have enough resource: memory, requested: 2147483648, used: 0, capacity: 1073741824" },
  ],
  [
    'a node selector must match',
    pod({ nodeSelector: { disk: 'hdd' } }),
    { reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" },
  ],
])('%s', (_, subject, expected) => {
  expect(planAdmission(subject, room)).toEqual(expected);
});

test('a full node takes no pod', () => {
  expect(planAdmission(pod({}), { ...room, pods: 2 })?.reason).toBe('OutOfpods');
});

test('the QoS class comes from requests and limits', () => {
  expect(planQosClass(pod({ containers: [{ name: 'c' }] }))).toBe('BestEffort');
  expect(planQosClass(pod({ containers: [container('100m', '1Mi')] }))).toBe('Burstable');
  expect(planQosClass(pod({ containers: [container('100m', '1Mi', { cpu: '100m', memory: '1Mi' })] }))).toBe('Guaranteed');
  expect(planQosClass(pod({ containers: [{ name: 'c', resources: { limits: { cpu: '1', memory: '1Gi' } } }] }))).toBe('Guaranteed');
});
