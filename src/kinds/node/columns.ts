import type { Node } from '#machinery/generated/types.ts';
import type { Column } from '../kind.ts';
import { ageColumn, nameColumn, wideColumn } from '../table-columns.ts';
import { nodeRoles } from './roles.ts';

/** The Table of nodes. */
export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  { name: 'Status', type: 'string', description: 'Whether it is ready and takes pods.', cell: formatStatus },
  { name: 'Roles', type: 'string', description: 'The roles its labels give it.', cell: (node) => nodeRoles(node).join(',') || '<none>' },
  ageColumn,
  { name: 'Version', type: 'string', description: 'The version of its kubelet.', cell: (node) => node.status?.nodeInfo?.kubeletVersion ?? '' },
  wideColumn('Internal-IP', 'Its address inside the cluster.', (node) => address(node, 'InternalIP')),
  wideColumn('External-IP', 'Its address from outside.', (node) => address(node, 'ExternalIP')),
  wideColumn('OS-Image', 'Its operating system.', (node) => node.status?.nodeInfo?.osImage || '<unknown>'),
  wideColumn('Kernel-Version', 'Its kernel.', (node) => node.status?.nodeInfo?.kernelVersion || '<unknown>'),
  wideColumn('Container-Runtime', 'Its container runtime.', (node) => node.status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
];

function formatStatus(node: Node): string {
  const ready = (node.status?.conditions ?? []).find((condition) => condition.type === 'Ready');
  let status = 'Unknown';
  if (ready) status = ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable ? `${status},SchedulingDisabled` : status;
}

function address(node: Node, type: string): string {
  return (node.status?.addresses ?? []).find((candidate) => candidate.type === type)?.address ?? '<none>';
}
