import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatTime, parseTime } from '#machinery/time.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../command.ts';
import { collectable, usageErrorOf } from '../kubectl-error.ts';
import { fetchObjects } from '../resources/fetch-targets.ts';
import { chooseContainer, listPodsOf } from '../resources/pods-of-object.ts';
import { streamLog } from '../resources/stream-log.ts';
import { planTargets } from '../resources/targets.ts';

interface LogsOptions {
  readonly target: string;
  readonly container: string;
  readonly selector: string;
  readonly query: Readonly<Record<string, string>>;
}

/** One container's log. */
interface LogSource {
  readonly pod: Stored<Pod>;
  readonly container: string;
}

const usageText = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
const SELECTOR_TAIL_LINES = 10;

function readQuery({ flags }: Invocation, hasSelector: boolean): Readonly<Record<string, string>> {
  const query: Record<string, string> = {};
  const sinceMs = flags.durationMs('since');
  const tail = flags.int('tail');
  const limitBytes = flags.int('limit-bytes');
  if (flags.string('since-time') !== '' && sinceMs !== 0) throw new UsageError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (limitBytes < 0) throw new UsageError('--limit-bytes must be greater than 0');
  if (sinceMs < 0) throw new UsageError('--since must be greater than 0');
  if (tail < -1) throw new UsageError('--tail must be greater than or equal to -1');
  if (flags.bool('follow')) query['follow'] = 'true';
  if (flags.bool('previous')) query['previous'] = 'true';
  if (flags.bool('timestamps')) query['timestamps'] = 'true';
  if (flags.string('since-time') !== '') query['sinceTime'] = formatTime(parseTime(flags.string('since-time')));
  if (sinceMs > 0) query['sinceSeconds'] = String(Math.max(1, Math.round(sinceMs / 1000)));
  if (limitBytes > 0) query['limitBytes'] = String(limitBytes);
  if (tail !== -1) query['tailLines'] = String(tail);
  else if (hasSelector && !flags.changed('tail')) query['tailLines'] = String(SELECTOR_TAIL_LINES);
  return query;
}

async function findPods(options: LogsOptions, invocation: Invocation): Promise<readonly Stored<Pod>[]> {
  const { kubectl, process } = invocation;
  if (options.selector !== '') {
    const list = await kubectl.client().list<Pod>(podKind, { namespace: kubectl.namespace, labelSelector: options.selector });
    if (list.items.length === 0) await process.printError(`No resources found in ${kubectl.namespace} namespace.\n`);
    return list.items;
  }
  const selection = await planTargets(kubectl, process, { args: [options.target], defaultType: 'pods' });
  try {
    const [found] = await fetchObjects(kubectl, selection);
    if (!found) throw new UsageError('expected a resource');
    const pods = await listPodsOf(found, invocation);
    const [pod] = pods;
    if (!pod) throw new UsageError('timed out waiting for the condition');
    if (pods.length > 1 && !invocation.flags.bool('all-pods')) await process.printError(`Found ${pods.length} pods, using pod/${pod.metadata.name}\n`);
    return invocation.flags.bool('all-pods') ? pods : [pod];
  } catch (error) {
    if (!isNotFound(error) || !(error instanceof StatusError)) throw error;
    throw new UsageError(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(kubectl.namespace)}`);
  }
}

async function planSources(pods: readonly Stored<Pod>[], options: LogsOptions, invocation: Invocation): Promise<LogSource[]> {
  const sources: LogSource[] = [];
  for (const pod of pods) {
    if (invocation.flags.bool('all-containers')) {
      const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? []), ...(pod.spec?.ephemeralContainers ?? [])];
      sources.push(...containers.map((container) => ({ pod, container: container.name })));
      continue;
    }
    const { name, notice } = chooseContainer(pod, options.container);
    if (notice !== '') await invocation.process.printError(notice);
    sources.push({ pod, container: name });
  }
  return sources;
}

function readSource(source: LogSource, options: LogsOptions, invocation: Invocation): Promise<void> {
  const { pod, container } = source;
  const prefix = invocation.flags.bool('prefix') ? `[pod/${pod.metadata.name}/${container}] ` : '';
  const path = formatResourcePath(podKind, pod.metadata.namespace ?? '', pod.metadata.name, 'log');
  return streamLog(invocation, { path, query: { container, ...options.query }, prefix });
}

async function readSources(sources: readonly LogSource[], options: LogsOptions, invocation: Invocation): Promise<void> {
  const { flags, process } = invocation;
  const isTolerant = flags.bool('ignore-errors');
  const read = async (source: LogSource): Promise<void> => {
    try {
      await readSource(source, options, invocation);
    } catch (error) {
      const known = collectable(error);
      if (!isTolerant) throw known;
      await process.print(`error: ${known.message}\n`);
    }
  };
  if (!flags.bool('follow')) {
    for (const source of sources) await read(source);
    return;
  }
  const limit = flags.int('max-log-requests');
  if (sources.length > limit) {
    throw new UsageError(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${limit}, use --max-log-requests to increase the limit`,
    );
  }
  await Promise.all(sources.map(read));
}

