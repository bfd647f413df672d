import type { Pod } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { saveConfigFlag } from '../../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun } from '../../flags/write-flags.ts';
import { usageErrorOf } from '../../kubectl-error.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { withLastApplied } from '../../resources/last-applied.ts';
import { type Deletion, deleteAndWait, deletionFlags, readDeletion } from '../delete.ts';
import { runAttached } from './attached-run.ts';
import { exposedService, podObject } from './pod-object.ts';

interface RunOptions {
  readonly name: string;
  readonly pod: KubeObject;
  readonly service: KubeObject | undefined;
  readonly dryRun: DryRun;
  readonly attach: boolean;
  readonly remove: boolean;
  readonly deletion: Deletion;
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  ...deletionFlags,
  { name: 'annotations', type: 'string-array', default: [], usage: 'Annotation of the pod, as key=value; may be given several times.' },
  { name: 'attach', type: 'bool', default: false, usage: 'Whether to attach to the pod once it runs. The default with -i.' },
  { name: 'command', type: 'bool', default: false, usage: "Whether the arguments are the container's command rather than its arguments." },
  dryRunFlag,
  { name: 'env', shorthand: 'e', type: 'string-array', default: [], usage: 'Variable of the container, as NAME=value; may be given several times.' },
  { name: 'expose', type: 'bool', default: false, usage: 'Whether to create a ClusterIP service for the pod. Needs --port.' },
  fieldManagerFlag('kubectl-run'),
  { name: 'image', type: 'string', default: '', required: true, usage: 'Image of the container.' },
  { name: 'image-pull-policy', type: 'string', default: '', usage: 'When the image is pulled; left to the server when empty.' },
  { name: 'labels', shorthand: 'l', type: 'string', default: '', usage: 'Labels of the pod, as key=value pairs separated by commas.' },
  { name: 'leave-stdin-open', type: 'bool', default: false, usage: 'Whether stdin stays open after the first session on it.' },
  { name: 'override-type', type: 'string', default: 'merge', usage: 'How --overrides is laid over the object: json, merge, or strategic.' },
  { name: 'overrides', type: 'string', default: '', usage: 'JSON that is laid over the generated object.' },
  { name: 'pod-running-timeout', type: 'duration', default: 60_000, usage: 'How long to wait until the pod runs.' },
  { name: 'port', type: 'string', default: '', usage: 'Port that the container serves.' },
  { name: 'privileged', type: 'bool', default: false, usage: 'Whether the container is privileged.' },
  { name: 'quiet', shorthand: 'q', type: 'bool', default: false, usage: 'Whether to print only what the session prints.' },
  { name: 'restart', type: 'string', default: 'Always', usage: 'Restart policy of the pod: Always, OnFailure or Never.' },
  { name: 'rm', type: 'bool', default: false, usage: 'Whether to delete the pod after a session with it.' },
  saveConfigFlag,
  { name: 'stdin', shorthand: 'i', type: 'bool', default: false, usage: "Whether the container's stdin stays open." },
  { name: 'tty', shorthand: 't', type: 'bool', default: false, usage: 'Whether the container gets a terminal.' },
];

