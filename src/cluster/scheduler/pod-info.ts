import type { Affinity, Pod, PodAffinityTerm, Toleration } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { type Selector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { type PodRequest, podRequest } from './pod-resources.ts';

/** A term of inter-pod affinity, read once. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly selector: Selector;
  /** The namespaces named in the term; the pod's own when it names none and has no selector for them. */
  readonly namespaces: ReadonlySet<string>;
  /** Namespaces by their labels, in addition. */
  readonly namespaceSelector: Selector | undefined;
}

export interface WeightedTerm {
  readonly term: AffinityTerm;
  readonly weight: number;
}

/** A port on the node's own address that a pod takes. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** All that the plugins need to know of a pod, worked out once. */
export interface PodInfo {
  readonly pod: Stored<Pod>;
  readonly uid: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly request: PodRequest;
  readonly hostPorts: readonly HostPort[];
  readonly tolerations: readonly Toleration[];
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly WeightedTerm[];
  readonly preferredAntiAffinity: readonly WeightedTerm[];
}

const NONE: readonly never[] = [];

/** Reads a pod. */
export function podInfo(pod: Stored<Pod>): PodInfo {
  const affinity = pod.spec?.affinity;
  const namespace = pod.metadata.namespace ?? '';
  const read = (terms: readonly PodAffinityTerm[] | undefined): readonly AffinityTerm[] => terms?.map((term) => affinityTerm(term, namespace)) ?? NONE;
  const readPreferred = (terms: PreferredTerms): readonly WeightedTerm[] =>
    terms?.map(({ podAffinityTerm, weight }) => ({ term: affinityTerm(podAffinityTerm, namespace), weight })) ?? NONE;
  return {
    pod,
    uid: pod.metadata.uid,
    namespace,
    labels: pod.metadata.labels ?? {},
    priority: pod.spec?.priority ?? 0,
    request: podRequest(pod),
    hostPorts: hostPorts(pod),
    tolerations: pod.spec?.tolerations ?? NONE,
    affinity: read(affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    antiAffinity: read(affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: readPreferred(affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinity: readPreferred(affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

type PreferredTerms = NonNullable<Affinity['podAffinity']>['preferredDuringSchedulingIgnoredDuringExecution'];

function affinityTerm(term: PodAffinityTerm, own: string): AffinityTerm {
  const named = term.namespaces ?? NONE;
  return {
    topologyKey: term.topologyKey,
    selector: selectorFromLabelSelector(term.labelSelector),
    namespaces: new Set(named.length === 0 && term.namespaceSelector === undefined ? [own] : named),
    namespaceSelector: term.namespaceSelector && selectorFromLabelSelector(term.namespaceSelector),
  };
}

function hostPorts(pod: Pod): readonly HostPort[] {
  const containers = [...(pod.spec?.containers ?? NONE), ...(pod.spec?.initContainers?.filter((container) => container.restartPolicy === 'Always') ?? NONE)];
  const ports: HostPort[] = [];
  for (const container of containers) {
    for (const port of container.ports ?? NONE) {
      if (port.hostPort) ports.push({ ip: port.hostIP || '0.0.0.0', protocol: port.protocol ?? 'TCP', port: port.hostPort });
    }
  }
  return ports.length === 0 ? NONE : ports;
}

/** Whether two pods cannot have their ports on one node. */
export function isPortConflict(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0');
}
