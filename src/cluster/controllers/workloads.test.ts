import { describe, expect, it } from 'vitest';
import type { ControllerRevision, CronJob, DaemonSet, Job, Node, Pod, StatefulSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { controllerRevisions, cronJobs, daemonSets, jobs, nodes, pods, statefulSets } from '../resource-types.ts';
import { addNodes, type ControlPlane, createControlPlane, keepNodesAlive, readyNode, runPods, startLoops } from '../testing/control-plane.ts';

const template = (image: string, app = 'web') => ({ metadata: { labels: { app } }, spec: { containers: [{ name: 'main', image }] } });

async function startPlane(nodeList: readonly Node[], isReady: (pod: Pod) => boolean = () => true): Promise<ControlPlane> {
  const plane = createControlPlane();
  addNodes(plane, nodeList);
  keepNodesAlive(plane);
  startLoops(plane);
  runPods(plane, 1000, isReady);
  await plane.advance(2);
  return plane;
}

function names(plane: ControlPlane): readonly string[] {
  return plane.list<Pod>(pods).map((pod) => pod.metadata.name);
}

function imagesByNode(plane: ControlPlane): readonly string[] {
  return plane
    .list<Pod>(pods)
    .map((pod) => `${pod.spec?.nodeName} ${pod.spec?.containers[0]?.image}`)
    .sort();
}

/** Ends a pod's container. */
function finish(plane: ControlPlane, pod: Stored<Pod>, phase: 'Succeeded' | 'Failed'): void {
  const finishedAt = new Date(plane.simulation.clock.now).toISOString().replace('.000', '');
  const terminated = { exitCode: phase === 'Failed' ? 1 : 0, finishedAt };
  const containerStatuses = [{ name: 'main', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } }];
  const present = plane.client.get<Pod>(pods, 'default', pod.metadata.name);
  const conditions = (present.status?.conditions ?? []).map((condition) => (condition.type === 'Ready' ? { ...condition, status: 'False' } : condition));
  plane.client.updateStatus<Pod>(pods, 'default', { ...present, status: { ...present.status, phase, conditions, containerStatuses } });
}

function running(plane: ControlPlane): readonly Stored<Pod>[] {
  return plane.list<Pod>(pods).filter((pod) => pod.status?.phase === 'Running' && pod.metadata.deletionTimestamp === undefined);
}

describe('the daemonset controller', () => {
  const agent: DaemonSet = { metadata: { name: 'agent' }, spec: { selector: { matchLabels: { app: 'web' } }, template: template('agent:1') } };

  it('runs a pod on every node it may, new ones and cordoned ones included', async () => {
    const tainted = readyNode('node-3', { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] });
    const plane = await startPlane([readyNode('node-1'), readyNode('node-2', { unschedulable: true }), tainted]);
    plane.client.create<DaemonSet>(daemonSets, 'default', agent);
    await plane.advance(4);
    expect(imagesByNode(plane)).toEqual(['node-1 agent:1', 'node-2 agent:1']);
    expect(plane.list<DaemonSet>(daemonSets)[0]?.status).toEqual({
      currentNumberScheduled: 2,
      desiredNumberScheduled: 2,
      numberAvailable: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      observedGeneration: 1,
      updatedNumberScheduled: 2,
    });
    addNodes(plane, [readyNode('node-4')]);
    plane.client.patch(nodes, '', 'node-1', { metadata: { labels: { role: 'x' } } }, { type: 'merge' });
    await plane.advance(4);
    expect(imagesByNode(plane)).toEqual(['node-1 agent:1', 'node-2 agent:1', 'node-4 agent:1']);
    expect(plane.events().filter((event) => event.startsWith('SuccessfulCreate'))).toHaveLength(3);
  });

  it('updates one node after the other and keeps its history', async () => {
    const plane = await startPlane([readyNode('node-1'), readyNode('node-2'), readyNode('node-3')]);
    plane.client.create<DaemonSet>(daemonSets, 'default', agent);
    await plane.advance(4);
    plane.client.patch(daemonSets, 'default', 'agent', { spec: { template: template('agent:2') } }, { type: 'merge' });
    await plane.advance(1.5);
    expect(running(plane)).toHaveLength(2);
    await plane.advance(30);
    expect(imagesByNode(plane)).toEqual(['node-1 agent:2', 'node-2 agent:2', 'node-3 agent:2']);
    expect(
      plane
        .list<ControllerRevision>(controllerRevisions)
        .map((revision) => revision.revision)
        .sort(),
    ).toEqual([1, 2]);
    expect(plane.list<DaemonSet>(daemonSets)[0]?.status).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 });
  });
});

