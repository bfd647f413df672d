import type { Informers } from '#client/informer.ts';
import type { ConfigMap, Node, PersistentVolume, PersistentVolumeClaim, Pod, Secret, Service } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { Simulation } from '#sim/simulation.ts';
import { LOCAL_PATH_PROVISIONER, PROVISIONED_BY } from '../local-storage.ts';
import type { ConfigSource, TokenRequest } from './config-source.ts';
import { type Kubelet, nodeType, podType } from './kubelet.ts';

const core = (kind: string, plural: string): ResourceType => ({ group: '', version: 'v1', kind, plural, singular: kind.toLowerCase(), namespaced: true });
const configMapType = core('ConfigMap', 'configmaps');
const secretType = core('Secret', 'secrets');
const serviceType = core('Service', 'services');
const claimType = core('PersistentVolumeClaim', 'persistentvolumeclaims');
const volumeType: ResourceType = { ...core('PersistentVolume', 'persistentvolumes'), namespaced: false };

/** Files of config maps and secrets follow a change with the kubelet's next regular sync of the pod: 30 to 90 seconds later. */
const REFRESH_MS = 30_000;
const REFRESH_SPREAD_MS = 60_000;

/** The kubelets' view of configuration objects; one copy for all of them. */
export function createConfigSource(informers: Informers, serviceAccountToken: (request: TokenRequest) => string): ConfigSource {
  const configMaps = informers.lister<ConfigMap>(configMapType);
  const secrets = informers.lister<Secret>(secretType);
  const services = informers.lister<Service>(serviceType);
  const claims = informers.lister<PersistentVolumeClaim>(claimType);
  const volumes = informers.lister<PersistentVolume>(volumeType);
  return {
    configMap: (namespace, name) => configMaps.get(namespace, name),
    secret: (namespace, name) => secrets.get(namespace, name),
    services: (namespace) => services.list(namespace),
    claim: (namespace, name) => claims.get(namespace, name),
    persistentVolume: (name) => volumes.get('', name),
    serviceAccountToken,
  };
}

/**
 * Hands every kubelet the pods and the node that are its own. All kubelets share one watch of each type:
 * with one each, an event of a large cluster would be looked at by every node.
 */
export function followPods(simulation: Simulation, informers: Informers, kubelets: ReadonlyMap<string, Kubelet>): void {
  const kubeletOf = (pod: Stored<Pod>): Kubelet | undefined => (pod.spec?.nodeName === undefined ? undefined : kubelets.get(pod.spec.nodeName));
  informers.subscribe<Pod>(podType, {
    onAdd: (pod) => kubeletOf(pod)?.podAdded(pod),
    onUpdate(pod, before) {
      if (before.metadata.uid !== pod.metadata.uid) kubeletOf(before)?.podRemoved(before);
      if (before.metadata.uid !== pod.metadata.uid || before.spec?.nodeName !== pod.spec?.nodeName) kubeletOf(pod)?.podAdded(pod);
      else kubeletOf(pod)?.podUpdated(pod);
    },
    onDelete: (pod) => kubeletOf(pod)?.podRemoved(pod),
  });
  informers.subscribe<Node>(nodeType, {
    onAdd: (node) => kubelets.get(node.metadata.name)?.nodeUpdated(node),
    onUpdate: (node) => kubelets.get(node.metadata.name)?.nodeUpdated(node),
  });
  informers.subscribe<PersistentVolume>(volumeType, { onDelete: (volume) => clearDirectory(volume, kubelets) });
  const random = simulation.random.fork('volume-refresh');
  const refresh = (object: KubeObject): void => {
    for (const kubelet of kubelets.values()) {
      for (const worker of kubelet.workers()) {
        if (worker.state.pod.metadata.namespace !== object.metadata?.namespace || !mounts(worker.state.pod, object)) continue;
        simulation.clock.after(REFRESH_MS + random.below(REFRESH_SPREAD_MS), () => worker.refreshVolumes());
      }
    }
  };
  informers.subscribe<ConfigMap>(configMapType, { onUpdate: refresh });
  informers.subscribe<Secret>(secretType, { onUpdate: refresh });
}

/** The directory of a volume that was made on a node goes with the volume, unless it is to be kept. */
function clearDirectory({ metadata, spec }: Stored<PersistentVolume>, kubelets: ReadonlyMap<string, Kubelet>): void {
  if (metadata.annotations?.[PROVISIONED_BY] !== LOCAL_PATH_PROVISIONER || spec?.persistentVolumeReclaimPolicy !== 'Delete') return;
  const [term] = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  const kubelet = kubelets.get(term?.matchExpressions?.[0]?.values?.[0] ?? '');
  if (kubelet && spec.hostPath) kubelet.fs.remove(spec.hostPath.path, { recursive: true, force: true });
}

/** Whether a pod has a volume that shows a config map or secret. */
function mounts(pod: Pod, { kind, metadata }: KubeObject): boolean {
  const name = metadata?.name;
  return (pod.spec?.volumes ?? []).some((volume) => {
    const sources = [{ configMap: volume.configMap, secret: volume.secret && { name: volume.secret.secretName } }, ...(volume.projected?.sources ?? [])];
    return sources.some((source) => (kind === 'ConfigMap' ? source.configMap?.name : source.secret?.name) === name);
  });
}
