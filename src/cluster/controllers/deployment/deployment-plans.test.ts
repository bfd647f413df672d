import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { planCleanup, planSetAnnotations } from './history.ts';
import { planNextLook, planPauseCondition, planRolloutStatus } from './progress.ts';
import { planOwnedSets } from './replica-sets.ts';
import { planRolling, sumAvailable, sumReplicas } from './rolling.ts';
import { planProportionalScale } from './scaling.ts';
import { surgeOf } from './surge.ts';

const NOW_MS = Date.parse('2026-11-20T10:00:00Z');

interface SetShape {
  readonly replicas: number;
  readonly available?: number;
  readonly revision?: number;
  readonly desired?: number;
  readonly max?: number;
  readonly created?: string;
}

function set(name: string, shape: SetShape): Stored<ReplicaSet> {
  const { replicas, available = replicas, revision = 1, desired, max, created = '2026-11-20T09:00:00Z' } = shape;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: created,
      generation: 1,
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        ...(desired !== undefined && { 'deployment.kubernetes.io/desired-replicas': String(desired) }),
        ...(max !== undefined && { 'deployment.kubernetes.io/max-replicas': String(max) }),
      },
    },
    spec: { replicas, selector: {}, template: { metadata: { labels: { app: name } } } },
    status: { replicas, readyReplicas: available, availableReplicas: available, observedGeneration: 1 },
  };
}

function deployment(spec: Partial<NonNullable<Deployment['spec']>>, more: Partial<Stored<Deployment>> = {}): Stored<Deployment> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', uid: 'web', resourceVersion: '1', creationTimestamp: '2026-11-20T09:00:00Z', generation: 1 },
    spec: {
      replicas: 10,
      selector: {},
      template: { metadata: { labels: { app: 'new' } } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      ...spec,
    },
    ...more,
  };
}

function steps(plan: ReturnType<typeof planRolling>): readonly string[] {
  return plan.map((step) => `${step.set.metadata.name} ${step.set.spec?.replicas}→${step.replicas}`);
}

describe('surgeOf', () => {
  it.each([
    [10, '25%', '25%', { maxSurge: 3, maxUnavailable: 2 }],
    [3, '25%', '25%', { maxSurge: 1, maxUnavailable: 0 }],
    [1, 0, '25%', { maxSurge: 0, maxUnavailable: 1 }],
    [2, 1, 5, { maxSurge: 1, maxUnavailable: 2 }],
    [4, '100%', 0, { maxSurge: 4, maxUnavailable: 0 }],
  ])('of %i replicas with %s and %s', (replicas, maxSurge, maxUnavailable, expected) => {
    expect(surgeOf(deployment({ replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } }))).toEqual(expected);
  });
});

