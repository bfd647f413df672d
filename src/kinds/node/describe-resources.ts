import type { Node, Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { addQuantities, formatQuantity, parseQuantity, type Quantity, quantityToMilli } from '#machinery/quantity.ts';
import type { DescribeWriter } from '../describe-writer/describe-writer.ts';
import { planPodResources } from '../pod/pod-resources.ts';
import { isHugePages } from '../resource-name.ts';
import { formatTimeSince } from '../table-columns.ts';

type Amounts = Readonly<Record<string, string>>;

/** A node's pods with what each asks for, and the sums against what the node can give. */
export function writeNodeResources(writer: DescribeWriter, node: Node, pods: readonly Stored<Pod>[], nowMs: number): void {
  const allocatable: Amounts = node.status?.allocatable ?? node.status?.capacity ?? {};
  writer.line(0, 'Non-terminated Pods:', `(${pods.length} in total)`);
  writer.line(1, 'Namespace', 'Name', '', 'CPU Requests', 'CPU Limits', 'Memory Requests', 'Memory Limits', 'Age');
  writer.line(1, '---------', '----', '', '------------', '----------', '---------------', '-------------', '---');
  const requests = new Map<string, Quantity>();
  const limits = new Map<string, Quantity>();
  for (const pod of pods) {
    const own = planPodResources(pod);
    addAll(requests, own.requests);
    addAll(limits, own.limits);
    const share = (amounts: ReadonlyMap<string, Quantity>, name: string) => formatShare(amounts.get(name), allocatable[name]);
    const cells = [share(own.requests, 'cpu'), share(own.limits, 'cpu'), share(own.requests, 'memory'), share(own.limits, 'memory')];
    const age = formatTimeSince(pod.metadata.creationTimestamp, nowMs);
    writer.line(1, pod.metadata.namespace ?? '', pod.metadata.name, '', ...cells, age);
  }
  writer.line(0, 'Allocated resources:');
  writer.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  writer.line(1, 'Resource', 'Requests', 'Limits');
  writer.line(1, '--------', '--------', '------');
  const hugePages = Object.keys(allocatable).filter(isHugePages).sort();
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...hugePages]) {
    writer.line(1, name, formatShare(requests.get(name), allocatable[name]), formatShare(limits.get(name), allocatable[name]));
  }
  for (const name of Object.keys(allocatable).sort()) {
    if (['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(name) || isHugePages(name)) continue;
    writer.line(1, name, formatAmount(requests.get(name)), formatAmount(limits.get(name)));
  }
}

function addAll(sums: Map<string, Quantity>, amounts: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of amounts) {
    const sum = sums.get(name);
    sums.set(name, sum ? addQuantities(sum, amount) : amount);
  }
}

function formatAmount(amount: Quantity | undefined): string {
  return formatQuantity(amount ?? parseQuantity('0'));
}

/** `250m (12%)`, the share cut off, not rounded. */
function formatShare(amount: Quantity | undefined, allocatable: string | undefined): string {
  const whole = quantityToMilli(allocatable ?? '0');
  const text = formatAmount(amount);
  const percent = whole === 0 ? 0 : Math.trunc((quantityToMilli(text) / whole) * 100);
  return `${text} (${percent}%)`;
}
