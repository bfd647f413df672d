import type { ConfigMap, Namespace } from '#machinery/generated/types.ts';
import { isAlreadyExists } from '#machinery/status-errors.ts';
import { configMaps, namespaces } from '../../resource-types.ts';
import { type Controller, defineController, defineWatch } from '../controller.ts';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Publishes the cluster's root certificate as a ConfigMap in every namespace. @param certificate PEM */
export function createRootCaPublisher(certificate: string): Controller {
  return defineController({
    name: 'root-ca-certificate-publisher',
    for: namespaces,
    watches: [
      defineWatch<ConfigMap>({
        type: configMaps,
        keys: (map) => (map.metadata.name === NAME ? [{ namespace: '', name: map.metadata.namespace ?? '' }] : []),
      }),
    ],
    reconcile({ name }, context) {
      const namespace = context.lister<Namespace>(namespaces).get('', name);
      if (!namespace || namespace.metadata.deletionTimestamp !== undefined) return undefined;
      const present = context.lister<ConfigMap>(configMaps).get(name, NAME);
      if (present && isPublished(present, certificate)) return undefined;
      const data = { 'ca.crt': certificate };
      if (present) {
        const metadata = { ...present.metadata, annotations: { 'kubernetes.io/description': DESCRIPTION, ...present.metadata.annotations } };
        context.client.update<ConfigMap>(configMaps, name, { ...present, metadata, data });
        return undefined;
      }
      try {
        const metadata = { name: NAME, namespace: name, annotations: { 'kubernetes.io/description': DESCRIPTION } };
        context.client.create<ConfigMap>(configMaps, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
      }
      return undefined;
    },
  });
}

function isPublished(map: ConfigMap, certificate: string): boolean {
  return (
    Object.keys(map.data ?? {}).length === 1 && map.data?.['ca.crt'] === certificate && map.metadata?.annotations?.['kubernetes.io/description'] !== undefined
  );
}
