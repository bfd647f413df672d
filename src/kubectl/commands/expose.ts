import { kindOf } from '#kinds/catalog.ts';
import { serviceKind } from '#kinds/service/service.ts';
import type { Service, ServicePort } from '#machinery/generated/types.ts';
import { applyMergePatch } from '#machinery/patch/merge-patch.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type FlagValues, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { fileFlags, saveConfigFlag } from '../flags/resource-flags.ts';
import { type DryRun, dryRunFlag, fieldManagerFlag, readDryRun } from '../flags/write-flags.ts';
import { createResultPrinter } from '../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../resources/fetch-targets.ts';
import { planTargets, type TargetSelection } from '../resources/targets.ts';

interface ExposeOptions {
  readonly selection: TargetSelection;
  readonly dryRun: DryRun;
}

const types: Readonly<Record<string, string>> = { clusterip: 'ClusterIP', nodeport: 'NodePort', loadbalancer: 'LoadBalancer', externalname: 'ExternalName' };
const MAX_NAME_LENGTH = 63;

function parseLabels(text: string, flag: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const [key = '', value, ...more] = pair.split('=');
    if (value === undefined || more.length > 0) throw new UsageError(`unexpected ${flag} spec: ${pair}`);
    labels[key] = value;
  }
  return labels;
}

/** @throws UsageError when no port is given and the object names none */
function planPorts(found: FoundObject, flags: FlagValues): ServicePort[] {
  const kind = kindOf(found.object.apiVersion, found.object.kind);
  const targetPort = flags.string('target-port');
  const target = (port: number): string | number => (targetPort === '' ? port : /^\d+$/.test(targetPort) ? Number(targetPort) : targetPort);
  const own = kind?.ports?.(found.object) ?? [];
  const asked = flags.string('port');
  const protocolAsked = flags.string('protocol');
  if (asked !== '') {
    const numbers = asked.split(',').map((text) => {
      if (!/^-?\d+$/.test(text)) throw new UsageError(`couldn't find port via --port flag or introspection`);
      return Number(text);
    });
    return numbers.map((port, i) => ({
      ...(numbers.length > 1 ? { name: `port-${i + 1}` } : {}),
      port,
      protocol: protocolAsked || own.find((one) => one.port === port)?.protocol || 'TCP',
      targetPort: target(port),
    }));
  }
  if (own.length === 0) throw new UsageError("couldn't find port via --port flag or introspection");
  return own.map(({ port, protocol }, i) => ({
    ...(own.length > 1 ? { name: `port-${i + 1}` } : {}),
    port,
    protocol: protocolAsked || protocol,
    targetPort: target(port),
  }));
}

function planService(found: FoundObject, flags: FlagValues): Service {
  const kind = kindOf(found.object.apiVersion, found.object.kind);
  if (!kind?.podSelector) throw new UsageError(`cannot expose a ${found.type.kind}${found.type.group ? `.${found.type.group}` : ''}`);
  const selectorText = flags.string('selector') || kind.podSelector(found.object);
  if (!selectorText) throw new UsageError("couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed");
  const typeWord = flags.string('type');
  const type = typeWord === '' ? undefined : types[typeWord.toLowerCase()];
  const labels = flags.string('labels') === '' ? found.object.metadata.labels : parseLabels(flags.string('labels'), 'label');
  const ports = planPorts(found, flags);
  const clusterIp = flags.string('cluster-ip');
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: (flags.string('name') || found.name).slice(0, MAX_NAME_LENGTH), ...(labels && Object.keys(labels).length > 0 ? { labels } : {}) },
    spec: {
      ports,
      selector: parseLabels(selectorText, 'selector'),
      ...(type ? { type } : {}),
      ...(clusterIp === '' ? {} : { clusterIP: clusterIp }),
      ...(flags.string('external-ip') === '' ? {} : { externalIPs: [flags.string('external-ip')] }),
      ...(flags.string('session-affinity') === '' ? {} : { sessionAffinity: flags.string('session-affinity') }),
    },
    status: { loadBalancer: {} },
  };
  const overrides = flags.string('overrides');
  return overrides === '' ? service : (applyMergePatch(service, parseOverrides(overrides)) as Service);
}

