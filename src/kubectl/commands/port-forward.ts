import { podKind } from '#kinds/pod/pod.ts';
import type { Pod, Service } from '#machinery/generated/types.ts';
import { validatePortName } from '#machinery/names.ts';
import type { Stored } from '#machinery/object.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { type Listener, NetworkError, type Socket } from '#os/network.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { usageErrorOf } from '../kubectl-error.ts';
import { type FoundObject, fetchObjects } from '../resources/fetch-targets.ts';
import { forwardConnection } from '../resources/forward-connection.ts';
import { choosePodOf } from '../resources/pods-of-object.ts';
import { planTargets } from '../resources/targets.ts';

/** A port here and the port of the pod it stands for. */
interface PortPair {
  readonly local: number;
  readonly remote: number;
}

const flags: readonly Flag[] = [
  { name: 'address', type: 'strings', default: ['localhost'], usage: 'Addresses to listen on: IP addresses or localhost.' },
  { name: 'pod-running-timeout', type: 'duration', default: 60_000, usage: 'How long to wait until a pod runs.' },
];

/** `8080:80`, `80`, `:80`; a name stands for a port of the pod or service. @param remoteOf the pod's port for what was asked */
function parsePortPair(text: string, remoteOf: (asked: string) => number, freePort: () => number): PortPair {
  const parts = text.split(':');
  const [first = '', second = first] = parts;
  if (parts.length > 2) throw new UsageError(`invalid port format '${text}'`);
  const remote = remoteOf(second);
  if (parts.length === 2 && first === '') return { local: freePort(), remote };
  if (parts.length === 1) return { local: /^\d+$/.test(first) ? Number(first) : remote, remote };
  if (!/^\d+$/.test(first) || Number(first) > 65_535)
    throw new UsageError(`error parsing local port '${first}': strconv.ParseUint: parsing ${JSON.stringify(first)}: invalid syntax`);
  return { local: Number(first), remote };
}

/** What a port of the service or pod comes to on the pod. @throws UsageError with kubectl's text */
function remotePort(asked: string, found: FoundObject, pod: Stored<Pod>): number {
  const isNumber = /^\d+$/.test(asked);
  if (!isNumber && validatePortName(asked).length > 0)
    throw new UsageError(`error parsing remote port '${asked}': strconv.ParseUint: parsing ${JSON.stringify(asked)}: invalid syntax`);
  if (found.object.kind !== 'Service') return isNumber ? Number(asked) : namedContainerPort(asked, pod);
  const ports = (found.object as Service).spec?.ports ?? [];
  const port = ports.find((each) => (isNumber ? each.port === Number(asked) : each.name === asked));
  if (port === undefined) throw new UsageError(`Service ${found.name} does not have a service port ${asked}`);
  const target = port.targetPort ?? port.port;
  return typeof target === 'number' ? target : namedContainerPort(target, pod);
}

function namedContainerPort(name: string, pod: Stored<Pod>): number {
  for (const container of pod.spec?.containers ?? []) {
    const port = (container.ports ?? []).find((each) => each.name === name);
    if (port !== undefined) return port.containerPort;
  }
  throw new UsageError(`Pod '${pod.metadata.name}' does not have a named port '${name}'`);
}

async function run(_: undefined, invocation: Invocation): Promise<undefined> {
  const { args, flags: given, kubectl, process, commandPath } = invocation;
  const [target, ...texts] = args;
  if (target === undefined || texts.length === 0) throw usageErrorOf(commandPath, 'TYPE/NAME and list of ports are required for port-forward');
  const selection = await planTargets(kubectl, process, { args: [target], defaultType: 'pods' });
  const [found] = await fetchObjects(kubectl, selection);
  if (found === undefined) throw new UsageError('expected a resource');
  const pod = await choosePodOf(found, invocation, given.durationMs('pod-running-timeout'));
  const phase = pod.status?.phase ?? '';
  if (phase !== 'Running') throw new UsageError(`unable to forward port because pod is not running. Current status=${phase}`);
  const freePort = (): number => 32_768 + process.simulation.random.below(28_000);
  const pairs = texts.map((text) => parsePortPair(text, (asked) => remotePort(asked, found, pod), freePort));

  const listeners: Listener[] = [];
  try {
    for (const pair of pairs) listeners.push(await listen(pair, pairs, invocation));
    await Promise.all(listeners.map((listener, at) => acceptAll(listener, pairs[at] ?? { local: 0, remote: 0 }, pod, invocation)));
  } finally {
    for (const listener of listeners) listener.close();
  }
}

async function listen(pair: PortPair, pairs: readonly PortPair[], { flags: given, process }: Invocation): Promise<Listener> {
  const [address = 'localhost'] = given.strings('address');
  const host = address === 'localhost' ? '127.0.0.1' : address;
  try {
    const listener = process.network.listen(pair.local, host);
    await process.print(`Forwarding from ${host}:${pair.local} -> ${pair.remote}\n`);
    if (address === 'localhost') await process.print(`Forwarding from [::1]:${pair.local} -> ${pair.remote}\n`);
    return listener;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.printError(
      `Unable to listen on port ${pair.local}: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 ${host}:${pair.local}: bind: address already in use]\n`,
    );
    throw new UsageError(`unable to listen on any of the requested ports: [${pairs.map(({ local, remote }) => `{${local} ${remote}}`).join(' ')}]`);
  }
}

async function acceptAll(listener: Listener, { local, remote }: PortPair, pod: Stored<Pod>, invocation: Invocation): Promise<void> {
  const { kubectl, process } = invocation;
  const path = formatResourcePath(podKind, pod.metadata.namespace ?? '', pod.metadata.name, 'portforward');
  for (let socket: Socket | undefined = await listener.accept(process.cancel); socket; socket = await listener.accept(process.cancel)) {
    await process.print(`Handling connection for ${local}\n`);
    void forwardConnection(kubectl.client().transport, { path, port: remote }, socket, process);
  }
}

export const portForward = defineCommand<undefined>({
  name: 'port-forward',
  usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  short: 'Forward one or more local ports to a pod',
  long: `Forward one or more local ports to a pod.

 With TYPE/NAME of something that has several pods, one of them is chosen. Forwarding ends when that pod does, and must then be started again.`,
  examples: `  # Listen on the ports 5000 and 6000 and forward to the same ports of the pod
  kubectl port-forward pod/mypod 5000 6000
  
  # Listen on port 8443 and forward to the targetPort of the service's port named "https"
  kubectl port-forward service/myservice 8443:https
  
  # Listen on a port that is free
  kubectl port-forward pod/mypod :5000`,
  flags,
  run,
});
