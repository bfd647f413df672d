import type { Lease, Node, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { leases, nodes, pods } from '../../resource-types.ts';
import { defineController, defineWatch, type ReconcileContext } from '../controller.ts';
import { podCondition, withPodCondition } from '../pod-state.ts';
import { podsByNode, podsOnNode } from '../pods-by-node.ts';
import { isEvicting } from './disruption.ts';
import { planHeartbeat } from './heartbeat.ts';
import { planTaints } from './taints.ts';

const LEASE_NAMESPACE = 'kube-node-lease';

/** Notices nodes that have gone silent, taints nodes for their conditions, and takes their pods' readiness. */
export const nodeLifecycleController = defineController({
  name: 'node-lifecycle',
  eventSource: 'node-controller',
  for: nodes,
  watches: [
    // Leases and pods are read; it is time that wakes the controller, not they.
    defineWatch<Lease>({ type: leases, keys: () => [] }),
    defineWatch<Pod>({ type: pods, keys: () => [] }),
  ],
  indexes: [podsByNode],
  reconcile({ name }, context) {
    const seen = context.lister<Node>(nodes).get('', name);
    if (!seen || seen.metadata.deletionTimestamp !== undefined) return undefined;
    const lease = context.lister<Lease>(leases).get(LEASE_NAMESPACE, name);
    const { conditions, nextLookMs } = planHeartbeat(seen, lease, context.nowMs);
    const node = conditions ? tellSilent(seen, conditions, context) : seen;
    const ready = readiness(node);
    const evicts = ready !== 'True' && isEvicting(node, context.lister<Node>(nodes).list());
    const taints = planTaints(node, evicts, formatTime(context.nowMs));
    if (taints) context.client.update<Node>(nodes, '', withTaints(node, taints));
    if (ready !== 'True') takeReadiness(name, context);
    return { requeueAfterMs: nextLookMs };
  },
});

/** A node without taints has no list of them, as an API server leaves empty lists out. */
function withTaints(node: Stored<Node>, taints: NonNullable<NonNullable<Node['spec']>['taints']>): Stored<Node> {
  const { taints: _, ...spec } = node.spec ?? {};
  return { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec };
}

function readiness(node: Node): string {
  return node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status ?? 'Unknown';
}

function tellSilent(node: Stored<Node>, conditions: NonNullable<Node['status']>['conditions'], context: ReconcileContext): Stored<Node> {
  const wasReady = readiness(node) === 'True';
  const next = context.client.updateStatus<Node>(nodes, '', { ...node, status: { ...node.status, conditions: conditions ?? [] } });
  if (wasReady) context.event(node, 'Normal', 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`);
  return next;
}

/** Pods of a node that is not ready are not either: Services must not send anything there. */
function takeReadiness(nodeName: string, context: ReconcileContext): void {
  for (const pod of podsOnNode(context.lister<Pod>(pods), nodeName)) {
    const ready = podCondition(pod, 'Ready');
    if (ready?.status !== 'True') continue;
    const next = withPodCondition(pod, { ...ready, status: 'False' }, formatTime(context.nowMs));
    if (!next) continue;
    try {
      context.client.updateStatus<Pod>(pods, pod.metadata.namespace ?? '', next);
      context.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
