import type { Pod } from '#machinery/generated/types.ts';
import type { PodHost } from './pod-host.ts';
import { planNameResolution } from './pod-names.ts';
import type { PodState } from './pod-state.ts';
import type { HostPort, NameResolution, PodAttachment } from './runtime/node-network.ts';
import { digestOf } from './runtime/registry.ts';

/** Setting a pod's sandbox up (its network namespace and pause container) takes 200 to 400 ms. */
const SANDBOX_MS = 200;
const SANDBOX_SPREAD_MS = 200;
/** How often the kubelet looks whether the network is there, and when it tries again after a failure. */
const NETWORK_WAIT_MS = 1_000;
const RETRY_MS = 10_000;

/**
 * Gives a pod its sandbox, above all its address, and then calls `done`; tries again for as long as there is no address.
 * @param onCourse wraps callbacks so that they end with what the pod is being set up for
 */
export function setUpSandbox(host: PodHost, state: PodState, onCourse: (run: () => void) => () => void, done: () => void): void {
  const { clock } = host.simulation;
  const { network } = host;
  const attach = (): void => {
    const nodeResolution: NameResolution = { server: network.namespace.dns?.server ?? '', search: [], ndots: 1, hosts: new Map() };
    let resolution = nodeResolution;
    const resolve = (address: string): NameResolution => {
      resolution = planNameResolution(state.pod, address, network.clusterDnsAddress, nodeResolution);
      return resolution;
    };
    const attachment = state.pod.spec?.hostNetwork ? attachToNode(host, resolve) : network.attachPod(resolve, hostPortsOf(state.pod));
    if (!attachment) {
      const why = `failed to setup network for sandbox "${digestOf(state.pod.metadata.uid)}": plugin type="ptp" failed (add): failed to allocate for range 0: no IP addresses available`;
      host.event(state.pod, undefined, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = ${why}`);
      clock.after(RETRY_MS, onCourse(attach));
      return;
    }
    state.sandbox = { attachment, resolution };
    state.podAddress = attachment.address;
    done();
  };
  const begin = (): void => {
    if (network.isReady) clock.after(SANDBOX_MS + host.random.below(SANDBOX_SPREAD_MS), onCourse(attach));
    else clock.after(NETWORK_WAIT_MS, onCourse(begin));
  };
  begin();
}

/** A pod with `hostNetwork` lives in its node's own namespace; it only has a resolv.conf and a hosts file of its own. */
function attachToNode({ network }: PodHost, resolve: (address: string) => NameResolution): PodAttachment {
  resolve(network.address);
  return { address: network.address, namespace: network.namespace, detach() {} };
}

/** The ports of its node that a pod asks for. */
function hostPortsOf({ spec }: Pod): readonly HostPort[] {
  const sidecars = (spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return [...(spec?.containers ?? []), ...sidecars].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, containerPort, protocol = 'TCP' }) => (hostPort && protocol === 'TCP' ? [{ hostPort, containerPort }] : [])),
  );
}
