import type { Pod } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { badRequest, internalError } from '#machinery/status-errors.ts';
import type { ApiCall } from '../api-call.ts';
import type { ContainerAddress, KubeletConnection } from '../kubelet-connection.ts';
import { queryText } from '../request-info.ts';
import { requireObject } from '../stored-object.ts';

/** The annotation that says which container is meant when nobody says. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The pod a stream is for. @throws StatusError 404 */
export function requirePod(call: ApiCall): Stored<Pod & KubeObject> {
  return requireObject(call) as Stored<Pod & KubeObject>;
}

/** The container a stream is for: the one asked for, or the only one. @throws StatusError 400 with upstream's texts */
export function requireContainer(call: ApiCall, pod: Stored<Pod & KubeObject>): ContainerAddress {
  const { name, namespace = '', uid } = pod.metadata;
  const main = (pod.spec?.containers ?? []).map((container) => container.name);
  const init = (pod.spec?.initContainers ?? []).map((container) => container.name);
  const ephemeral = (pod.spec?.ephemeralContainers ?? []).map((container) => container.name);
  const asked = queryText(call.request, 'container') || onlyOne(main, pod);
  if (asked === undefined) {
    const others = init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : '';
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${main.join(' ')}]${others}`);
  }
  if (![...main, ...init, ...ephemeral].includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
  return { namespace, podName: name, podUid: uid, container: asked };
}

function onlyOne(names: readonly string[], pod: Stored<Pod & KubeObject>): string | undefined {
  return names.length === 1 ? names[0] : pod.metadata.annotations?.[DEFAULT_CONTAINER];
}

/** The kubelet of a pod's node. @throws StatusError when the node cannot be reached */
export function requireKubelet(call: ApiCall, pod: Stored<Pod & KubeObject>): KubeletConnection {
  const node = pod.spec?.nodeName ?? '';
  if (node === '') throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  const kubelet = call.core.connectKubelet?.(node);
  if (!kubelet) throw internalError(`error dialing backend: no route to node ${node}`);
  return kubelet;
}