describe('planRolling', () => {
  it.each<[string, SetShape, SetShape, readonly string[]]>([
    ['grows the new set as far as the surge allows', { replicas: 0 }, { replicas: 10 }, ['new 0→3']],
    ['shrinks the old one as far as enough pods stay available', { replicas: 3, available: 0 }, { replicas: 10 }, ['old 10→8']],
    ['goes on when new pods are available', { replicas: 5, available: 5 }, { replicas: 8 }, ['old 8→3']],
    ['takes old pods that are not healthy first', { replicas: 3, available: 0 }, { replicas: 10, available: 6 }, ['old 10→8']],
    ['waits when nothing may go', { replicas: 5, available: 0 }, { replicas: 8, available: 8 }, []],
    ['ends with the old set at 0', { replicas: 10, available: 10 }, { replicas: 2 }, ['old 2→0']],
    ['shrinks a new set that is too large', { replicas: 12 }, { replicas: 0 }, ['new 12→10']],
  ])('%s', (_name, fresh, old, expected) => {
    expect(steps(planRolling(deployment({}), set('new', fresh), [set('old', old)]))).toEqual(expected);
  });

  it('never lets more than maxUnavailable be missing or more than maxSurge be too many, and always ends', () => {
    const shape = fc.record({
      replicas: fc.integer({ min: 1, max: 30 }),
      maxSurge: fc.integer({ min: 0, max: 10 }),
      maxUnavailable: fc.integer({ min: 0, max: 10 }),
      late: fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }),
    });
    fc.assert(
      fc.property(shape, ({ replicas, maxSurge, maxUnavailable, late }) => {
        const owner = deployment({ replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } });
        const limits = surgeOf(owner);
        let [fresh, old] = [set('new', { replicas: 0 }), set('old', { replicas })];
        for (let turn = 0; turn < 400 && !(fresh.spec?.replicas === replicas && old.spec?.replicas === 0); turn++) {
          for (const step of planRolling(owner, fresh, [old])) {
            if (step.set.metadata.name === 'new') fresh = set('new', { replicas: step.replicas, available: fresh.status?.availableReplicas ?? 0 });
            else old = set('old', { replicas: step.replicas });
          }
          expect(sumReplicas([fresh, old])).toBeLessThanOrEqual(replicas + limits.maxSurge);
          expect(sumAvailable([fresh, old])).toBeGreaterThanOrEqual(replicas - limits.maxUnavailable);
          const waits = late[turn % late.length] === true && turn < 200;
          fresh = set('new', { replicas: fresh.spec?.replicas ?? 0, available: waits ? (fresh.status?.availableReplicas ?? 0) : (fresh.spec?.replicas ?? 0) });
        }
        expect([fresh.spec?.replicas, old.spec?.replicas]).toEqual([replicas, 0]);
      }),
    );
  });
});

describe('planProportionalScale', () => {
  const scaled = (wanted: number, fresh: SetShape, old: SetShape): readonly string[] =>
    steps(planProportionalScale(deployment({ replicas: wanted }), { newSet: set('new', fresh), oldSets: [set('old', old)] }));

  it('gives everything to the only set with pods', () => {
    expect(scaled(20, { replicas: 10 }, { replicas: 0 })).toEqual(['new 10→20']);
  });
  it('keeps the proportions of a rollout that is half done', () => {
    expect(scaled(20, { replicas: 5, desired: 10, max: 13 }, { replicas: 8, desired: 10, max: 13 })).toEqual(['old 8→15', 'new 5→10']);
    expect(scaled(5, { replicas: 5, desired: 10, max: 13 }, { replicas: 8, desired: 10, max: 13 })).toEqual(['old 8→4', 'new 5→3']);
  });
  it('takes all when scaled to nothing', () => {
    expect(scaled(0, { replicas: 5, desired: 10, max: 13 }, { replicas: 8, desired: 10, max: 13 })).toEqual(['old 8→0', 'new 5→0']);
  });
  it('empties the old sets when the new one is complete', () => {
    expect(scaled(10, { replicas: 10, desired: 10, max: 13 }, { replicas: 2, desired: 10, max: 13 })).toEqual(['old 2→0']);
  });
});

describe('planOwnedSets', () => {
  it('takes the oldest set with the present template as the new one', () => {
    const younger = {
      ...set('new', { replicas: 1, created: '2026-11-20T09:30:00Z' }),
      metadata: { ...set('b', { replicas: 1 }).metadata, creationTimestamp: '2026-11-20T09:30:00Z' },
    };
    const owned = planOwnedSets(deployment({}), [younger, set('new', { replicas: 1 }), set('old', { replicas: 1 })]);
    expect([owned.newSet?.metadata.name, owned.oldSets.map((old) => old.metadata.name)]).toEqual(['new', ['old', 'b']]);
  });
});

describe('planSetAnnotations', () => {
  it('copies what is meant for all, and remembers earlier revisions when an old set becomes the new one', () => {
    const owner = {
      metadata: { annotations: { team: 'core', 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'deployment.kubernetes.io/revision': '4' } },
    };
    const before = { 'deployment.kubernetes.io/revision': '2', 'deployment.kubernetes.io/revision-history': '1' };
    expect(planSetAnnotations(owner, before, 5)).toEqual({
      team: 'core',
      'deployment.kubernetes.io/revision': '5',
      'deployment.kubernetes.io/revision-history': '1,2',
    });
  });
  it('changes nothing when nothing is new', () => {
    const present = { 'deployment.kubernetes.io/revision': '5', team: 'core' };
    expect(planSetAnnotations({ metadata: { annotations: { team: 'core' } } }, present, 5)).toBe(present);
  });
});

