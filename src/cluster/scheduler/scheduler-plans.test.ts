import { describe, expect, it } from 'vitest';
import type { Container, Node, NodeSelectorTerm, Pod } from '#machinery/generated/types.ts';
import { matchesTerm } from '#machinery/node-selection.ts';
import type { Stored } from '#machinery/object.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import { createClusterView } from './cluster-view.ts';
import { formatDiagnosis } from './diagnosis.ts';
import { enoughNodes } from './feasible-nodes.ts';
import type { PluginContext, ScorePlugin } from './framework.ts';
import { naturalLogarithm } from './natural-logarithm.ts';
import { balancedAllocation } from './plugins/balanced-allocation.ts';
import { imageLocality } from './plugins/image-locality.ts';
import { nodeAffinityScore } from './plugins/node-affinity.ts';
import { leastAllocated } from './plugins/node-resources-fit.ts';
import { podTopologySpreadScore } from './plugins/pod-topology-spread.ts';
import { taintTolerationScore } from './plugins/taint-toleration.ts';
import { podInfo } from './pod-info.ts';
import { podRequest } from './pod-resources.ts';
import { backoffMs, createSchedulingQueue } from './scheduling-queue.ts';

const MEBIBYTE = 1024 * 1024;

function node(
  name: string,
  more: { readonly labels?: Record<string, string>; readonly taints?: NonNullable<Node['spec']>['taints']; readonly images?: Record<string, number> } = {},
): Stored<Node> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-11-20T10:00:00Z', labels: { 'kubernetes.io/hostname': name, ...more.labels } },
    spec: { ...(more.taints && { taints: more.taints }) },
    status: {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      images: Object.entries(more.images ?? {}).map(([image, sizeBytes]) => ({ names: [image], sizeBytes })),
    },
  };
}

function pod(name: string, spec: Partial<NonNullable<Pod['spec']>> = {}, labels: Record<string, string> = {}): Stored<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: '2026-11-20T10:00:00Z', labels },
    spec: { containers: [container({})], ...spec },
  };
}

function container(requests: Record<string, string>, more: Partial<Container> = {}): Container {
  return { name: 'main', image: 'nginx', resources: { requests }, ...more };
}

/** The normalised scores of a plugin for all nodes of a cluster, in the order of the nodes. */
function scores(
  plugin: ScorePlugin,
  subject: Stored<Pod>,
  nodes: readonly Stored<Node>[],
  placed: readonly (readonly [Stored<Pod>, string])[] = [],
  own?: PluginContext['ownSelector'],
): readonly number[] | undefined {
  const cluster = createClusterView();
  for (const each of nodes) cluster.setNode(each);
  for (const [each, name] of placed) cluster.addPod(podInfo(each), name);
  const context: PluginContext = {
    cluster,
    claim: () => undefined,
    volume: () => undefined,
    volumes: () => [],
    storageClass: () => undefined,
    namespaceLabels: () => ({}),
    ownSelector: own ?? (() => undefined),
  };
  const run = plugin.prepare(podInfo(subject), context, cluster.nodes());
  const out = run && cluster.nodes().map((info) => run.score(info));
  if (out) run?.normalize?.(out, cluster.nodes());
  return out;
}

describe('podRequest', () => {
  it('is the sum of the containers or the largest init container, with the sidecars before it', () => {
    const subject = pod('a', {
      containers: [container({ cpu: '100m', memory: '64Mi' }), container({ cpu: '200m' })],
      initContainers: [container({ cpu: '50m' }, { restartPolicy: 'Always' }), container({ cpu: '400m', 'nvidia.com/gpu': '1' })],
      overhead: { cpu: '10m' },
    });
    expect(podRequest(subject)).toEqual({
      exact: { milliCpu: 460, memory: 64 * MEBIBYTE, ephemeralStorage: 0, scalar: new Map([['nvidia.com/gpu', 1]]) },
      nonZeroMilliCpu: 460,
      nonZeroMemory: 264 * MEBIBYTE,
      isBestEffort: false,
    });
  });

  it('lets requests for the whole pod take the place of the sum', () => {
    const { exact } = podRequest(pod('a', { containers: [container({ cpu: '100m' })], resources: { requests: { cpu: '1', memory: '1Gi' } } }));
    expect([exact.milliCpu, exact.memory]).toEqual([1000, 1024 * MEBIBYTE]);
  });
});

