import { describe, expect, it } from 'vitest';
import type { Node, Pod } from '#machinery/generated/types.ts';
import { nodes, pods } from '../resource-types.ts';
import { addNodes, type ControlPlane, createControlPlane, keepNodesAlive, readyNode, runPods, startLoops } from '../testing/control-plane.ts';

type PodSpec = NonNullable<Pod['spec']>;

async function planeWith(nodeList: readonly Node[]): Promise<ControlPlane> {
  const plane = createControlPlane();
  addNodes(plane, nodeList);
  keepNodesAlive(plane);
  startLoops(plane);
  runPods(plane);
  await plane.advance(1);
  return plane;
}

function addPod(plane: ControlPlane, name: string, spec: Partial<PodSpec> = {}, labels: Record<string, string> = { app: name }): void {
  const containers = [{ name: 'main', image: 'busybox' }];
  plane.client.create<Pod>(pods, 'default', { metadata: { name, labels }, spec: { containers, ...spec } });
}

function asking(cpu: string, more: Partial<PodSpec> = {}): Partial<PodSpec> {
  return { containers: [{ name: 'main', image: 'busybox', resources: { requests: { cpu } } }], ...more };
}

function nodeOf(plane: ControlPlane, name: string): string | undefined {
  return plane.list<Pod>(pods).find((pod) => pod.metadata.name === name)?.spec?.nodeName;
}

function verdict(plane: ControlPlane, name: string): string | undefined {
  const condition = plane
    .list<Pod>(pods)
    .find((pod) => pod.metadata.name === name)
    ?.status?.conditions?.find((candidate) => candidate.type === 'PodScheduled');
  return condition && `${condition.status} ${condition.reason}: ${condition.message}`;
}

