import type { Pod } from '#machinery/generated/types.ts';
import { formatAge } from '#machinery/time.ts';
import type { Column } from '../kind.ts';
import { ageColumn, nameColumn, wideColumn } from '../table-columns.ts';
import { summarizePod } from './summary.ts';

/** The Table of pods. */
export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  { name: 'Ready', type: 'string', description: 'Ready containers of all containers that keep running.', cell: formatReady },
  { name: 'Status', type: 'string', description: 'What the pod is at, its phase or the most telling reason.', cell: (pod) => summarizePod(pod).status },
  { name: 'Restarts', type: 'string', description: 'How often containers were restarted, and when last.', cell: formatRestarts },
  ageColumn,
  wideColumn('IP', 'The address of the pod.', (pod) => pod.status?.podIPs?.[0]?.ip || '<none>'),
  wideColumn('Node', 'The node it runs on.', (pod) => pod.spec?.nodeName || '<none>'),
  wideColumn('Nominated Node', 'The node that is being freed for it.', (pod) => pod.status?.nominatedNodeName || '<none>'),
  wideColumn('Readiness Gates', 'Readiness gates that are true of all gates.', formatReadinessGates),
];

function formatReady(pod: Pod): string {
  const summary = summarizePod(pod);
  return `${summary.readyContainers}/${summary.totalContainers}`;
}

function formatRestarts(pod: Pod, nowMs: number): string {
  const { restarts, lastRestartMs } = summarizePod(pod);
  return restarts > 0 && lastRestartMs !== undefined ? `${restarts} (${formatAge(nowMs - lastRestartMs)} ago)` : String(restarts);
}

function formatReadinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const isTrue = (type: string | undefined) => (pod.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
  return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`;
}