describe('planCleanup', () => {
  it('removes the oldest revisions beyond the limit, but only empty sets', () => {
    const sets = [
      set('c', { replicas: 0, revision: 3 }),
      set('a', { replicas: 0, revision: 1 }),
      set('b', { replicas: 1, revision: 2 }),
      set('d', { replicas: 0, revision: 4 }),
    ];
    expect(planCleanup(deployment({ revisionHistoryLimit: 1 }), sets).map((old) => old.metadata.name)).toEqual(['a', 'c']);
    expect(planCleanup(deployment({ revisionHistoryLimit: 4 }), sets)).toEqual([]);
  });
});

describe('planRolloutStatus', () => {
  const progressing = (reason: string, secondsAgo: number): Stored<Deployment>['status'] => ({
    observedGeneration: 1,
    replicas: 10,
    updatedReplicas: 3,
    readyReplicas: 8,
    availableReplicas: 8,
    unavailableReplicas: 2,
    conditions: [
      {
        type: 'Progressing',
        status: 'True',
        reason,
        message: '',
        lastUpdateTime: new Date(NOW_MS - secondsAgo * 1000).toISOString(),
        lastTransitionTime: '2026-11-20T09:00:00Z',
      },
    ],
  });
  const reasons = (status: NonNullable<Stored<Deployment>['status']>, sets: readonly [Stored<ReplicaSet>, Stored<ReplicaSet>]): readonly string[] =>
    (planRolloutStatus(deployment({ progressDeadlineSeconds: 600 }, { status }), sets, sets[0], NOW_MS).conditions ?? []).map(
      (condition) => `${condition.type}=${condition.status} ${condition.reason}`,
    );

  it('is progressing when more is ready than before', () => {
    expect(reasons(progressing('NewReplicaSetCreated', 700) ?? {}, [set('new', { replicas: 3, available: 2 }), set('old', { replicas: 8 })])).toEqual([
      'Available=True MinimumReplicasAvailable',
      'Progressing=True ReplicaSetUpdated',
    ]);
  });
  it('has timed out when nothing moved for the deadline', () => {
    const stuck = [set('new', { replicas: 3, available: 0 }), set('old', { replicas: 8 })] as const;
    const status = { ...progressing('ReplicaSetUpdated', 601), replicas: 11, updatedReplicas: 3 };
    expect(reasons(status, stuck)).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=False ProgressDeadlineExceeded']);
  });
  it('is complete when all pods are new and available', () => {
    expect(reasons(progressing('ReplicaSetUpdated', 5) ?? {}, [set('new', { replicas: 10 }), set('old', { replicas: 0 })])).toEqual([
      'Available=True MinimumReplicasAvailable',
      'Progressing=True NewReplicaSetAvailable',
    ]);
  });
  it('looks again a second after the deadline', () => {
    expect(planNextLook(deployment({ progressDeadlineSeconds: 600 }), progressing('ReplicaSetUpdated', 100) ?? {}, NOW_MS)).toBe(501_000);
    expect(planNextLook(deployment({}), progressing('ReplicaSetUpdated', 100) ?? {}, NOW_MS)).toBeUndefined();
  });
  it('tells once that it is paused, and once that it goes on', () => {
    const spec = { progressDeadlineSeconds: 600 };
    const paused = planPauseCondition(deployment({ ...spec, paused: true }), NOW_MS);
    expect(paused?.conditions?.map((condition) => condition.reason)).toEqual(['DeploymentPaused']);
    expect(planPauseCondition(deployment({ ...spec, paused: true }, { status: paused ?? {} }), NOW_MS)).toBeUndefined();
    expect(planPauseCondition(deployment(spec, { status: paused ?? {} }), NOW_MS)?.conditions?.map((condition) => condition.message)).toEqual([
      'Deployment is resumed',
    ]);
  });
});
