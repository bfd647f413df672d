import { describe, expect, it } from 'vitest';
import type { EndpointSlice, Node, Pod, Service } from '#machinery/generated/types.ts';
import type { OwnerReference, Stored } from '#machinery/object.ts';
import { planSubsets } from './endpoints/subsets.ts';
import { planSlices } from './endpointslice/slices.ts';
import { type OwnerState, planCollect } from './garbage-collector/plan.ts';
import { planConditions } from './namespace/conditions.ts';
import { isEvicting } from './node-lifecycle/disruption.ts';
import { planHeartbeat } from './node-lifecycle/heartbeat.ts';
import { planTaints } from './node-lifecycle/taints.ts';
import { toleratedForMs } from './taint-eviction/tolerated-for.ts';

const NOW_MS = Date.parse('2026-11-20T10:00:00Z');
const NOW = '2026-11-20T10:00:00Z';

const service: Stored<Service> = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default', uid: 'web', resourceVersion: '1', creationTimestamp: NOW, labels: { tier: 'front' } },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] },
};

function pod(index: number, more: { readonly ready?: boolean; readonly leaving?: boolean; readonly portName?: string } = {}): Stored<Pod> {
  const { ready = true, leaving = false, portName = 'web' } = more;
  const name = `web-${String(index).padStart(3, '0')}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: NOW,
      labels: { app: 'web' },
      ...(leaving && { deletionTimestamp: NOW }),
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'main', ports: [{ name: portName, containerPort: 8080 }] }] },
    status: { phase: 'Running', podIP: `10.244.0.${index}`, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: NOW }] },
  };
}

function pods(count: number): readonly Stored<Pod>[] {
  return Array.from({ length: count }, (_, i) => pod(i + 1));
}

function stored(slice: EndpointSlice, name: string): Stored<EndpointSlice> {
  return { ...slice, apiVersion: 'v1', kind: 'EndpointSlice', metadata: { ...slice.metadata, name, uid: name, resourceVersion: '1', creationTimestamp: NOW } };
}

describe('planSlices', () => {
  const plan = (selected: readonly Stored<Pod>[], existing: readonly Stored<EndpointSlice>[]) => planSlices(service, selected, existing, () => undefined);
  const sizes = (slices: readonly EndpointSlice[]): readonly number[] => slices.map((slice) => slice.endpoints?.length ?? 0);

  it('makes slices of 100', () => {
    const { create } = plan(pods(250), []);
    expect(sizes(create)).toEqual([100, 100, 50]);
    expect([create[0]?.metadata, create[0]?.ports, create[0]?.endpoints?.[0]]).toEqual([
      {
        generateName: 'web-',
        namespace: 'default',
        labels: { tier: 'front', 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
        annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': NOW },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'web', controller: true, blockOwnerDeletion: true }],
      },
      [{ name: 'http', port: 8080, protocol: 'TCP' }],
      {
        addresses: ['10.244.0.1'],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: 'node-1',
        targetRef: { kind: 'Pod', namespace: 'default', name: 'web-001', uid: 'web-001' },
      },
    ]);
  });

  it('changes only the slice a pod is in, and fills that one first', () => {
    const existing = plan(pods(250), []).create.map((slice, i) => stored(slice, `s${i}`));
    expect(plan(pods(250), existing)).toEqual({ create: [], update: [], delete: [] });
    const changed = [...pods(250).slice(1), pod(251), pod(252)];
    const { create, update, delete: gone } = plan(changed, existing);
    expect([create, update.map((slice) => `${slice.metadata.name} ${slice.endpoints?.length}`), gone]).toEqual([[], ['s0 100', 's2 51'], []]);
  });

  it('deletes slices that became empty, and keeps one empty slice for a Service without pods', () => {
    const existing = plan(pods(1), []).create.map((slice) => stored(slice, 's'));
    const { create, delete: gone } = plan([], existing);
    expect([sizes(create), create[0]?.ports, gone.map((slice) => slice.metadata.name)]).toEqual([[0], [], ['s']]);
    const empty = create.map((slice) => stored(slice, 'empty'));
    expect(plan([], empty)).toEqual({ create: [], update: [], delete: [] });
  });

  it('tells pods that are being deleted as terminating and no longer ready', () => {
    const { create } = plan([pod(1, { leaving: true }), pod(2, { ready: false })], []);
    expect(create[0]?.endpoints?.map((endpoint) => endpoint.conditions)).toEqual([
      { ready: false, serving: true, terminating: true },
      { ready: false, serving: false, terminating: false },
    ]);
  });

  it('leaves out pods that do not have the named port', () => {
    expect(sizes(plan([pod(1, { portName: 'other' }), pod(2)], []).create)).toEqual([1]);
  });
});

describe('planSubsets', () => {
  it('tells ready and not ready addresses apart, by number, and drops pods being deleted', () => {
    const { subsets, truncated } = planSubsets(service, [pod(10), pod(9, { ready: false }), pod(2), pod(3, { leaving: true })]);
    const short = subsets.map((subset) => ({
      ready: subset.addresses?.map((address) => address.ip),
      notReady: subset.notReadyAddresses?.map((address) => address.ip),
      ports: subset.ports,
    }));
    expect([short, truncated]).toEqual([
      [{ ready: ['10.244.0.2', '10.244.0.10'], notReady: ['10.244.0.9'], ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] }],
      false,
    ]);
  });
  it('stops at 1000 addresses and says so', () => {
    const { subsets, truncated } = planSubsets(service, pods(1001));
    expect([subsets[0]?.addresses?.length, truncated]).toEqual([1000, true]);
  });
});

describe('planConditions of a namespace', () => {
  it('tells what is left and which finalizers hold it', () => {
    const remaining = [
      { resource: 'configmaps.', count: 2, finalizers: new Map([['example.com/hold', 1]]), graceSeconds: 0 },
      { resource: 'deployments.apps', count: 1, finalizers: new Map(), graceSeconds: 0 },
    ];
    const conditions = planConditions([], remaining, NOW);
    expect(conditions.slice(3).map((condition) => `${condition.status} ${condition.reason} ${condition.message}`)).toEqual([
      'True SomeResourcesRemain Some resources are remaining: configmaps. has 2 resource instances, deployments.apps has 1 resource instances',
      'True SomeFinalizersRemain Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    ]);
    expect(planConditions(conditions, remaining, 'later')).toBe(conditions);
  });
});

describe('node health', () => {
  const node = (ready: string, heartbeatSecondsAgo: number, zone = 'a'): Node => ({
    metadata: { name: 'node-1', labels: { 'topology.kubernetes.io/zone': zone } },
    status: { conditions: [{ type: 'Ready', status: ready, lastHeartbeatTime: new Date(NOW_MS - heartbeatSecondsAgo * 1000).toISOString() }] },
  });

  it('looks again when the grace period ends, at the next turn of the monitor', () => {
    expect(planHeartbeat(node('True', 12), undefined, NOW_MS)).toEqual({ conditions: undefined, nextLookMs: 40_000 });
    const lease = { spec: { renewTime: '2026-11-20T09:59:58.000000Z' } };
    expect(planHeartbeat(node('True', 200), lease, NOW_MS).nextLookMs).toBe(50_000);
    expect(
      planHeartbeat(node('True', 51), undefined, NOW_MS).conditions?.map((condition) => `${condition.type} ${condition.status} ${condition.reason}`),
    ).toEqual([
      'Ready Unknown NodeStatusUnknown',
      'MemoryPressure Unknown NodeStatusNeverUpdated',
      'DiskPressure Unknown NodeStatusNeverUpdated',
      'PIDPressure Unknown NodeStatusNeverUpdated',
    ]);
  });

  it('gives and takes its own taints only', () => {
    const foreign = { key: 'dedicated', effect: 'NoSchedule' };
    const down = { ...node('Unknown', 60), spec: { taints: [foreign, { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] } };
    expect(planTaints(down, true, NOW)).toEqual([
      foreign,
      { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: NOW },
      { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: NOW },
    ]);
    expect(planTaints(node('True', 1), true, NOW)).toBeUndefined();
  });

  it('does not evict when a zone is broken rather than a node', () => {
    const [up, down] = [node('True', 1), node('Unknown', 60)];
    expect(isEvicting(down, [down, up])).toBe(true);
    expect(isEvicting(down, [down, down, down, up, up])).toBe(false);
    expect(isEvicting(down, [down, node('True', 1, 'b')])).toBe(true);
    expect(isEvicting(down, [down])).toBe(false);
  });

  it('lets a pod stay for the shortest toleration it uses', () => {
    const taints = [
      { key: 'a', effect: 'NoExecute' },
      { key: 'b', effect: 'NoExecute' },
    ];
    const tolerate = (key: string, tolerationSeconds?: number) => ({ key, operator: 'Exists', ...(tolerationSeconds !== undefined && { tolerationSeconds }) });
    expect([
      toleratedForMs(taints, [tolerate('a')]),
      toleratedForMs(taints, [tolerate('a'), tolerate('b')]),
      toleratedForMs(taints, [tolerate('a', 30), tolerate('b', 10)]),
      toleratedForMs(taints, [{ operator: 'Exists', tolerationSeconds: -5 }]),
    ]).toEqual([0, undefined, 10_000, 0]);
  });
});

describe('planCollect', () => {
  const owner = (uid: string): OwnerReference => ({ apiVersion: 'v1', kind: 'ConfigMap', name: uid, uid });
  const plan = (states: Record<string, OwnerState>, finalizers: readonly string[] = [], hasDependents = false) =>
    planCollect({ metadata: { ownerReferences: Object.keys(states).map(owner), finalizers } }, ({ uid }) => states[uid] ?? 'absent', hasDependents);

  it('lets an object live as long as one of its owners', () => {
    expect(plan({})).toEqual({ kind: 'keep' });
    expect(plan({ a: 'solid' })).toEqual({ kind: 'keep' });
    expect(plan({ a: 'solid', b: 'absent', c: 'waiting' })).toEqual({ kind: 'unlink', uids: ['b', 'c'] });
    expect(plan({ a: 'absent', b: 'absent' })).toEqual({ kind: 'delete', propagationPolicy: 'Background' });
    expect(plan({ a: 'absent' }, ['orphan'])).toEqual({ kind: 'delete', propagationPolicy: 'Orphan' });
    expect(plan({ a: 'waiting' }, [], true)).toEqual({ kind: 'delete', propagationPolicy: 'Foreground' });
    expect(plan({ a: 'waiting' }, [], false)).toEqual({ kind: 'delete', propagationPolicy: 'Background' });
  });
});