function complete(invocation: Invocation): RunOptions {
  const { args, flags: given, dashAt, commandPath } = invocation;
  const [name, ...rest] = args;
  if (name === undefined || dashAt === 0) throw usageErrorOf(commandPath, 'NAME is required for run');
  const image = given.string('image');
  if (image === '') throw new UsageError('--image is required');
  if (
    !/^[a-z0-9]([\w.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]([\w.-]*[a-z0-9])?)*(:[\w][\w.-]{0,127})?(@[A-Za-z0-9_+.-]+:[0-9a-fA-F]{32,})?$/i.test(image) ||
    /[A-Z]/.test(image.split(/[:@]/)[0]?.split('/').slice(1).join('/') ?? '')
  ) {
    throw new UsageError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  }
  const [stdin, tty, remove] = [given.bool('stdin'), given.bool('tty'), given.bool('rm')];
  if (tty && !stdin) throw usageErrorOf(commandPath, '-i/--stdin is required for containers with -t/--tty=true');
  if (given.bool('expose') && given.string('port') === '') throw usageErrorOf(commandPath, '--port must be set when exposing a service');
  const restart = given.string('restart');
  if (!['Always', 'OnFailure', 'Never'].includes(restart)) throw usageErrorOf(commandPath, `invalid restart policy: ${restart}`);
  const attach = given.changed('attach') ? given.bool('attach') : stdin;
  const dryRun = readDryRun(given);
  if (remove && !attach) throw new UsageError('--rm should only be used for attached containers');
  if (attach && dryRun !== 'none')
    throw usageErrorOf(commandPath, "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  const pod = podObject(name, rest, invocation);
  const service = given.bool('expose') ? exposedService(name, pod, invocation) : undefined;
  return { name, pod, service, dryRun, attach, remove, deletion: readDeletion(given) };
}

async function run(options: RunOptions, invocation: Invocation): Promise<number> {
  const { flags: given, process } = invocation;
  const printer = createResultPrinter(given, process, options.dryRun);
  const isTyped = options.dryRun === 'client';
  const pod = await create(options.pod, options, invocation);
  if (options.service !== undefined) {
    await printer.print(await create(options.service, options, invocation), 'created', isTyped);
    // kubectl separates the two documents itself, and its YAML printer does it again.
    if (given.string('output') === 'yaml') await process.print('---\n');
  }
  if (!options.attach) {
    await printer.print(pod, 'created', isTyped);
    return 0;
  }
  try {
    return await runAttached(pod as Pod, invocation);
  } finally {
    if (options.remove && !process.cancel.cancelled) await removePod(options, invocation);
  }
}

async function create(object: KubeObject, { dryRun }: RunOptions, { flags: given, kubectl }: Invocation): Promise<KubeObject> {
  const wanted = given.bool('save-config') ? withLastApplied(object) : object;
  if (dryRun === 'client') return wanted;
  const type = await kubectl.resolveKind(wanted.apiVersion ?? '', wanted.kind ?? '');
  if (type === undefined) throw new UsageError(`no matches for kind "${wanted.kind ?? ''}" in version "${wanted.apiVersion ?? ''}"`);
  return kubectl.client().create(type, kubectl.namespace, wanted, { dryRun: dryRun === 'server', fieldManager: given.string('field-manager') });
}

async function removePod({ name, deletion }: RunOptions, invocation: Invocation): Promise<void> {
  const { kubectl, process, flags: given } = invocation;
  const type = await kubectl.resolveResource('pods');
  await deleteAndWait(deletion, { type, namespace: kubectl.namespace, name }, invocation);
  if (!given.bool('quiet')) await process.print(`pod "${name}" deleted from ${kubectl.namespace} namespace\n`);
}

export const runCommand = defineCommand<RunOptions>({
  name: 'run',
  usage: 'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  short: 'Run a particular image on the cluster',
  long: 'Create and run a particular image in a pod.',
  examples: `  # Start an nginx pod
  kubectl run nginx --image=nginx
  
  # Start a pod and let its port be known
  kubectl run hazelcast --image=hazelcast/hazelcast --port=5701
  
  # Start a pod with variables
  kubectl run web --image=nginx --env="DNS_DOMAIN=cluster" --env="POD_NAMESPACE=default"
  
  # Print the object without creating it
  kubectl run nginx --image=nginx --dry-run=client
  
  # Start a busybox pod, work in it, and do not start it again when it ends
  kubectl run -i -t busybox --image=busybox --restart=Never
  
  # Start a pod with other arguments
  kubectl run nginx --image=nginx -- <arg1> <arg2> ... <argN>
  
  # Start a pod with another command
  kubectl run nginx --image=nginx --command -- <cmd> <arg1> ... <argN>`,
  flags,
  complete,
  run,
});
