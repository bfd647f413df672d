import type { Node, Pod } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { quantityToMilli, quantityToValue } from '#machinery/quantity.ts';
import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import { parseTime } from '#machinery/time.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { allNamespacesFlag, selectorFlag } from '../flags/resource-flags.ts';
import type { DiscoveredResource } from '../kubectl-context.ts';
import { listAll } from '../resources/fetch-targets.ts';

interface Usage {
  readonly cpu?: string;
  readonly memory?: string;
}

/** `PodMetrics` and `NodeMetrics` of the metrics API. */
interface Metrics extends KubeObject {
  readonly usage?: Usage;
  readonly containers?: readonly { readonly name: string; readonly usage: Usage }[];
}

/** A line of the table: what something uses. */
interface UsageRow {
  readonly cells: readonly string[];
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** For how long after a pod's creation nobody wonders that nothing is measured yet. */
const PATIENCE_MS = 120_000;
const MEBIBYTE = 1024 * 1024;

const shownOnly = { shortNames: [], categories: [], verbs: ['get', 'list'] };
const podMetricsType: DiscoveredResource = {
  ...shownOnly,
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  singular: 'pod',
  namespaced: true,
};
const nodeMetricsType: DiscoveredResource = { ...podMetricsType, kind: 'NodeMetrics', plural: 'nodes', singular: 'node', namespaced: false };

const shared: readonly Flag[] = [
  selectorFlag,
  { name: 'no-headers', type: 'bool', default: false, usage: 'Whether to leave the column headers out.' },
  { name: 'sort-by', type: 'string', default: '', usage: "Sort by 'cpu' or 'memory'." },
];

/** Measured use comes from an API that a metrics server adds to a cluster. @throws UsageError when it is not there */
async function prepare({ flags, args, kubectl }: Invocation): Promise<void> {
  const order = flags.string('sort-by');
  if (!['', 'cpu', 'memory'].includes(order)) throw new UsageError('--sort-by accepts only cpu or memory');
  if (args.length > 1) throw new UsageError('only one of NAME or --selector can be provided');
  if (args.length > 0 && flags.string('selector') !== '') throw new UsageError('only one of NAME or --selector can be provided');
  const groups = await kubectl.groups();
  if (!groups.some((group) => group.name === 'metrics.k8s.io')) throw new UsageError('Metrics API not available');
}

async function fetchMetrics(type: DiscoveredResource, namespace: string, { args, flags, kubectl }: Invocation): Promise<readonly Stored<Metrics>[]> {
  const [name] = args;
  if (name !== undefined) return [await kubectl.client().get<Metrics>(type, namespace, name)];
  return listAll<Metrics>(kubectl.client(), { type, namespace }, { labelSelector: flags.string('selector'), fieldSelector: '' });
}

async function runPods(_: undefined, invocation: Invocation): Promise<undefined> {
  const { flags, kubectl, process } = invocation;
  await prepare(invocation);
  const withNamespace = flags.bool('all-namespaces');
  const withContainers = flags.bool('containers');
  const namespace = withNamespace ? '' : kubectl.namespace;
  const found = await fetchMetrics(podMetricsType, namespace, invocation);
  if (found.length === 0) {
    await tellWhyEmpty(namespace, invocation);
    return;
  }
  const rows = found.flatMap(({ metadata, containers = [] }) => {
    const place = withNamespace ? [metadata.namespace ?? ''] : [];
    if (withContainers) return containers.map(({ name, usage }) => rowOf([...place, metadata.name, name], [usage]));
    return [
      rowOf(
        [...place, metadata.name],
        containers.map(({ usage }) => usage),
      ),
    ];
  });
  const header = [...(withNamespace ? ['NAMESPACE'] : []), ...(withContainers ? ['POD'] : []), 'NAME', 'CPU(cores)', 'MEMORY(bytes)'];
  const lines = sortRows(rows, flags.string('sort-by')).map(({ cells, cpuMilli, memoryBytes }) => [...cells, ...formatUse(cpuMilli, memoryBytes)]);
  const sums: string[][] = [];
  if (flags.bool('sum')) {
    const [cpuMilli, memoryBytes] = [sumOf(rows, 'cpuMilli'), sumOf(rows, 'memoryBytes')];
    const blank = Array.from({ length: header.length - 2 }, () => '');
    sums.push([...blank, '________', '________'], [...blank, ...formatUse(cpuMilli, memoryBytes)]);
  }
  await process.print(formatTabs([...(flags.bool('no-headers') ? [] : [header]), ...lines, ...sums], tableTabs));
}

/** Nothing is measured: because there are no pods, or they are too young, or something is wrong. */
async function tellWhyEmpty(namespace: string, { flags, kubectl, process }: Invocation): Promise<void> {
  const type = await kubectl.resolveResource('pods');
  const pods = await listAll<Pod>(kubectl.client(), { type, namespace }, { labelSelector: flags.string('selector'), fieldSelector: '' });
  if (pods.length === 0) {
    await process.printError(namespace === '' ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
    return;
  }
  for (const { metadata } of pods) {
    const ageMs = process.simulation.clock.now - parseTime(metadata.creationTimestamp ?? '');
    if (ageMs > PATIENCE_MS) throw new UsageError(`Metrics not available for pod ${metadata.namespace}/${metadata.name}, age: ${ageMs / 1000}s`);
  }
  throw new UsageError('metrics not available yet');
}

async function runNodes(_: undefined, invocation: Invocation): Promise<undefined> {
  const { flags, args, kubectl, process } = invocation;
  await prepare(invocation);
  const found = await fetchMetrics(nodeMetricsType, '', invocation);
  if (found.length === 0) throw new UsageError('metrics not available yet');
  const type = await kubectl.resolveResource('nodes');
  const [name] = args;
  const nodes =
    name === undefined
      ? await listAll<Node>(kubectl.client(), { type, namespace: '' }, { labelSelector: flags.string('selector'), fieldSelector: '' })
      : [await kubectl.client().get<Node>(type, '', name)];
  const room = flags.bool('show-capacity') ? 'capacity' : 'allocatable';
  const rows = sortRows(
    found.map(({ metadata, usage = {} }) => rowOf([metadata.name], [usage])),
    flags.string('sort-by'),
  );
  const lines = rows.map(({ cells, cpuMilli, memoryBytes }) => {
    const has = nodes.find((node) => node.metadata.name === cells[0])?.status?.[room] ?? {};
    const [cpu, memory] = formatUse(cpuMilli, memoryBytes);
    const share = (used: number, all: number): string => (all > 0 ? `${Math.trunc((used / all) * 100)}%` : '<unknown>');
    return [...cells, cpu, share(cpuMilli, quantityToMilli(has['cpu'] ?? '0')), memory, share(memoryBytes, quantityToValue(has['memory'] ?? '0'))];
  });
  const unknown = nodes.filter((node) => !found.some(({ metadata }) => metadata.name === node.metadata.name));
  for (const { metadata } of unknown) lines.push([metadata.name, '<unknown>', '<unknown>', '<unknown>', '<unknown>']);
  const header = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'];
  await process.print(formatTabs([...(flags.bool('no-headers') ? [] : [header]), ...lines], tableTabs));
}

function rowOf(cells: readonly string[], usages: readonly Usage[]): UsageRow {
  let [cpuMilli, memoryBytes] = [0, 0];
  for (const { cpu = '0', memory = '0' } of usages) {
    cpuMilli += quantityToMilli(cpu);
    memoryBytes += quantityToValue(memory);
  }
  return { cells, cpuMilli, memoryBytes };
}

const formatUse = (cpuMilli: number, memoryBytes: number): [string, string] => [`${cpuMilli}m`, `${Math.trunc(memoryBytes / MEBIBYTE)}Mi`];

function sumOf(rows: readonly UsageRow[], field: 'cpuMilli' | 'memoryBytes'): number {
  return rows.reduce((sum, row) => sum + row[field], 0);
}

/** By name, or the largest first. */
function sortRows(rows: readonly UsageRow[], order: string): readonly UsageRow[] {
  if (order === 'cpu') return [...rows].sort((a, b) => b.cpuMilli - a.cpuMilli);
  if (order === 'memory') return [...rows].sort((a, b) => b.memoryBytes - a.memoryBytes);
  return rows;
}

const node = defineCommand<undefined>({
  name: 'node',
  aliases: ['nodes', 'no'],
  usage: 'top node [NAME | -l label]',
  short: 'Display resource (CPU/memory) usage of nodes',
  long: 'Display resource (CPU/memory) usage of nodes.',
  examples: `  # Show what all nodes use
  kubectl top node`,
  flags: [...shared, { name: 'show-capacity', type: 'bool', default: false, usage: 'Whether to show capacity instead of what pods can have.' }],
  run: runNodes,
});

const pod = defineCommand<undefined>({
  name: 'pod',
  aliases: ['pods', 'po'],
  usage: 'top pod [NAME | -l label]',
  short: 'Display resource (CPU/memory) usage of pods',
  long: 'Display resource (CPU/memory) usage of pods.',
  examples: `  # Show what all pods of the namespace use
  kubectl top pod`,
  flags: [
    ...shared,
    allNamespacesFlag,
    { name: 'containers', type: 'bool', default: false, usage: 'Whether to show each container.' },
    { name: 'sum', type: 'bool', default: false, usage: 'Whether to print the sum.' },
  ],
  run: runPods,
});

export const top = defineCommand({
  name: 'top',
  usage: 'top',
  short: 'Display resource (CPU/memory) usage',
  long: `Display resource (CPU/memory) usage.

 It needs a metrics server in the cluster.`,
  examples: '',
  flags: [],
  subcommands: [node, pod],
});