describe('enoughNodes', () => {
  it('is all of a small cluster and a part of a large one', () => {
    expect([3, 99, 100, 1000, 5000, 20_000].map(enoughNodes)).toEqual([3, 99, 100, 420, 500, 1000]);
  });
});

describe('formatDiagnosis', () => {
  it('counts and sorts the reasons, those of nodes that were not looked at too', () => {
    const rejection = (...reasons: string[]) => ({ plugin: 'x', reasons, resolvable: true });
    const byNode = new Map([
      ['a', rejection('Insufficient cpu', 'Insufficient memory')],
      ['b', rejection('Insufficient cpu')],
    ]);
    expect(formatDiagnosis({ nodeCount: 12, byNode, others: rejection('node(s) were unschedulable'), forAll: undefined })).toBe(
      '0/12 nodes are available: 1 Insufficient memory, 10 node(s) were unschedulable, 2 Insufficient cpu.',
    );
    expect(formatDiagnosis({ nodeCount: 2, byNode: new Map(), others: undefined, forAll: 'no' })).toBe('0/2 nodes are available: no.');
  });
});

describe('node selector terms', () => {
  it.each<[NodeSelectorTerm, boolean]>([
    [{}, false],
    [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd', 'nvme'] }] }, true],
    [{ matchExpressions: [{ key: 'disk', operator: 'NotIn', values: ['ssd'] }] }, false],
    [
      {
        matchExpressions: [
          { key: 'gpu', operator: 'DoesNotExist' },
          { key: 'cores', operator: 'Gt', values: ['4'] },
        ],
      },
      true,
    ],
    [{ matchExpressions: [{ key: 'cores', operator: 'Lt', values: ['8'] }] }, false],
    [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }, true],
    [{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['a'] }] }, false],
  ])('%j: %s', (term, expected) => {
    expect(matchesTerm(term, node('a', { labels: { disk: 'ssd', cores: '8' } }))).toBe(expected);
  });
});

describe('scores', () => {
  const filler = pod('filler', { containers: [container({ cpu: '2', memory: '1Gi' })] });
  const small = pod('small', { containers: [container({ cpu: '1', memory: '1Gi' })] });

  it('prefers the emptier node', () => {
    expect(scores(leastAllocated, small, [node('a'), node('b')], [[filler, 'a']])).toEqual([50, 81]);
  });
  it('prefers the node that is used evenly', () => {
    expect(scores(balancedAllocation, small, [node('a'), node('b')], [[filler, 'a']])).toEqual([75, 93]);
    expect(scores(balancedAllocation, pod('best-effort'), [node('a')])).toBeUndefined();
  });
  it('prefers nodes without soft taints, by their number', () => {
    const soft = (key: string) => ({ key, effect: 'PreferNoSchedule' });
    expect(scores(taintTolerationScore, small, [node('a', { taints: [soft('x'), soft('y')] }), node('b', { taints: [soft('x')] }), node('c')])).toEqual([
      0, 50, 100,
    ]);
  });
  it('prefers nodes by the weights of node affinity', () => {
    const term = (key: string, weight: number) => ({ weight, preference: { matchExpressions: [{ key, operator: 'Exists' }] } });
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term('x', 30), term('y', 60)] } };
    expect(scores(nodeAffinityScore, pod('a', { affinity }), [node('a', { labels: { x: '' } }), node('b', { labels: { y: '', x: '' } }), node('c')])).toEqual([
      33, 100, 0,
    ]);
  });
  it('prefers nodes that have a large image, more so when others have it too', () => {
    const images = { 'nginx:latest': 500 * MEBIBYTE };
    expect(scores(imageLocality, small, [node('a', { images }), node('b', { images }), node('c'), node('d')])).toEqual([23, 23, 0, 0]);
  });
  it('prefers hosts and zones with fewer pods of the same owner', () => {
    const labels = { app: 'web' };
    const own = () => ({ requirements: [{ key: 'app', operator: '=' as const, values: ['web'] }], matchesNothing: false });
    const zones = [
      node('a', { labels: { 'topology.kubernetes.io/zone': 'x' } }),
      node('b', { labels: { 'topology.kubernetes.io/zone': 'x' } }),
      node('c', { labels: { 'topology.kubernetes.io/zone': 'y' } }),
    ];
    const found = scores(
      podTopologySpreadScore,
      pod('new', {}, labels),
      zones,
      [
        [pod('w1', {}, labels), 'a'],
        [pod('w2', {}, labels), 'a'],
      ],
      own,
    );
    expect(
      found
        ?.map((score, i) => [i, score])
        .sort((a, b) => (b[1] ?? 0) - (a[1] ?? 0))
        .map(([i]) => i),
      // Nodes come zone by zone in turn: a, c, b.
    ).toEqual([1, 2, 0]);
  });
});

