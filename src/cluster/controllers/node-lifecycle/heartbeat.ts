import type { Lease, Node, NodeCondition } from '#machinery/generated/types.ts';
import { formatTime, parseTime } from '#machinery/time.ts';

/** How long a node may be silent before it counts as unreachable (`--node-monitor-grace-period`, 50 s since v1.32). */
export const GRACE_MS = 50_000;
/** The same for a node that has never reported (`--node-startup-grace-period`). */
const STARTUP_GRACE_MS = 60_000;
/** How often nodes are looked at (`--node-monitor-period`). */
const MONITOR_PERIOD_MS = 5_000;

const WATCHED_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export interface HeartbeatPlan {
  /** The conditions of a node that has gone silent; undefined when there is nothing to write. */
  readonly conditions: readonly NodeCondition[] | undefined;
  /** When to look again, in virtual milliseconds from now. */
  readonly nextLookMs: number;
}

/** Decides whether a node has gone silent, from its last status report and the lease its kubelet renews. */
export function planHeartbeat(node: Node, lease: Lease | undefined, nowMs: number): HeartbeatPlan {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  const reportedMs = parseTime(ready?.lastHeartbeatTime ?? node.metadata?.creationTimestamp ?? formatTime(nowMs));
  const renewedMs = lease?.spec?.renewTime ? parseTime(lease.spec.renewTime) : 0;
  const silentAtMs = Math.max(reportedMs, renewedMs) + (ready ? GRACE_MS : STARTUP_GRACE_MS);
  if (nowMs < silentAtMs) return { conditions: undefined, nextLookMs: nextMonitorMs(silentAtMs, nowMs) };
  const conditions = planSilent(node, nowMs);
  return { conditions, nextLookMs: nextMonitorMs(nowMs + MONITOR_PERIOD_MS, nowMs) };
}

/** The next turn of the monitor at or after a time. */
function nextMonitorMs(atMs: number, nowMs: number): number {
  return Math.ceil(atMs / MONITOR_PERIOD_MS) * MONITOR_PERIOD_MS - nowMs;
}

function planSilent(node: Node, nowMs: number): readonly NodeCondition[] | undefined {
  const before = node.status?.conditions ?? [];
  const now = formatTime(nowMs);
  const conditions = before.map((condition): NodeCondition => {
    if (!WATCHED_CONDITIONS.includes(condition.type) || condition.status === 'Unknown') return condition;
    return { ...condition, status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastTransitionTime: now };
  });
  for (const type of WATCHED_CONDITIONS) {
    if (before.some((condition) => condition.type === type)) continue;
    conditions.push({
      type,
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata?.creationTimestamp ?? now,
      lastTransitionTime: now,
    });
  }
  const same = conditions.length === before.length && conditions.every((condition, i) => condition === before[i]);
  return same ? undefined : conditions;
}
