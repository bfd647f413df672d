import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { allNamespacesFlag, selectorFlag } from '../flags/resource-flags.ts';

const shared: readonly Flag[] = [
  selectorFlag,
  { name: 'no-headers', type: 'bool', default: false, usage: 'Whether to leave the column headers out.' },
  { name: 'sort-by', type: 'string', default: '', usage: "Sort by 'cpu' or 'memory'." },
];

/** Measured use comes from an API that a metrics server adds to a cluster. */
async function run(_: undefined, { kubectl }: Invocation): Promise<undefined> {
  const groups = await kubectl.groups();
  if (!groups.some((group) => group.name === 'metrics.k8s.io')) throw new UsageError('Metrics API not available');
  throw new UsageError('this kubectl top does not read the Metrics API');
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
  run,
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
    { name: 'field-selector', type: 'string', default: '', usage: 'Field selector to filter on.' },
    { name: 'sum', type: 'bool', default: false, usage: 'Whether to print the sum.' },
  ],
  run,
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
