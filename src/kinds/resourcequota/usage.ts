import type { Container, PersistentVolumeClaim, Pod, PodSpec, ResourceQuotaSpec, Service } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from '#machinery/quantity.ts';
import { planQosClass } from '../pod/qos.ts';

/** Amounts by resource name: `pods`, `requests.cpu`, `count/deployments.apps`. */
export type Usage = ReadonlyMap<string, Quantity>;

type MutableUsage = Map<string, Quantity>;

const ONE = parseQuantity('1');
/** Collections of the core group that a quota counts by their plain names. */
const COUNTED = new Set(['configmaps', 'persistentvolumeclaims', 'replicationcontrollers', 'resourcequotas', 'secrets', 'services']);
/** Resources whose requests a quota may also name without the prefix. */
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];

/** What one object takes of a namespace's quotas, as upstream's evaluators count. */
export function usageOf(group: string, plural: string, object: KubeObject): Usage {
  const usage: MutableUsage = new Map();
  if (group === '' && plural === 'pods') return podUsage(object as Pod & KubeObject, usage);
  usage.set(group === '' ? `count/${plural}` : `count/${plural}.${group}`, ONE);
  if (group !== '') return usage;
  if (COUNTED.has(plural)) usage.set(plural, ONE);
  if (plural === 'services') serviceUsage(object as Service & KubeObject, usage);
  if (plural === 'persistentvolumeclaims') claimUsage(object as PersistentVolumeClaim & KubeObject, usage);
  return usage;
}

/** Adds up; what only one side has stays. */
export function addUsage(total: MutableUsage, more: Usage): void {
  for (const [name, amount] of more) {
    const before = total.get(name);
    total.set(name, before ? addQuantities(before, amount) : amount);
  }
}

/** Whether a quota is about a pod: all of its scopes hold. A quota without scopes is about everything. */
export function isInScope({ scopes = [], scopeSelector }: ResourceQuotaSpec, plural: string, object: KubeObject): boolean {
  const required = [
    ...scopes.map((scopeName) => ({ scopeName, operator: 'Exists', values: [] as readonly string[] })),
    ...(scopeSelector?.matchExpressions ?? []).map(({ scopeName, operator, values = [] }) => ({ scopeName, operator, values })),
  ];
  if (required.length === 0) return true;
  if (plural !== 'pods') return false;
  const pod = object as Pod & KubeObject;
  return required.every(({ scopeName, operator, values }) => {
    if (scopeName !== 'PriorityClass') return isInPlainScope(scopeName, pod);
    const name = pod.spec?.priorityClassName ?? '';
    if (operator === 'In') return values.includes(name);
    if (operator === 'NotIn') return !values.includes(name);
    return operator === 'DoesNotExist' ? name === '' : name !== '';
  });
}

function isInPlainScope(scope: string, pod: Pod): boolean {
  const isTerminating = (pod.spec?.activeDeadlineSeconds ?? -1) >= 0;
  const isBestEffort = planQosClass(pod) === 'BestEffort';
  if (scope === 'Terminating') return isTerminating;
  if (scope === 'NotTerminating') return !isTerminating;
  if (scope === 'BestEffort') return isBestEffort;
  return scope === 'NotBestEffort' ? !isBestEffort : false;
}

function podUsage(pod: Pod & KubeObject, usage: MutableUsage): Usage {
  usage.set('count/pods', ONE);
  const phase = pod.status?.phase;
  // A pod that has ended takes nothing but its place in etcd.
  if (phase === 'Succeeded' || phase === 'Failed') return usage;
  usage.set('pods', ONE);
  for (const kind of ['requests', 'limits'] as const) {
    for (const [name, amount] of podResources(pod.spec, kind)) {
      usage.set(`${kind}.${name}`, amount);
      if (kind === 'requests' && COMPUTE.includes(name)) usage.set(name, amount);
    }
  }
  return usage;
}

/** Containers together, or the largest init container where that is more; sidecars count as containers. */
function podResources(spec: PodSpec | undefined, kind: 'requests' | 'limits'): Usage {
  const total: MutableUsage = new Map();
  const amounts = (container: Container): Usage =>
    new Map(Object.entries(container.resources?.[kind] ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
  const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';
  const init = spec?.initContainers ?? [];
  for (const container of [...(spec?.containers ?? []), ...init.filter(isSidecar)]) addUsage(total, amounts(container));
  for (const container of init) {
    if (isSidecar(container)) continue;
    for (const [name, amount] of amounts(container)) {
      const before = total.get(name);
      if (!before || compareQuantities(before, amount) < 0) total.set(name, amount);
    }
  }
  return total;
}

function serviceUsage({ spec }: Service, usage: MutableUsage): void {
  if (spec?.type !== 'NodePort' && spec?.type !== 'LoadBalancer') return;
  const nodePorts = spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false ? 0 : (spec.ports?.length ?? 0);
  if (nodePorts > 0) usage.set('services.nodeports', parseQuantity(nodePorts));
  if (spec.type === 'LoadBalancer') usage.set('services.loadbalancers', ONE);
}

function claimUsage({ spec }: PersistentVolumeClaim, usage: MutableUsage): void {
  const storage = spec?.resources?.requests?.['storage'];
  if (storage === undefined) return;
  const amount = parseQuantity(storage);
  usage.set('requests.storage', amount);
  const className = spec?.storageClassName;
  if (!className) return;
  usage.set(`${className}.storageclass.storage.k8s.io/requests.storage`, amount);
  usage.set(`${className}.storageclass.storage.k8s.io/persistentvolumeclaims`, ONE);
}
