import { formatResourcePath } from '#machinery/resource-type.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { allFlag, fileFlags, selectorFlag } from '../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, readDryRun } from '../flags/write-flags.ts';
import { createResultPrinter } from '../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../resources/fetch-targets.ts';
import { planTargets, type TargetSelection } from '../resources/targets.ts';
import { waitForObject } from '../resources/wait-for-object.ts';

interface ScaleOptions {
  readonly selection: TargetSelection;
  readonly replicas: number;
  /** -1: whatever it is now. */
  readonly currentReplicas: number;
  readonly resourceVersion: string;
  readonly timeoutMs: number;
  readonly dryRun: DryRun;
}

interface ScaleObject {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly spec?: { readonly replicas?: number };
}

/** Reads the scale subresource and holds it against the preconditions of the command line. */
async function checkPreconditions(found: FoundObject, options: ScaleOptions, invocation: Invocation): Promise<void> {
  if (options.currentReplicas === -1 && options.resourceVersion === '') return;
  const path = formatResourcePath(found.type, found.namespace, found.name, 'scale');
  const { body } = await invocation.kubectl.client().request({ method: 'GET', path });
  const scale = body as ScaleObject;
  const present = scale.spec?.replicas ?? 0;
  if (options.currentReplicas !== -1 && present !== options.currentReplicas)
    throw new UsageError(`Expected replicas to be ${options.currentReplicas}, was ${present}`);
  const version = scale.metadata?.resourceVersion ?? '';
  if (options.resourceVersion !== '' && version !== options.resourceVersion) {
    throw new UsageError(`Expected resource version to be ${options.resourceVersion}, was ${version}`);
  }
}

async function scaleObject(found: FoundObject, options: ScaleOptions, invocation: Invocation): Promise<void> {
  const { kubectl, flags, process } = invocation;
  const printer = createResultPrinter(flags, process, options.dryRun);
  if (options.dryRun === 'client') return printer.print(found.object, 'scaled');
  await checkPreconditions(found, options, invocation);
  await kubectl.client().patch(
    found.type,
    found.namespace,
    found.name,
    { spec: { replicas: options.replicas } },
    {
      type: 'merge',
      subresource: 'scale',
      dryRun: options.dryRun === 'server',
    },
  );
  await printer.print(found.object, 'scaled');
  if (options.timeoutMs > 0) {
    const isScaled = (object: unknown): boolean => (object as { status?: { replicas?: number } }).status?.replicas === options.replicas;
    const reached = await waitForObject(invocation, found, (event) => event.type !== 'DELETED' && isScaled(event.object), options.timeoutMs);
    if (!reached) throw new UsageError('timed out waiting for the condition');
  }
}

export const scale = defineCommand<ScaleOptions>({
  name: 'scale',
  usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  long: `Sets how many replicas a Deployment, ReplicaSet, ReplicationController or StatefulSet is to have.

With --current-replicas or --resource-version the size is only changed if the object is as it says.`,
  examples: `# Three replicas of the ReplicaSet foo
kubectl scale --replicas=3 rs/foo

# Three replicas of what foo.yaml names
kubectl scale --replicas=3 -f foo.yaml

# Three replicas of the Deployment mysql, if it has two now
kubectl scale --current-replicas=2 --replicas=3 deployment/mysql`,
  flags: [
    ...resultPrintFlags,
    ...fileFlags('naming what to scale'),
    allFlag,
    selectorFlag,
    dryRunFlag,
    { name: 'replicas', type: 'int', default: 0, usage: 'The new number of replicas.', required: true },
    { name: 'current-replicas', type: 'int', default: -1, usage: 'Scale only if this is the number of replicas now. -1: whatever it is.' },
    { name: 'resource-version', type: 'string', default: '', usage: 'Scale only if this is the version of the object.' },
    { name: 'timeout', type: 'duration', default: '0s', usage: 'How long to wait for the replicas to be there; 0 does not wait.' },
  ],
  async complete(invocation) {
    const { flags, kubectl, process, args } = invocation;
    const replicas = flags.int('replicas');
    const currentReplicas = flags.int('current-replicas');
    if (replicas < 0) throw new UsageError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    if (currentReplicas < -1) throw new UsageError('The --current-replicas must specify an integer of -1 or greater');
    const selection = await planTargets(kubectl, process, {
      files: { filenames: flags.strings('filename'), recursive: flags.bool('recursive'), kustomize: flags.string('kustomize') },
      args,
      labelSelector: flags.string('selector'),
      selectAll: flags.bool('all'),
    });
    return {
      selection,
      replicas,
      currentReplicas,
      resourceVersion: flags.string('resource-version'),
      timeoutMs: flags.durationMs('timeout'),
      dryRun: readDryRun(flags),
    };
  },
  async run(options, invocation) {
    if (options.resourceVersion !== '' && options.selection.targets.length > 1) {
      throw new UsageError('cannot use --resource-version with multiple resources');
    }
    const count = await visitObjects(invocation.kubectl, options.selection, (found) => scaleObject(found, options, invocation));
    if (count === 0) throw new UsageError('no objects passed to scale');
    return 0;
  },
});