function parseOverrides(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new UsageError('--overrides is not valid JSON');
  }
}

async function exposeObject(found: FoundObject, options: ExposeOptions, invocation: Invocation): Promise<void> {
  const { flags, kubectl, process } = invocation;
  const printer = createResultPrinter(flags, process, options.dryRun);
  const service = planService(found, flags);
  if (options.dryRun === 'client') return printer.print(service, 'exposed', true);
  const created = await kubectl
    .client()
    .create(serviceKind, found.namespace, service, { fieldManager: flags.string('field-manager'), dryRun: options.dryRun === 'server' });
  return printer.print(created, 'exposed');
}

export const expose = defineCommand<ExposeOptions>({
  name: 'expose',
  usage:
    'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  short: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  long: `Makes a Service for the pods of an object: it takes over the object's selector, and its ports unless --port is given.

Works on: pod (po), service (svc), replicationcontroller (rc), deployment (deploy), replicaset (rs)`,
  examples: `# A Service for the Deployment nginx: port 80 to port 8000 of its containers
kubectl expose deployment nginx --port=80 --target-port=8000

# One for a pod, under another name
kubectl expose pod valid-pod --port=444 --name=frontend

# One that can be reached from outside through the nodes
kubectl expose deployment nginx --port=80 --type=NodePort`,
  flags: [
    ...resultPrintFlags,
    ...fileFlags('naming what to expose'),
    saveConfigFlag,
    dryRunFlag,
    { name: 'cluster-ip', type: 'string', default: '', usage: "The cluster IP of the Service; 'None' makes it headless." },
    { name: 'external-ip', type: 'string', default: '', usage: 'Another IP address at which nodes take requests for the Service.' },
    { name: 'labels', shorthand: 'l', type: 'string', default: '', usage: 'Labels of the Service.' },
    { name: 'name', type: 'string', default: '', usage: 'Name of the Service.' },
    { name: 'overrides', type: 'string', default: '', usage: 'JSON to merge into the Service.' },
    { name: 'override-type', type: 'string', default: 'merge', usage: 'How to merge it: merge.' },
    { name: 'port', type: 'string', default: '', usage: 'The port of the Service.' },
    { name: 'protocol', type: 'string', default: '', usage: "TCP, UDP or SCTP; by default that of the object's port, or TCP." },
    { name: 'session-affinity', type: 'string', default: '', usage: "'None' or 'ClientIP'." },
    { name: 'target-port', type: 'string', default: '', usage: 'Name or number of the port of the containers.' },
    { name: 'type', type: 'string', default: '', usage: 'ClusterIP, NodePort, LoadBalancer or ExternalName.' },
    fieldManagerFlag('kubectl-expose'),
    { name: 'selector', type: 'string', default: '', usage: 'Selector of the Service, equality only (app=web).' },
  ],
  async complete(invocation) {
    const { args, flags, kubectl, process } = invocation;
    if (flags.string('override-type') !== 'merge') throw new UsageError(`--override-type=${flags.string('override-type')} is not supported: only merge`);
    const typeWord = flags.string('type');
    if (typeWord !== '' && !types[typeWord.toLowerCase()]) throw new UsageError(`invalid service type: ${typeWord}`);
    const selection = await planTargets(kubectl, process, {
      files: { filenames: flags.strings('filename'), recursive: flags.bool('recursive'), kustomize: flags.string('kustomize') },
      args,
    });
    return { selection, dryRun: readDryRun(flags) };
  },
  async run(options, invocation) {
    await visitObjects(invocation.kubectl, options.selection, (found) => exposeObject(found, options, invocation));
    return 0;
  },
});