describe('the statefulset controller', () => {
  const db = (spec: Partial<NonNullable<StatefulSet['spec']>> = {}): StatefulSet => ({
    metadata: { name: 'db' },
    spec: { serviceName: 'db', replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('db:1'), ...spec },
  });

  it('starts members one after the other and gives each its name', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<StatefulSet>(statefulSets, 'default', db());
    await plane.advance(0.5);
    expect(names(plane)).toEqual(['db-0']);
    await plane.advance(5);
    expect(names(plane)).toEqual(['db-0', 'db-1', 'db-2']);
    const [first] = plane.list<Pod>(pods);
    const [revision] = plane.list<ControllerRevision>(controllerRevisions);
    expect([first?.spec?.hostname, first?.spec?.subdomain, first?.metadata.labels]).toEqual([
      'db-0',
      'db',
      {
        app: 'web',
        'apps.kubernetes.io/pod-index': '0',
        'controller-revision-hash': revision?.metadata.name,
        'statefulset.kubernetes.io/pod-name': 'db-0',
      },
    ]);
    expect(plane.list<StatefulSet>(statefulSets)[0]?.status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      currentRevision: revision?.metadata.name,
      updateRevision: revision?.metadata.name,
      collisionCount: 0,
    });
    expect(plane.events().filter((event) => event.startsWith('SuccessfulCreate'))).toEqual(
      [0, 1, 2].map((i) => `SuccessfulCreate: create Pod db-${i} in StatefulSet db successful`),
    );
  });

  it('scales down from the highest, updates from the highest, and stops at the partition', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<StatefulSet>(statefulSets, 'default', db({ replicas: 4, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }));
    await plane.advance(10);
    plane.client.patch(statefulSets, 'default', 'db', { spec: { replicas: 3 } }, { type: 'merge' });
    await plane.advance(5);
    expect(names(plane)).toEqual(['db-0', 'db-1', 'db-2']);
    plane.client.patch(statefulSets, 'default', 'db', { spec: { template: template('db:2') } }, { type: 'merge' });
    await plane.advance(1.5);
    expect(running(plane).map((pod) => pod.metadata.name)).toEqual(['db-0', 'db-1']);
    await plane.advance(20);
    expect(plane.list<Pod>(pods).map((pod) => pod.spec?.containers[0]?.image)).toEqual(['db:1', 'db:2', 'db:2']);
    plane.client.delete(pods, 'default', 'db-0');
    await plane.advance(5);
    expect(plane.list<Pod>(pods)[0]?.spec?.containers[0]?.image).toBe('db:1');
    const status = plane.list<StatefulSet>(statefulSets)[0]?.status;
    expect([status?.currentReplicas, status?.updatedReplicas, status?.currentRevision === status?.updateRevision]).toEqual([1, 2, false]);
  });

  it('starts all members at once when told to', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<StatefulSet>(statefulSets, 'default', db({ podManagementPolicy: 'Parallel' }));
    await plane.advance(0.5);
    expect(names(plane)).toEqual(['db-0', 'db-1', 'db-2']);
  });
});

