import { describe, expect, it } from 'vitest';
import type { Pod, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { planDeletions } from './ranking.ts';
import { planScale, planSlowStart } from './replicaset.ts';
import { planStatus } from './status.ts';

const NOW_MS = Date.parse('2026-11-20T10:00:00Z');

interface PodShape {
  readonly node?: string;
  readonly phase?: string;
  readonly readySeconds?: number;
  readonly ageSeconds?: number;
  readonly restarts?: number;
  readonly cost?: string;
}

function pod(name: string, { node = 'node-1', phase = 'Running', readySeconds = 1000, ageSeconds = 2000, restarts = 0, cost }: PodShape = {}): Stored<Pod> {
  const ago = (seconds: number): string => new Date(NOW_MS - seconds * 1000).toISOString();
  const ready = readySeconds >= 0;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: ago(ageSeconds),
      labels: { app: 'web' },
      ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { containers: [{ name: 'main' }], ...(node !== '' && { nodeName: node }) },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', ...(ready && { lastTransitionTime: ago(readySeconds) }) }],
      containerStatuses: [{ name: 'main', image: '', imageID: '', ready, restartCount: restarts }],
    },
  };
}

describe('planDeletions', () => {
  it.each<[string, PodShape, PodShape]>([
    ['one without a node', { node: '' }, {}],
    ['a pending one', { phase: 'Pending' }, {}],
    ['one that is not ready', { readySeconds: -1 }, {}],
    ['the cheaper one', { cost: '-5' }, { cost: '3' }],
    ['the one that has been ready for much less long', { readySeconds: 10 }, { readySeconds: 1000 }],
    ['the one that restarted more often', { restarts: 3 }, { restarts: 1 }],
    ['the much younger one', { ageSeconds: 1100 }, { ageSeconds: 9000 }],
  ])('takes %s first', (_name, first, second) => {
    const [a, b] = [pod('z', first), pod('a', { node: 'node-2', ...second })];
    expect(planDeletions([b, a], [], 1, NOW_MS)).toEqual([a]);
  });

  it('takes from the node that has more of the same family', () => {
    const pods = [pod('a', { node: 'node-1' }), pod('b', { node: 'node-2' }), pod('c', { node: 'node-2' })];
    expect(planDeletions(pods, pods, 1, NOW_MS).map((chosen) => chosen.metadata.name)).toEqual(['b']);
  });

  it('does not tell ages of the same magnitude apart', () => {
    const pods = [pod('b', { readySeconds: 600, ageSeconds: 700 }), pod('a', { readySeconds: 1000, ageSeconds: 1010 })];
    expect(planDeletions(pods, [], 1, NOW_MS).map((chosen) => chosen.metadata.name)).toEqual(['a']);
  });
});

describe('planScale', () => {
  it('goes as far as one burst', () => {
    expect([planScale(3, 1), planScale(1, 3), planScale(5000, 0), planScale(0, 5000)]).toEqual([2, -2, 100, -100]);
  });
});

describe('planSlowStart', () => {
  it('doubles the batches', () => {
    expect([planSlowStart(0), planSlowStart(1), planSlowStart(10)]).toEqual([[], [1], [1, 2, 4, 3]]);
  });
});

describe('planStatus', () => {
  const set: Stored<ReplicaSet> = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', uid: 'web', resourceVersion: '1', creationTimestamp: '2026-11-20T09:00:00Z', generation: 2 },
    spec: { replicas: 3, minReadySeconds: 30, selector: {}, template: { metadata: { labels: { app: 'web' } } } },
  };

  it('counts pods as available when they were ready for long enough, and knows when the next one is', () => {
    const pods = [pod('a', { readySeconds: 30 }), pod('b', { readySeconds: 12 }), pod('c', { readySeconds: -1 })];
    expect(planStatus(set, pods, 1, undefined, NOW_MS)).toEqual({
      status: { replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 2, availableReplicas: 1, terminatingReplicas: 1, observedGeneration: 2 },
      nextAvailableAtMs: NOW_MS + 18_000,
    });
  });

  it('tells a failure once and takes it back', () => {
    const failure = { reason: 'FailedCreate', message: 'exceeded quota' } as const;
    const told = planStatus(set, [], 0, failure, NOW_MS).status.conditions;
    expect(told).toEqual([
      { type: 'ReplicaFailure', status: 'True', lastTransitionTime: '2026-11-20T10:00:00Z', reason: 'FailedCreate', message: 'exceeded quota' },
    ]);
    const failing = { ...set, status: { replicas: 0, conditions: told ?? [] } };
    expect(planStatus(failing, [], 0, { ...failure, message: 'still' }, NOW_MS + 1000).status.conditions).toBe(told);
    expect(planStatus(failing, [], 0, undefined, NOW_MS).status.conditions).toBeUndefined();
  });
});
