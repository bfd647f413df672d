import type { Informers, Lister } from '#client/informer.ts';
import type { Namespace, NetworkPolicy, Pod } from '#machinery/generated/types.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { Labels } from '#machinery/selector.ts';
import { namespaces, pods } from '../resource-types.ts';
import { clusterDnsAddress } from './address-plan.ts';
import { isAllowed, type Party, type PolicyPod, portNamed } from './policy-rules.ts';

const policyType: ResourceType = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  namespaced: true,
};
const BY_ADDRESS = 'address';
const DNS_LABELS: Labels = { 'k8s-app': 'kube-dns' };

/** Decides which connections policies let through. */
export interface NetworkPolicies {
  /** @param sameNode whether the sender is the machine that the receiver runs on: a kubelet always reaches its pods */
  allows(from: string, to: string, port: number, protocol: 'TCP' | 'UDP' | 'ICMP', sameNode: boolean): boolean;
  /** Counts an address as a pod without labels of a namespace. */
  addVisitor(address: string, namespace: string): void;
}

/** Follows the policies of the cluster. Pods are followed only from the first policy on: most clusters have none. */
export function createNetworkPolicies(informers: Informers): NetworkPolicies {
  const policies = informers.lister<NetworkPolicy>(policyType);
  const namespaceLister = informers.lister<Namespace>(namespaces);
  const visitors = new Map<string, string>();
  let podLister: Lister<Pod> | undefined;
  let count = 0;

  const followPods = (): Lister<Pod> => {
    informers.index<Pod>(pods, BY_ADDRESS, (pod) => (hasOwnAddress(pod) ? [pod.status?.podIP ?? ''] : []));
    return informers.lister<Pod>(pods);
  };
  informers.subscribe<NetworkPolicy>(policyType, {
    onAdd() {
      count++;
      podLister ??= followPods();
    },
    onDelete: () => void count--,
  });

  const labelsOf = (namespace: string): Labels => namespaceLister.get('', namespace)?.metadata.labels ?? {};
  const plainPod = (namespace: string, labels: Labels): PolicyPod => ({
    namespace,
    labels,
    namespaceLabels: labelsOf(namespace),
    portNamed: (name) => (labels === DNS_LABELS && name.startsWith('dns') ? 53 : undefined),
  });
  const podAt = (address: string): PolicyPod | undefined => {
    if (address === clusterDnsAddress) return plainPod('kube-system', DNS_LABELS);
    const visited = visitors.get(address);
    if (visited !== undefined) return plainPod(visited, {});
    const [pod] = podLister?.byIndex(BY_ADDRESS, address) ?? [];
    if (!pod) return undefined;
    const { namespace = '', labels = {} } = pod.metadata;
    return { namespace, labels, namespaceLabels: labelsOf(namespace), portNamed: (name, protocol) => portNamed(pod, name, protocol) };
  };
  const partyAt = (address: string): Party => ({ address, pod: podAt(address) });

  return {
    allows(from, to, port, protocol, sameNode) {
      if (count === 0 || sameNode || from === to) return true;
      return isAllowed({ from: partyAt(from), to: partyAt(to), port, protocol }, policies.list());
    },
    addVisitor: (address, namespace) => void visitors.set(address, namespace),
  };
}

/** Pods in their node's network are not seen by policies, and those that have ended have given their address back. */
function hasOwnAddress({ spec, status }: Pod): boolean {
  return status?.podIP !== undefined && !spec?.hostNetwork && status.phase !== 'Succeeded' && status.phase !== 'Failed';
}
