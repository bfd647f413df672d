import { describe, expect, it } from 'vitest';
import type { Deployment, EndpointSlice, Endpoints, Namespace, Pod, ReplicaSet, Service } from '#machinery/generated/types.ts';
import { deployments, endpointSlices, endpoints, namespaces, pods, replicaSets, serviceAccounts, services } from '../resource-types.ts';
import { addNodes, type ControlPlane, createControlPlane, keepNodesAlive, readyNode, runPods, startLoops } from '../testing/control-plane.ts';

function deployment(image: string, replicas: number, more: Partial<Deployment['spec']> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
      ...more,
    },
  };
}

async function settledPlane(seed?: string): Promise<ControlPlane> {
  const plane = createControlPlane(seed);
  addNodes(plane, [readyNode('node-1'), readyNode('node-2')]);
  keepNodesAlive(plane);
  startLoops(plane);
  runPods(plane);
  await plane.advance(2);
  return plane;
}

function change(plane: ControlPlane, edit: (spec: NonNullable<Deployment['spec']>) => NonNullable<Deployment['spec']>): void {
  const before = plane.client.get<Deployment>(deployments, 'default', 'web');
  if (before.spec) plane.client.update<Deployment>(deployments, 'default', { ...before, spec: edit(before.spec) });
}

const withImage =
  (image: string) =>
  (spec: NonNullable<Deployment['spec']>): NonNullable<Deployment['spec']> => ({
    ...spec,
    template: { ...spec.template, spec: { containers: [{ name: 'web', image }] } },
  });

/** Names end in hashes and random letters: the events without them. */
function scalings(plane: ControlPlane): readonly string[] {
  return plane
    .events()
    .filter((event) => event.startsWith('ScalingReplicaSet'))
    .map((event) => event.replace(/web-[a-z0-9]+/, 'web'));
}