export const logs = defineCommand<LogsOptions>({
  name: 'logs',
  aliases: ['log'],
  usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  short: 'Print the logs for a container in a pod',
  long: 'Prints what a container has written to its standard output and error. With one container in the pod its name may be left out.',
  examples: `# The log of the pod nginx
kubectl logs nginx

# Of all its containers
kubectl logs nginx --all-containers=true

# Of all pods with the label app=nginx
kubectl logs -l app=nginx --all-containers=true

# Of the container ruby before it was restarted
kubectl logs -p -c ruby web-1

# As it is written
kubectl logs -f -c ruby web-1

# The last 20 lines, and those of the last hour
kubectl logs --tail=20 nginx
kubectl logs --since=1h nginx`,
  flags: [
    { name: 'all-containers', type: 'bool', default: false, usage: 'Whether to print the logs of all containers.' },
    { name: 'all-pods', type: 'bool', default: false, usage: 'Whether to print the logs of all pods of the object, with their names in front.' },
    { name: 'container', shorthand: 'c', type: 'string', default: '', usage: 'The container whose log to print.' },
    { name: 'follow', shorthand: 'f', type: 'bool', default: false, usage: 'Whether to go on as lines are written.' },
    { name: 'ignore-errors', type: 'bool', default: false, usage: 'Whether an error of one log does not end the others.' },
    { name: 'insecure-skip-tls-verify-backend', type: 'bool', default: false, usage: 'Whether to skip the check of the identity of the kubelet.' },
    { name: 'limit-bytes', type: 'int', default: 0, usage: 'How many bytes to print at most; 0 sets no limit.' },
    { name: 'max-log-requests', type: 'int', default: 5, usage: 'How many logs may be followed at once.' },
    { name: 'pod-running-timeout', type: 'duration', default: '20s', usage: 'How long to wait until a pod is running.' },
    { name: 'prefix', type: 'bool', default: false, usage: 'Whether to put the names of pod and container in front of each line.' },
    { name: 'previous', shorthand: 'p', type: 'bool', default: false, usage: 'Whether to print the log of the container before its last restart.' },
    { name: 'selector', shorthand: 'l', type: 'string', default: '', usage: 'Label selector of the pods.' },
    { name: 'since', type: 'duration', default: '0s', usage: 'Only lines newer than this, such as 5s, 2m or 3h.' },
    { name: 'since-time', type: 'string', default: '', usage: 'Only lines after this time (RFC3339).' },
    { name: 'tail', type: 'int', default: -1, usage: 'How many of the last lines to print; -1 prints all, or 10 with a selector.' },
    { name: 'timestamps', type: 'bool', default: false, usage: 'Whether to put the time in front of each line.' },
  ],
  complete(invocation) {
    const { args, flags, commandPath } = invocation;
    const [target = '', inline = '', ...more] = args;
    const selector = flags.string('selector');
    if ((target === '' && selector === '') || more.length > 0) throw usageErrorOf(commandPath, usageText);
    if (args.length === 1 && selector !== '') throw usageErrorOf(commandPath, 'only a selector (-l) or a POD name is allowed');
    if (inline !== '' && flags.changed('container')) throw new UsageError('only one of -c or an inline [CONTAINER] arg is allowed');
    const container = inline || flags.string('container');
    if (flags.bool('all-containers') && container !== '')
      throw new UsageError(`--all-containers=true should not be specified with container name ${container}`);
    return { target, container, selector, query: readQuery(invocation, selector !== '') };
  },
  async run(options, invocation) {
    const pods = await findPods(options, invocation);
    await readSources(await planSources(pods, options, invocation), options, invocation);
    return 0;
  },
});
