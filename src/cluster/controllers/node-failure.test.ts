import { describe, expect, it } from 'vitest';
import type { Node, Pod, ReplicaSet } from '#machinery/generated/types.ts';
import { nodes, pods, replicaSets } from '../resource-types.ts';
import { addNodes, type ControlPlane, createControlPlane, keepNodesAlive, readyNode, runPods, startLoops } from '../testing/control-plane.ts';

async function planeLosing(lost: ReadonlySet<string>): Promise<ControlPlane> {
  const plane = createControlPlane();
  addNodes(plane, [readyNode('node-1'), readyNode('node-2'), readyNode('node-3')]);
  keepNodesAlive(plane, (name) => !lost.has(name));
  startLoops(plane);
  runPods(
    plane,
    1000,
    () => true,
    (pod) => !lost.has(pod.spec?.nodeName ?? ''),
  );
  await plane.advance(2);
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } };
  const set: ReplicaSet = { metadata: { name: 'web' }, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template } };
  plane.client.create<ReplicaSet>(replicaSets, 'default', set);
  await plane.advance(5);
  return plane;
}

function taintsOf(plane: ControlPlane, name: string): readonly string[] {
  const node = plane.list<Node>(nodes).find((candidate) => candidate.metadata.name === name);
  return (node?.spec?.taints ?? []).map((taint) => `${taint.key}:${taint.effect}`);
}

describe('a node that falls silent', () => {
  it('is unreachable after its grace period, and its pods are replaced five minutes later', async () => {
    const lost = new Set<string>();
    const plane = await planeLosing(lost);
    lost.add('node-1');
    await plane.advance(40);
    expect(taintsOf(plane, 'node-1')).toEqual([]);
    await plane.advance(20);
    const node = plane.list<Node>(nodes)[0];
    expect(node?.status?.conditions?.find((condition) => condition.type === 'Ready')).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(taintsOf(plane, 'node-1')).toEqual(['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute']);
    const there = (): readonly Pod[] => plane.list<Pod>(pods).filter((pod) => pod.spec?.nodeName === 'node-1');
    expect(there().map((pod) => pod.status?.conditions?.find((condition) => condition.type === 'Ready')?.status)).toEqual(['False']);
    await plane.advance(280);
    expect(plane.list<Pod>(pods)).toHaveLength(3);
    await plane.advance(30);
    expect(there().map((pod) => pod.metadata?.deletionTimestamp !== undefined)).toEqual([true]);
    expect(plane.list<Pod>(pods).filter((pod) => pod.status?.phase === 'Running' && pod.spec?.nodeName !== 'node-1')).toHaveLength(3);
    const [name] = there().map((pod) => pod.metadata?.name);
    expect(plane.events()).toEqual(
      expect.arrayContaining([
        'NodeNotReady: Node node-1 status is now: NodeNotReady',
        'NodeNotReady: Node is not ready',
        `TaintManagerEviction: Marking for deletion Pod default/${name}`,
      ]),
    );
  });

  it('keeps its pods when it comes back in time', async () => {
    const lost = new Set<string>();
    const plane = await planeLosing(lost);
    lost.add('node-1');
    await plane.advance(120);
    expect(taintsOf(plane, 'node-1')).toHaveLength(2);
    lost.delete('node-1');
    await plane.advance(15);
    const node = plane.client.get<Node>(nodes, '', 'node-1');
    const ready = readyNode('node-1').status?.conditions ?? [];
    plane.client.updateStatus<Node>(nodes, '', { ...node, status: { ...node.status, conditions: ready } });
    await plane.advance(400);
    expect(taintsOf(plane, 'node-1')).toEqual([]);
    expect(plane.list<Pod>(pods)).toHaveLength(3);
    expect(plane.events().filter((event) => event.includes('Cancelling deletion'))).toHaveLength(1);
  });

  it('loses no pods when all nodes are down: then the control plane is cut off', async () => {
    const lost = new Set<string>();
    const plane = await planeLosing(lost);
    for (const name of ['node-1', 'node-2', 'node-3']) lost.add(name);
    await plane.advance(600);
    expect(taintsOf(plane, 'node-1')).toEqual(['node.kubernetes.io/unreachable:NoSchedule']);
    expect(plane.list<Pod>(pods).map((pod) => pod.metadata.deletionTimestamp)).toEqual([undefined, undefined, undefined]);
  });

  it('leaves no pods behind when it is deleted', async () => {
    const plane = await planeLosing(new Set());
    plane.client.delete(nodes, '', 'node-1');
    await plane.advance(30);
    expect(plane.list<Pod>(pods).filter((pod) => pod.spec?.nodeName === 'node-1')).toHaveLength(1);
    await plane.advance(30);
    expect(plane.list<Pod>(pods).map((pod) => pod.spec?.nodeName)).not.toContain('node-1');
    expect(plane.list<Pod>(pods)).toHaveLength(3);
  });
});

describe('a NoExecute taint', () => {
  it('evicts what does not tolerate it at once, the rest when its time is over', async () => {
    const plane = createControlPlane();
    addNodes(plane, [readyNode('node-1')]);
    keepNodesAlive(plane);
    startLoops(plane);
    runPods(plane);
    await plane.advance(1);
    const pod = (name: string, tolerations: NonNullable<Pod['spec']>['tolerations']): Pod => ({
      metadata: { name },
      spec: { containers: [{ name: 'main', image: 'busybox' }], ...(tolerations && { tolerations }) },
    });
    const toleration = { key: 'evict', operator: 'Exists', effect: 'NoExecute' };
    plane.client.create<Pod>(pods, 'default', pod('none', undefined));
    plane.client.create<Pod>(pods, 'default', pod('short', [{ ...toleration, tolerationSeconds: 20 }]));
    plane.client.create<Pod>(pods, 'default', pod('ever', [toleration]));
    await plane.advance(3);
    plane.client.patch(nodes, '', 'node-1', { spec: { taints: [{ key: 'evict', value: 'yes', effect: 'NoExecute' }] } }, { type: 'merge' });
    const names = (): readonly string[] => plane.list<Pod>(pods).map((found) => found.metadata.name);
    await plane.advance(5);
    expect(names()).toEqual(['ever', 'short']);
    await plane.advance(20);
    expect(names()).toEqual(['ever']);
  });
});

describe('cordoning', () => {
  it('taints the node, with the time', async () => {
    const plane = createControlPlane();
    addNodes(plane, [readyNode('node-1')]);
    keepNodesAlive(plane);
    startLoops(plane);
    await plane.advance(1);
    plane.client.patch(nodes, '', 'node-1', { spec: { unschedulable: true } }, { type: 'merge' });
    await plane.advance(1);
    const [node] = plane.list<Node>(nodes);
    expect(node?.spec?.taints).toEqual([{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-11-20T10:00:01Z' }]);
    expect([node?.spec?.podCIDR, node?.spec?.podCIDRs]).toEqual(['10.244.0.0/24', ['10.244.0.0/24']]);
    plane.client.patch(nodes, '', 'node-1', { spec: { unschedulable: null } }, { type: 'merge' });
    await plane.advance(1);
    expect(plane.list<Node>(nodes)[0]?.spec?.taints ?? []).toEqual([]);
  });
});