describe('naturalLogarithm', () => {
  it('is the natural logarithm', () => {
    for (const value of [1, 2, 3, 7, 100, 5002]) expect(naturalLogarithm(value)).toBeCloseTo(Math.log(value), 12);
  });
});

describe('the scheduling queue', () => {
  const queueAt = () => {
    const simulation = createSimulation({ seed: 'q', startMs: 0, limits: defaultLimits, host: { turn: () => Promise.resolve() } });
    let calls = 0;
    return { simulation, queue: createSchedulingQueue(simulation.clock, () => calls++), calls: () => calls };
  };
  const info = (name: string, priority = 0) => podInfo(pod(name, { priority }));

  it('gives pods by priority, then in the order in which they came', () => {
    const { queue } = queueAt();
    for (const each of [info('a'), info('b', 5), info('c'), info('d', 5)]) queue.add(each, 0);
    expect([0, 1, 2, 3, 4].map(() => queue.take()?.info.uid)).toEqual(['b', 'd', 'a', 'c', undefined]);
  });

  it('keeps what was rejected until an event helps it, or five minutes have passed', async () => {
    const { simulation, queue } = queueAt();
    queue.add(info('a'), 0);
    const first = queue.take();
    if (first) queue.giveBack(first, new Set(['x']));
    queue.wake(() => false);
    expect(queue.take()).toBeUndefined();
    queue.wake((queued) => queued.rejectedBy.has('x'));
    const second = queue.take();
    expect(second?.attempts).toBe(2);
    if (second) queue.giveBack(second, new Set(['x']));
    await simulation.advance(299_000);
    expect(queue.hasWork).toBe(false);
    await simulation.advance(60_000);
    expect(queue.take()?.attempts).toBe(3);
  });

  it('makes what failed with an error wait for its back-off', async () => {
    const { simulation, queue } = queueAt();
    queue.add(info('a'), 0);
    const first = queue.take();
    if (first) queue.giveBack(first, undefined);
    await simulation.advance(999);
    expect(queue.take()).toBeUndefined();
    await simulation.advance(1);
    expect(queue.take()?.info.uid).toBe('a');
    expect([1, 2, 3, 4, 5, 9].map(backoffMs)).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('forgets a pod that is removed', () => {
    const { queue } = queueAt();
    queue.add(info('a'), 0);
    queue.add(info('b'), 0);
    queue.remove('a');
    expect([queue.activeCount, queue.take()?.info.uid, queue.take()]).toEqual([1, 'b', undefined]);
  });
});