describe('the scheduler', () => {
  it('counts why each node cannot take a pod', async () => {
    const tainted = readyNode('node-1', { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] });
    const plane = await planeWith([tainted, readyNode('node-2'), readyNode('node-3', { unschedulable: true })]);
    addPod(plane, 'big', asking('3'));
    await plane.advance(2);
    addPod(plane, 'second', asking('2'));
    addPod(plane, 'huge', asking('64'));
    addPod(plane, 'picky', { nodeSelector: { disk: 'ssd' } });
    await plane.advance(2);
    expect([nodeOf(plane, 'big'), verdict(plane, 'second'), verdict(plane, 'huge'), verdict(plane, 'picky')]).toEqual([
      'node-2',
      'False Unschedulable: 0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.',
      'False Unschedulable: 0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
      "False Unschedulable: 0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    ]);
    expect(plane.events().filter((event) => event.startsWith('FailedScheduling'))).toHaveLength(3);
  });

  it('says so when there are no nodes at all, and schedules as soon as there is one', async () => {
    const plane = await planeWith([]);
    addPod(plane, 'early');
    await plane.advance(1);
    expect(verdict(plane, 'early')).toBe('False Unschedulable: no nodes available to schedule pods');
    addNodes(plane, [readyNode('late')]);
    await plane.advance(1);
    expect(nodeOf(plane, 'early')).toBe('late');
  });

  it('tries a pod again when a taint goes, at once', async () => {
    const plane = await planeWith([readyNode('node-1', { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] })]);
    addPod(plane, 'tolerant', { tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }] });
    addPod(plane, 'intolerant');
    await plane.advance(3);
    expect([nodeOf(plane, 'tolerant'), nodeOf(plane, 'intolerant')]).toEqual(['node-1', undefined]);
    plane.client.patch(nodes, '', 'node-1', { spec: { taints: null } }, { type: 'merge' });
    await plane.advance(1);
    expect(nodeOf(plane, 'intolerant')).toBe('node-1');
  });

  it('tries a pod again when another one makes room, and not before', async () => {
    const plane = await planeWith([readyNode('node-1')]);
    addPod(plane, 'first', asking('3'));
    await plane.advance(1);
    addPod(plane, 'second', asking('3'));
    await plane.advance(120);
    expect(plane.events().filter((event) => event.startsWith('FailedScheduling'))).toHaveLength(1);
    plane.client.delete(pods, 'default', 'first');
    await plane.advance(3);
    expect(nodeOf(plane, 'second')).toBe('node-1');
  });

  it('waits for gates to be lifted', async () => {
    const plane = await planeWith([readyNode('node-1')]);
    addPod(plane, 'gated', { schedulingGates: [{ name: 'example.com/wait' }] });
    await plane.advance(5);
    expect(nodeOf(plane, 'gated')).toBeUndefined();
    plane.client.patch(pods, 'default', 'gated', { spec: { schedulingGates: null } }, { type: 'merge' });
    await plane.advance(1);
    expect(nodeOf(plane, 'gated')).toBe('node-1');
  });

  it('makes room for a pod of higher priority by taking the least important away', async () => {
    const plane = await planeWith([readyNode('node-1'), readyNode('node-2')]);
    addPod(plane, 'low', asking('3'));
    addPod(plane, 'middle', asking('3', { priorityClassName: 'system-cluster-critical' }));
    await plane.advance(3);
    const lowNode = nodeOf(plane, 'low');
    addPod(plane, 'high', asking('3', { priorityClassName: 'system-node-critical' }));
    await plane.advance(0.5);
    const high = plane.list<Pod>(pods).find((pod) => pod.metadata.name === 'high');
    expect([high?.status?.nominatedNodeName, high?.spec?.nodeName]).toEqual([lowNode, undefined]);
    expect(plane.events()).toContain(`Preempted: Preempted by pod ${high?.metadata.uid} on node ${lowNode}`);
    await plane.advance(5);
    expect([nodeOf(plane, 'high'), nodeOf(plane, 'low')]).toEqual([lowNode, undefined]);
  });

  it('keeps pods apart and together as their affinity says', async () => {
    const plane = await planeWith(['a', 'b', 'c'].map((zone) => readyNode(`node-${zone}`, { labels: { 'topology.kubernetes.io/zone': zone } })));
    const hostname = 'kubernetes.io/hostname';
    const term = { labelSelector: { matchLabels: { app: 'db' } }, topologyKey: hostname };
    const apart: Partial<PodSpec> = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
    for (const name of ['db-1', 'db-2', 'db-3', 'db-4']) addPod(plane, name, apart, { app: 'db' });
    const together: Partial<PodSpec> = {
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, labelSelector: { matchLabels: { app: 'cache' } } }] } },
    };
    for (const name of ['cache-1', 'cache-2']) addPod(plane, name, together, { app: 'cache' });
    await plane.advance(3);
    expect(new Set(['db-1', 'db-2', 'db-3'].map((name) => nodeOf(plane, name))).size).toBe(3);
    expect(verdict(plane, 'db-4')).toBe(
      "False Unschedulable: 0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    );
    expect(nodeOf(plane, 'cache-1')).toBeDefined();
    expect(nodeOf(plane, 'cache-2')).toBe(nodeOf(plane, 'cache-1'));
  });

  it('spreads pods over domains within the skew, and refuses what would exceed it', async () => {
    const zones = ['a', 'a', 'b'].map((zone, i) =>
      readyNode(`node-${i}`, { labels: { 'topology.kubernetes.io/zone': zone }, ...(zone === 'b' && { unschedulable: true }) }),
    );
    const plane = await planeWith(zones);
    const constraint = {
      topologyKey: 'topology.kubernetes.io/zone',
      maxSkew: 1,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    };
    for (const name of ['web-1', 'web-2']) {
      addPod(plane, name, { topologySpreadConstraints: [constraint] }, { app: 'web' });
      await plane.advance(1);
    }
    expect(nodeOf(plane, 'web-1')).toMatch(/^node-[01]$/);
    expect(verdict(plane, 'web-2')).toBe(
      "False Unschedulable: 0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match pod topology spread constraints. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.",
    );
  });

  it('spreads the pods of one owner over the nodes', async () => {
    const plane = await planeWith([1, 2, 3, 4].map((i) => readyNode(`node-${i}`)));
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } };
    plane.client.create({ group: 'apps', version: 'v1', kind: 'ReplicaSet', plural: 'replicasets', singular: 'replicaset', namespaced: true }, 'default', {
      metadata: { name: 'web' },
      spec: { replicas: 8, selector: { matchLabels: { app: 'web' } }, template },
    } as never);
    await plane.advance(3);
    const perNode = new Map<string, number>();
    for (const pod of plane.list<Pod>(pods)) perNode.set(pod.spec?.nodeName ?? '', (perNode.get(pod.spec?.nodeName ?? '') ?? 0) + 1);
    expect([...perNode.values()]).toEqual([2, 2, 2, 2]);
  });

  it('takes only free ports of a node', async () => {
    const plane = await planeWith([readyNode('node-1')]);
    const withPort: Partial<PodSpec> = { containers: [{ name: 'main', image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080 }] }] };
    addPod(plane, 'first', withPort);
    await plane.advance(1);
    addPod(plane, 'second', withPort);
    await plane.advance(1);
    expect(verdict(plane, 'second')).toBe(
      "False Unschedulable: 0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    );
  });

  it('keeps a pod waiting for a claim that is not there', async () => {
    const plane = await planeWith([readyNode('node-1')]);
    addPod(plane, 'with-data', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] });
    await plane.advance(1);
    expect(verdict(plane, 'with-data')).toBe(
      'False Unschedulable: 0/1 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    );
  });

  it('leaves pods of other schedulers alone', async () => {
    const plane = await planeWith([readyNode('node-1')]);
    addPod(plane, 'other', { schedulerName: 'my-scheduler' });
    await plane.advance(5);
    expect([nodeOf(plane, 'other'), plane.events()]).toEqual([undefined, []]);
  });
});
