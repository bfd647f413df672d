import type { Node, Taint } from '#machinery/generated/types.ts';

const PREFIX = 'node.kubernetes.io/';

/** The taint a condition brings by its status. */
const CONDITION_TAINTS: readonly { readonly condition: string; readonly status: string; readonly key: string }[] = [
  { condition: 'Ready', status: 'False', key: `${PREFIX}not-ready` },
  { condition: 'Ready', status: 'Unknown', key: `${PREFIX}unreachable` },
  { condition: 'MemoryPressure', status: 'True', key: `${PREFIX}memory-pressure` },
  { condition: 'DiskPressure', status: 'True', key: `${PREFIX}disk-pressure` },
  { condition: 'NetworkUnavailable', status: 'True', key: `${PREFIX}network-unavailable` },
  { condition: 'PIDPressure', status: 'True', key: `${PREFIX}pid-pressure` },
];
const UNSCHEDULABLE = `${PREFIX}unschedulable`;

/** The taints this controller gives and takes; all others are left alone. */
const NO_SCHEDULE_KEYS: ReadonlySet<string> = new Set([...CONDITION_TAINTS.map((row) => row.key), UNSCHEDULABLE]);
const NO_EXECUTE_KEYS: ReadonlySet<string> = new Set([`${PREFIX}not-ready`, `${PREFIX}unreachable`]);

/**
 * The taints a node should have: NoSchedule for its conditions and for being cordoned, NoExecute for not being ready.
 * Those it has keep their place and time.
 * @param evicts whether pods are to be evicted from nodes that are not ready
 * @param nowText the time of taints that are new
 * @returns undefined when nothing changes
 */
export function planTaints(node: Node, evicts: boolean, nowText: string): readonly Taint[] | undefined {
  const before = node.spec?.taints ?? [];
  const wanted: Taint[] = [];
  for (const row of CONDITION_TAINTS) {
    const status = node.status?.conditions?.find((condition) => condition.type === row.condition)?.status;
    if (status !== row.status) continue;
    wanted.push({ key: row.key, effect: 'NoSchedule', timeAdded: nowText });
    if (evicts && NO_EXECUTE_KEYS.has(row.key)) wanted.push({ key: row.key, effect: 'NoExecute', timeAdded: nowText });
  }
  if (node.spec?.unschedulable) wanted.push({ key: UNSCHEDULABLE, effect: 'NoSchedule', timeAdded: nowText });

  const isOurs = (taint: Taint): boolean =>
    (taint.effect === 'NoSchedule' && NO_SCHEDULE_KEYS.has(taint.key)) || (taint.effect === 'NoExecute' && NO_EXECUTE_KEYS.has(taint.key));
  const isSame = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;
  const kept = before.filter((taint) => !isOurs(taint) || wanted.some((other) => isSame(other, taint)));
  const added = wanted.filter((taint) => !before.some((other) => isSame(other, taint)));
  return kept.length === before.length && added.length === 0 ? undefined : [...kept, ...added];
}
