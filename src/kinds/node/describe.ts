import type { Lease, Node, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatLongTime, writeAnnotations, writeColumn, writeLabels } from '../describe-writer/metadata.ts';
import { leaseKind } from '../lease/lease.ts';
import { podKind } from '../pod/pod.ts';
import { writeNodeResources } from './describe-resources.ts';
import { nodeRoles } from './roles.ts';

const leaseNamespace = 'kube-node-lease';

/** `kubectl describe node`: with its lease, its pods and what they have asked for. */
export async function describeNode(node: Stored<Node>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const name = node.metadata.name;
  writer.line(0, 'Name:', name);
  writer.line(0, 'Roles:', nodeRoles(node).join(',') || '<none>');
  writeLabels(writer, 'Labels', node.metadata.labels);
  writeAnnotations(writer, 'Annotations', node.metadata.annotations);
  writer.line(0, 'CreationTimestamp:', formatLongTime(node.metadata.creationTimestamp));
  writeTaints(writer, node);
  writer.line(0, 'Unschedulable:', String(node.spec?.unschedulable ?? false));
  writeLease(writer, name, await context.get<Lease>(leaseKind, leaseNamespace, name));
  writeConditions(writer, node);
  writeAddresses(writer, node);
  writeSystemInfo(writer, node);
  const field = `spec.nodeName=${name},status.phase!=Failed,status.phase!=Succeeded`;
  writeNodeResources(writer, node, await context.list<Pod>(podKind, '', { field }), context.nowMs);
  // The kubelet names the node where others say its uid.
  const events = [...((await readEvents(node, context)) ?? []), ...((await readEvents(node, context, name)) ?? [])];
  if (context.showEvents) writeEvents(writer, events, context.nowMs);
  return writer.text();
}

/** Worst effect first, as upstream: NoExecute, NoSchedule, PreferNoSchedule; then by key. */
function writeTaints(writer: DescribeWriter, node: Node): void {
  const taints = (node.spec?.taints ?? []).map(({ key, value = '', effect }) => ({ effect, text: `${key}${value === '' ? '' : `=${value}`}:${effect}` }));
  const order = (effect: string) => `${['NoExecute', 'NoSchedule', 'PreferNoSchedule'].indexOf(effect)}`;
  taints.sort((a, b) => (order(a.effect) + a.text < order(b.effect) + b.text ? -1 : 1));
  writeColumn(
    writer,
    'Taints',
    taints.map((taint) => taint.text),
  );
}

function writeLease(writer: DescribeWriter, name: string, lease: Stored<Lease> | undefined): void {
  if (!lease) {
    writer.line(0, 'Lease:', `Failed to get lease: leases.coordination.k8s.io "${name}" not found`);
    return;
  }
  const { holderIdentity, acquireTime, renewTime } = lease.spec ?? {};
  writer.line(0, 'Lease:');
  writer.line(1, 'HolderIdentity:', holderIdentity ?? '<unset>');
  writer.line(1, 'AcquireTime:', acquireTime ? formatLongTime(acquireTime) : '<unset>');
  writer.line(1, 'RenewTime:', renewTime ? formatLongTime(renewTime) : '<unset>');
}

function writeConditions(writer: DescribeWriter, node: Node): void {
  const conditions = node.status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type', 'Status', 'LastHeartbeatTime', 'LastTransitionTime', 'Reason', 'Message');
  writer.line(1, '----', '------', '-----------------', '------------------', '------', '-------');
  for (const { type, status, lastHeartbeatTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    const times = [`${formatLongTime(lastHeartbeatTime)} `, `${formatLongTime(lastTransitionTime)} `];
    writer.line(1, `${type} `, `${status} `, ...times, `${reason} `, message);
  }
}

function writeAddresses(writer: DescribeWriter, node: Node): void {
  writer.line(0, 'Addresses:');
  for (const { type, address } of node.status?.addresses ?? []) writer.line(1, `${type}:`, address);
  for (const [title, amounts] of [
    ['Capacity:', node.status?.capacity],
    ['Allocatable:', node.status?.allocatable],
  ] as const) {
    const names = Object.keys(amounts ?? {}).sort();
    if (names.length > 0) writer.line(0, title);
    for (const resource of names) writer.line(1, `${resource}:`, amounts?.[resource] ?? '');
  }
}

function writeSystemInfo(writer: DescribeWriter, node: Node): void {
  const info = node.status?.nodeInfo;
  writer.line(0, 'System Info:');
  writer.line(1, 'Machine ID:', info?.machineID ?? '');
  writer.line(1, 'System UUID:', info?.systemUUID ?? '');
  writer.line(1, 'Boot ID:', info?.bootID ?? '');
  writer.line(1, 'Kernel Version:', info?.kernelVersion ?? '');
  writer.line(1, 'OS Image:', info?.osImage ?? '');
  writer.line(1, 'Operating System:', info?.operatingSystem ?? '');
  writer.line(1, 'Architecture:', info?.architecture ?? '');
  writer.line(1, 'Container Runtime Version:', info?.containerRuntimeVersion ?? '');
  writer.line(1, 'Kubelet Version:', info?.kubeletVersion ?? '');
  if (info?.kubeProxyVersion) writer.line(1, 'Kube-Proxy Version:', info.kubeProxyVersion);
  if (node.spec?.podCIDR) writer.line(0, 'PodCIDR:', node.spec.podCIDR);
  if ((node.spec?.podCIDRs?.length ?? 0) > 0) writer.line(0, 'PodCIDRs:', (node.spec?.podCIDRs ?? []).join(','));
  if (node.spec?.providerID) writer.line(0, 'ProviderID:', node.spec.providerID);
}
