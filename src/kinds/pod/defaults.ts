import type { Container, Pod, PodSpec, ResourceRequirements } from '#machinery/generated/types.ts';
import { podSpecDefaults } from '../pod-template/defaults.ts';
import { mapShared, withFields } from '../structural-sharing.ts';

/**
 * A pod's defaults: those of every pod spec, and what only a pod gets, not a template: requests from limits,
 * links to services, host ports of a pod on the host's network.
 */
export function podDefaults(pod: Pod): Pod {
  const spec = podSpecDefaults(withPodOnlyFields(pod.spec ?? { containers: [] }));
  return withFields(pod, { spec, status: pod.status ?? {} });
}

function withPodOnlyFields(spec: PodSpec): PodSpec {
  const fill = (container: Container) => withHostPorts(withRequests(container), spec.hostNetwork === true);
  const containers = mapShared(spec.containers, fill);
  const initContainers = mapShared(spec.initContainers, fill);
  let next = withFields(spec, { enableServiceLinks: spec.enableServiceLinks ?? true });
  if (containers && containers !== spec.containers) next = { ...next, containers };
  if (initContainers && initContainers !== spec.initContainers) next = { ...next, initContainers };
  return next;
}

/** What is limited and not asked for is asked for as much as the limit. */
function withRequests<T extends { readonly resources?: ResourceRequirements }>(container: T): T {
  const resources = container.resources;
  const limits = resources?.limits;
  if (!resources || !limits) return container;
  const requests: Record<string, string> = { ...resources.requests };
  let added = false;
  for (const name in limits) {
    const limit = limits[name];
    if (requests[name] !== undefined || limit === undefined) continue;
    requests[name] = limit;
    added = true;
  }
  return added ? { ...container, resources: { ...resources, requests } } : container;
}

/** On the host's network a container port is the host's port. */
function withHostPorts(container: Container, isHostNetwork: boolean): Container {
  if (!isHostNetwork) return container;
  const ports = mapShared(container.ports, (port) => (port.hostPort || !port.containerPort ? port : { ...port, hostPort: port.containerPort }));
  return ports && ports !== container.ports ? { ...container, ports } : container;
}