describe('the controller manager with the scheduler', () => {
  it('brings a Deployment up and says so in its status', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 3));
    await plane.advance(5);
    const [web] = plane.list<Deployment>(deployments);
    const [set] = plane.list<ReplicaSet>(replicaSets);
    expect(web?.status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastUpdateTime: '2026-11-20T10:00:03Z',
          lastTransitionTime: '2026-11-20T10:00:03Z',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        },
        {
          type: 'Progressing',
          status: 'True',
          lastUpdateTime: '2026-11-20T10:00:03Z',
          lastTransitionTime: '2026-11-20T10:00:02Z',
          reason: 'NewReplicaSetAvailable',
          message: `ReplicaSet "${set?.metadata.name}" has successfully progressed.`,
        },
      ],
    });
    expect(web?.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    expect(plane.list<Pod>(pods).map((pod) => pod.status?.phase)).toEqual(['Running', 'Running', 'Running']);
  });

  it('rolls from one image to the next one pod at a time, and back again', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 3));
    await plane.advance(5);
    change(plane, withImage('nginx:2'));
    await plane.advance(20);
    expect(scalings(plane)).toEqual([
      'ScalingReplicaSet: Scaled up replica set web from 0 to 3',
      'ScalingReplicaSet: Scaled up replica set web from 0 to 1',
      'ScalingReplicaSet: Scaled down replica set web from 3 to 2',
      'ScalingReplicaSet: Scaled up replica set web from 1 to 2',
      'ScalingReplicaSet: Scaled down replica set web from 2 to 1',
      'ScalingReplicaSet: Scaled up replica set web from 2 to 3',
      'ScalingReplicaSet: Scaled down replica set web from 1 to 0',
    ]);
    change(plane, withImage('nginx:1'));
    await plane.advance(20);
    const sets = plane.list<ReplicaSet>(replicaSets).map((set) => ({ replicas: set.spec?.replicas, ...set.metadata.annotations }));
    expect(sets.sort((a, b) => (b.replicas ?? 0) - (a.replicas ?? 0))).toEqual([
      {
        replicas: 3,
        'deployment.kubernetes.io/desired-replicas': '3',
        'deployment.kubernetes.io/max-replicas': '4',
        'deployment.kubernetes.io/revision': '3',
        'deployment.kubernetes.io/revision-history': '1',
      },
      {
        replicas: 0,
        'deployment.kubernetes.io/desired-replicas': '3',
        'deployment.kubernetes.io/max-replicas': '4',
        'deployment.kubernetes.io/revision': '2',
      },
    ]);
  });

  it('stops a rollout whose pods do not become ready, and says so after the deadline', async () => {
    const plane = createControlPlane();
    addNodes(plane, [readyNode('node-1')]);
    keepNodesAlive(plane);
    startLoops(plane);
    runPods(plane, 1000, (pod) => pod.spec?.containers[0]?.image !== 'nginx:broken');
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 4, { progressDeadlineSeconds: 60 }));
    await plane.advance(5);
    change(plane, withImage('nginx:broken'));
    await plane.advance(30);
    const status = plane.list<Deployment>(deployments)[0]?.status;
    expect([status?.replicas, status?.updatedReplicas, status?.availableReplicas, status?.unavailableReplicas]).toEqual([5, 2, 3, 2]);
    await plane.advance(60);
    const [available, progressing] = plane.list<Deployment>(deployments)[0]?.status?.conditions ?? [];
    expect([available?.status, progressing?.status, progressing?.reason]).toEqual(['True', 'False', 'ProgressDeadlineExceeded']);
  });

  it('does nothing with a new template while it is paused, but scales, and goes on when resumed', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 2));
    await plane.advance(5);
    change(plane, (spec) => ({ ...withImage('nginx:2')(spec), paused: true, replicas: 4 }));
    await plane.advance(5);
    const images = (): readonly string[] => plane.list<Pod>(pods).map((pod) => pod.spec?.containers[0]?.image ?? '');
    const progressing = (): string | undefined =>
      plane.list<Deployment>(deployments)[0]?.status?.conditions?.find((condition) => condition.type === 'Progressing')?.reason;
    expect([images(), progressing()]).toEqual([['nginx:1', 'nginx:1', 'nginx:1', 'nginx:1'], 'DeploymentPaused']);
    change(plane, ({ paused: _, ...spec }) => spec);
    await plane.advance(20);
    expect([images(), progressing()]).toEqual([['nginx:2', 'nginx:2', 'nginx:2', 'nginx:2'], 'NewReplicaSetAvailable']);
  });

  it('keeps as many revisions as it is told to', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 1, { revisionHistoryLimit: 1 }));
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4']) {
      await plane.advance(10);
      change(plane, withImage(image));
    }
    await plane.advance(10);
    const kept = plane.list<ReplicaSet>(replicaSets).map((set) => `${set.spec?.template?.spec?.containers[0]?.image} ${set.spec?.replicas}`);
    expect([...kept].sort()).toEqual(['nginx:3 0', 'nginx:4 1']);
  });

  it('says why no pods can be created, and makes them when they can', async () => {
    const plane = await settledPlane();
    const spec = deployment('nginx:1', 2).spec;
    const template = { metadata: { labels: { app: 'web' } }, spec: { serviceAccountName: 'robot', containers: [{ name: 'web', image: 'nginx:1' }] } };
    plane.client.create<Deployment>(deployments, 'default', { metadata: { name: 'web' }, ...(spec && { spec: { ...spec, template } }) });
    await plane.advance(3);
    const conditions = (): readonly string[] =>
      (plane.list<Deployment>(deployments)[0]?.status?.conditions ?? []).map((condition) => `${condition.type}=${condition.status} ${condition.reason}`);
    expect(conditions().toSorted()).toEqual([
      'Available=False MinimumReplicasUnavailable',
      'Progressing=True NewReplicaSetCreated',
      'ReplicaFailure=True FailedCreate',
    ]);
    expect(plane.events().find((event) => event.startsWith('FailedCreate'))).toMatch(
      /^FailedCreate: Error creating: pods "web-[a-z0-9]+-" is forbidden: error looking up service account default\/robot: serviceaccount "robot" not found \(x\d+\)$/,
    );
    plane.client.create(serviceAccounts, 'default', { metadata: { name: 'robot' } });
    await plane.advance(20);
    expect([plane.list(pods).length, conditions().toSorted()]).toEqual([
      2,
      ['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable'],
    ]);
  });

  it('takes another name when a stranger has the one of its ReplicaSet', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 1));
    await plane.advance(3);
    const [first] = plane.list<ReplicaSet>(replicaSets);
    plane.client.delete(deployments, 'default', 'web', { propagationPolicy: 'Background' });
    await plane.advance(5);
    const strange = { app: 'stranger' };
    plane.client.create<ReplicaSet>(replicaSets, 'default', {
      metadata: { name: first?.metadata.name ?? '' },
      spec: { replicas: 0, selector: { matchLabels: strange }, template: { metadata: { labels: strange }, spec: { containers: [{ name: 'x', image: 'x' }] } } },
    });
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 1));
    await plane.advance(3);
    expect(plane.list<Deployment>(deployments)[0]?.status?.collisionCount).toBe(1);
    expect(plane.list(replicaSets)).toHaveLength(2);
    expect(plane.list<Pod>(pods)).toHaveLength(1);
  });

  it('recreates only when the last old pod is gone', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 2, { strategy: { type: 'Recreate' } }));
    await plane.advance(5);
    change(plane, withImage('nginx:2'));
    await plane.advance(0.5);
    expect(plane.list<ReplicaSet>(replicaSets)).toHaveLength(1);
    expect(plane.list<Pod>(pods).map((pod) => pod.metadata.deletionTimestamp !== undefined)).toEqual([true, true]);
    await plane.advance(5);
    expect(plane.list<Pod>(pods).map((pod) => pod.spec?.containers[0]?.image)).toEqual(['nginx:2', 'nginx:2']);
  });

  it('deletes a Deployment with all that hangs on it', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 3));
    await plane.advance(5);
    plane.client.delete(deployments, 'default', 'web', { propagationPolicy: 'Background' });
    await plane.advance(5);
    expect([...plane.list(deployments), ...plane.list(replicaSets), ...plane.list(pods)]).toEqual([]);
  });

  it('deletes a Deployment in the foreground last, and orphans its sets when asked to', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 1));
    await plane.advance(5);
    plane.client.delete(deployments, 'default', 'web', { propagationPolicy: 'Foreground' });
    await plane.advance(0.5);
    expect([plane.list(deployments).length, plane.list(pods).length]).toEqual([1, 1]);
    await plane.advance(5);
    expect([...plane.list(deployments), ...plane.list(replicaSets), ...plane.list(pods)]).toEqual([]);

    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 1));
    await plane.advance(5);
    plane.client.delete(deployments, 'default', 'web', { propagationPolicy: 'Orphan' });
    await plane.advance(5);
    expect(plane.list<ReplicaSet>(replicaSets).map((set) => set.metadata.ownerReferences)).toEqual([undefined]);
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 1));
    await plane.advance(5);
    expect(plane.list<ReplicaSet>(replicaSets).map((set) => set.metadata.ownerReferences?.map((owner) => owner.name))).toEqual([['web']]);
  });

  it('replaces a pod that is deleted, and lets go of one whose labels change', async () => {
    const plane = await settledPlane();
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 2));
    await plane.advance(5);
    const [first, second] = plane.list<Pod>(pods);
    plane.client.delete(pods, 'default', first?.metadata.name ?? '');
    const labels = { metadata: { labels: { app: 'quarantine' } } };
    plane.client.patch(pods, 'default', second?.metadata.name ?? '', labels, { type: 'merge' });
    await plane.advance(5);
    const present = plane.list<Pod>(pods);
    expect(present).toHaveLength(3);
    expect(present.filter((pod) => pod.metadata.ownerReferences).length).toBe(2);
    expect(present.find((pod) => pod.metadata.name === second?.metadata.name)?.metadata.ownerReferences).toBeUndefined();
  });

  it('keeps the endpoints of a Service as its pods come and go', async () => {
    const plane = await settledPlane();
    const service: Service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } };
    plane.client.create<Service>(services, 'default', service);
    await plane.advance(1);
    const slices = (): readonly EndpointSlice[] => plane.list<EndpointSlice>(endpointSlices).filter((slice) => slice.metadata?.name !== 'kubernetes');
    expect(slices().map((slice) => [slice.endpoints, slice.ports])).toEqual([[[], []]]);
    plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 2));
    await plane.advance(5);
    const addresses = (): readonly (readonly string[])[] =>
      slices().map((slice) => (slice.endpoints ?? []).map((endpoint) => endpoint.addresses.join()).sort());
    expect(addresses()).toEqual([['10.244.0.1', '10.244.0.2']]);
    expect(slices()[0]?.ports).toEqual([{ name: '', port: 8080, protocol: 'TCP' }]);
    change(plane, (spec) => ({ ...spec, replicas: 1 }));
    await plane.advance(5);
    expect(addresses()[0]).toHaveLength(1);
    plane.client.delete(services, 'default', 'web');
    await plane.advance(5);
    expect(slices()).toEqual([]);
  });

  it('makes slices of endpoints that somebody wrote by hand, and takes them back', async () => {
    const plane = await settledPlane();
    plane.client.create<Service>(services, 'default', { metadata: { name: 'legacy' }, spec: { ports: [{ port: 5432 }] } });
    const subsets = [{ addresses: [{ ip: '192.168.1.10' }], ports: [{ port: 5432 }] }];
    plane.client.create<Endpoints>(endpoints, 'default', { metadata: { name: 'legacy' }, subsets });
    await plane.advance(1);
    const mirrored = (): readonly EndpointSlice[] =>
      plane.list<EndpointSlice>(endpointSlices).filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === 'legacy');
    expect(mirrored().map((slice) => [slice.endpoints, slice.ports, slice.metadata?.labels?.['endpointslice.kubernetes.io/managed-by']])).toEqual([
      [[{ addresses: ['192.168.1.10'], conditions: { ready: true } }], [{ name: '', port: 5432, protocol: 'TCP' }], 'endpointslicemirroring-controller.k8s.io'],
    ]);
    plane.client.patch(endpoints, 'default', 'legacy', { subsets: [] }, { type: 'merge' });
    await plane.advance(1);
    expect(mirrored()).toEqual([]);
  });

  it('empties a namespace, its pods first, before it lets it go', async () => {
    const plane = await settledPlane();
    plane.client.create<Namespace>(namespaces, '', { metadata: { name: 'shop' } });
    await plane.advance(1);
    plane.client.create<Deployment>(deployments, 'shop', { ...deployment('nginx:1', 2), metadata: { name: 'web', namespace: 'shop' } });
    await plane.advance(5);
    plane.client.delete(namespaces, '', 'shop');
    await plane.advance(0.5);
    const conditions = plane.client.get<Namespace>(namespaces, '', 'shop').status?.conditions ?? [];
    expect(conditions.map((condition) => `${condition.type}=${condition.status}: ${condition.message}`)).toEqual([
      'NamespaceDeletionDiscoveryFailure=False: All resources successfully discovered',
      'NamespaceDeletionGroupVersionParsingFailure=False: All legacy kube types successfully parsed',
      'NamespaceDeletionContentFailure=False: All content successfully deleted, may be waiting on finalization',
      'NamespaceContentRemaining=True: Some resources are remaining: pods. has 2 resource instances',
      'NamespaceFinalizersRemaining=False: All content-preserving finalizers finished',
    ]);
    await plane.advance(60);
    expect(plane.list<Namespace>(namespaces).map((namespace) => namespace.metadata.name)).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    expect(plane.list(deployments, 'shop')).toEqual([]);
  });

  it('runs the same with the same seed', async () => {
    const run = async (): Promise<string> => {
      const plane = await settledPlane('again');
      plane.client.create<Deployment>(deployments, 'default', deployment('nginx:1', 5));
      await plane.advance(10);
      return plane.simulation.trace.hash;
    };
    expect(await run()).toBe(await run());
  });
});