describe('the job controller', () => {
  const job = (spec: Partial<NonNullable<Job['spec']>> = {}): Job => {
    const base = template('work:1', 'work');
    return { metadata: { name: 'work' }, spec: { template: { ...base, spec: { ...base.spec, restartPolicy: 'Never' } }, ...spec } };
  };
  const status = (plane: ControlPlane): Job['status'] => plane.list<Job>(jobs)[0]?.status;
  const conditions = (plane: ControlPlane): readonly string[] =>
    (status(plane)?.conditions ?? []).map((condition) => `${condition.type}=${condition.status} ${condition.reason}: ${condition.message}`);

  it('runs as many pods at a time as it may until enough have ended well', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<Job>(jobs, 'default', job({ completions: 3, parallelism: 2 }));
    await plane.advance(2);
    expect([running(plane).length, status(plane)?.active, status(plane)?.ready]).toEqual([2, 2, 2]);
    for (const pod of running(plane)) finish(plane, pod, 'Succeeded');
    await plane.advance(2);
    expect([running(plane).length, status(plane)?.succeeded]).toEqual([1, 2]);
    for (const pod of running(plane)) finish(plane, pod, 'Succeeded');
    await plane.advance(2);
    expect([status(plane)?.succeeded, status(plane)?.active, status(plane)?.completionTime]).toEqual([3, undefined, '2026-11-20T10:00:06Z']);
    expect(conditions(plane)).toEqual([
      'SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods',
      'Complete=True CompletionsReached: Reached expected number of succeeded pods',
    ]);
    expect(plane.list<Pod>(pods).map((pod) => pod.metadata.finalizers)).toEqual([undefined, undefined, undefined]);
    expect(plane.events()).toContain('Completed: Job completed');
  });

  it('replaces failed pods after 10, 20 … seconds and gives up at the limit', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<Job>(jobs, 'default', job({ backoffLimit: 1 }));
    await plane.advance(2);
    for (const pod of running(plane)) finish(plane, pod, 'Failed');
    await plane.advance(9);
    expect([running(plane).length, status(plane)?.failed]).toEqual([0, 1]);
    await plane.advance(3);
    expect(running(plane)).toHaveLength(1);
    for (const pod of running(plane)) finish(plane, pod, 'Failed');
    await plane.advance(60);
    expect(status(plane)?.failed).toBe(2);
    expect(conditions(plane)).toEqual([
      'FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit',
      'Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit',
    ]);
    expect(plane.events()).toContain('BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  it('ends at its deadline, and goes when its time to live is over', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<Job>(jobs, 'default', job({ activeDeadlineSeconds: 10, ttlSecondsAfterFinished: 20 }));
    await plane.advance(15);
    expect(conditions(plane)[1]).toBe('Failed=True DeadlineExceeded: Job was active longer than specified deadline');
    expect(plane.list(pods)).toEqual([]);
    await plane.advance(25);
    expect(plane.list(jobs)).toEqual([]);
  });

  it('gives every pod of an Indexed Job an index and fills the gaps', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<Job>(jobs, 'default', job({ completionMode: 'Indexed', completions: 4, parallelism: 4 }));
    await plane.advance(2);
    const byIndex = (index: number) => running(plane).filter((pod) => pod.metadata.labels?.['batch.kubernetes.io/job-completion-index'] === String(index));
    for (const index of [0, 1, 3]) for (const pod of byIndex(index)) finish(plane, pod, 'Succeeded');
    for (const pod of byIndex(2)) finish(plane, pod, 'Failed');
    await plane.advance(14);
    expect([status(plane)?.completedIndexes, running(plane).map((pod) => pod.spec?.hostname)]).toEqual(['0,1,3', ['work-2']]);
    for (const pod of running(plane)) finish(plane, pod, 'Succeeded');
    await plane.advance(2);
    expect([status(plane)?.completedIndexes, status(plane)?.succeeded]).toEqual(['0-3', 4]);
  });

  it('lets its pods go while it is suspended', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<Job>(jobs, 'default', job({ suspend: true }));
    await plane.advance(2);
    expect([plane.list(pods).length, conditions(plane)]).toEqual([0, ['Suspended=True JobSuspended: Job suspended']]);
    plane.client.patch(jobs, 'default', 'work', { spec: { suspend: false } }, { type: 'merge' });
    await plane.advance(2);
    expect([running(plane).length, conditions(plane)]).toEqual([1, ['Suspended=False JobResumed: Job resumed']]);
  });
});

describe('the cronjob controller', () => {
  const cron = (spec: Partial<NonNullable<CronJob['spec']>> = {}): CronJob => {
    const base = template('work:1', 'work');
    return {
      metadata: { name: 'tick' },
      spec: { schedule: '*/1 * * * *', jobTemplate: { spec: { template: { ...base, spec: { ...base.spec, restartPolicy: 'Never' } } } }, ...spec },
    };
  };

  it('starts a Job when it is due and remembers when it did', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<CronJob>(cronJobs, 'default', cron());
    await plane.advance(65);
    const minute = Math.floor(plane.simulation.clock.now / 60_000);
    expect(plane.list<Job>(jobs).map((job) => job.metadata.name)).toEqual([`tick-${minute}`]);
    const status = plane.list<CronJob>(cronJobs)[0]?.status;
    expect([status?.lastScheduleTime, status?.active?.length]).toEqual(['2026-11-20T10:01:00Z', 1]);
    for (const pod of running(plane)) finish(plane, pod, 'Succeeded');
    await plane.advance(2);
    const after = plane.list<CronJob>(cronJobs)[0]?.status;
    expect([after?.active, after?.lastSuccessfulTime]).toEqual([undefined, '2026-11-20T10:01:07Z']);
    expect(plane.events()).toContain(`SawCompletedJob: Saw completed job: tick-${minute}, condition: Complete`);
  });

  it('does not start a second run while one is under way when that is forbidden, and replaces it when asked to', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<CronJob>(cronJobs, 'default', cron({ concurrencyPolicy: 'Forbid' }));
    await plane.advance(185);
    expect(plane.list(jobs)).toHaveLength(1);
    plane.client.patch(cronJobs, 'default', 'tick', { spec: { concurrencyPolicy: 'Replace' } }, { type: 'merge' });
    await plane.advance(60);
    expect(plane.list<Job>(jobs).map((job) => job.metadata.name)).toEqual([`tick-${Math.floor(plane.simulation.clock.now / 60_000)}`]);
  });

  it('keeps the last three good runs', async () => {
    const plane = await startPlane([readyNode('node-1')]);
    plane.client.create<CronJob>(cronJobs, 'default', cron());
    for (let minute = 0; minute < 6; minute++) {
      await plane.advance(60);
      for (const pod of running(plane)) finish(plane, pod, 'Succeeded');
    }
    await plane.advance(5);
    expect(plane.list(jobs)).toHaveLength(3);
    expect(plane.list(pods)).toHaveLength(3);
  });
});
