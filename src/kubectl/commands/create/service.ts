import { validateIpAddress } from '#machinery/ip-address.ts';
import { validatePortName } from '#machinery/names.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Flag, type Invocation } from '../../command.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

interface ServicePort {
  readonly name: string;
  readonly protocol: 'TCP';
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort?: number;
}

const tcpFlag: Flag = { name: 'tcp', type: 'strings', default: [], usage: 'Port pairs as <port>:<targetPort>.' };

/** `5678:8080`, `80` or `80:http`. */
function parsePortPair(text: string): { readonly port: number; readonly targetPort: number | string } {
  const [first = '', second] = text.split(':');
  const port = parsePort(first);
  if (second === undefined) return { port, targetPort: port };
  if (/^\d+$/.test(second)) return { port, targetPort: parsePort(second) };
  const problems = validatePortName(second);
  if (problems.length > 0) throw new UsageError(problems.join(','));
  return { port, targetPort: second };
}

function parsePort(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new UsageError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function portsOf(invocation: Invocation, nodePort: number): ServicePort[] {
  return invocation.flags.strings('tcp').map((text) => {
    const { port, targetPort } = parsePortPair(text);
    const name = text.replaceAll(':', '-');
    return { name, protocol: 'TCP', port, targetPort, ...(nodePort > 0 ? { nodePort } : {}) };
  });
}

/** The Service that all four subcommands make, with what each adds to its spec. */
function serviceOf(name: string, invocation: Invocation, type: string, more: object, nodePort = 0): KubeObject {
  const labels = { app: name };
  const ports = portsOf(invocation, nodePort);
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: generatedMetadata(name, invocation, { labels }),
    spec: { ...(ports.length > 0 ? { ports } : {}), selector: labels, ...more, type },
    status: { loadBalancer: {} },
  } as KubeObject;
}

const clusterIp = defineGenerator({
  name: 'clusterip',
  usage: 'create service clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
  short: 'Create a ClusterIP service',
  examples: `  # Create a ClusterIP service
  kubectl create service clusterip my-cs --tcp=5678:8080
  
  # Create a headless service
  kubectl create service clusterip my-cs --clusterip="None"`,
  flags: [{ name: 'clusterip', type: 'string', default: '', usage: 'Address of the service; "None" for a headless one, empty to have one assigned.' }, tcpFlag],
  failure: 'failed to create ClusterIP service: ',
  namespaced: true,
  generate(name, invocation) {
    const address = invocation.flags.string('clusterip');
    if (address === 'None' && invocation.flags.strings('tcp').length > 0) throw new UsageError('can not map ports with clusterip=None');
    if (address !== 'None' && address !== '' && validateIpAddress(address).length > 0)
      throw new UsageError(`invalid clusterIP value: ${JSON.stringify(address)}`);
    if (address === '' && invocation.flags.strings('tcp').length === 0) throw new UsageError('at least one tcp port specifier must be provided');
    return serviceOf(name, invocation, 'ClusterIP', address === '' ? {} : { clusterIP: address });
  },
});

const nodePort = defineGenerator({
  name: 'nodeport',
  usage: 'create service nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  short: 'Create a NodePort service',
  examples: `  # Create a NodePort service
  kubectl create service nodeport my-ns --tcp=5678:8080`,
  flags: [{ name: 'node-port', type: 'int', default: 0, usage: 'Port on every node; 0 to have one assigned.' }, tcpFlag],
  failure: 'failed to create NodePort service: ',
  namespaced: true,
  generate(name, invocation) {
    if (invocation.flags.strings('tcp').length === 0) throw new UsageError('at least one tcp port specifier must be provided');
    return serviceOf(name, invocation, 'NodePort', {}, invocation.flags.int('node-port'));
  },
});

const loadBalancer = defineGenerator({
  name: 'loadbalancer',
  usage: 'create service loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  short: 'Create a LoadBalancer service',
  examples: `  # Create a LoadBalancer service
  kubectl create service loadbalancer my-lbs --tcp=5678:8080`,
  flags: [tcpFlag],
  failure: 'failed to create LoadBalancer service: ',
  namespaced: true,
  generate(name, invocation) {
    if (invocation.flags.strings('tcp').length === 0) throw new UsageError('at least one tcp port specifier must be provided');
    return serviceOf(name, invocation, 'LoadBalancer', {});
  },
});

const externalName = defineGenerator({
  name: 'externalname',
  usage: 'create service externalname NAME --external-name external.name [--dry-run=server|client|none]',
  short: 'Create an ExternalName service',
  long: `Create an ExternalName service with the specified name.

 It stands for a DNS name outside of the cluster instead of for pods.`,
  examples: `  # Create an ExternalName service
  kubectl create service externalname my-ns --external-name bar.com`,
  flags: [{ name: 'external-name', type: 'string', default: '', required: true, usage: 'DNS name that the service stands for.' }, tcpFlag],
  failure: 'failed to create ExternalName service: ',
  namespaced: true,
  generate: (name, invocation) => serviceOf(name, invocation, 'ExternalName', { externalName: invocation.flags.string('external-name') }),
});

export const createService: Command = defineCommand({
  name: 'service',
  aliases: ['svc'],
  usage: 'create service',
  short: 'Create a service using a specified subcommand',
  long: 'Create a service using a specified subcommand.',
  examples: '',
  flags: [],
  subcommands: [clusterIp, externalName, loadBalancer, nodePort],
});
