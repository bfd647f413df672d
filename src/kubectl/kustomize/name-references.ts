import { isObject } from '#machinery/patch/strategic-fields.ts';
import { type BuiltResource, idOf, idsOf, isNamespacedKind, withObject } from './built-resource.ts';
import { changeAtPath } from './field-paths.ts';

/** Where objects name another object. */
interface Reference {
  /** The kind that is named. */
  readonly to: string;
  readonly kinds: readonly string[];
  readonly path: string;
  /** The map that holds the name also holds its namespace and kind (a subject, a scale target). */
  readonly isTyped?: boolean;
}

/** Kinds with a pod's specification, and where it stands. */
const podSpecs: readonly { readonly kinds: readonly string[]; readonly path: string }[] = [
  { kinds: ['Pod'], path: 'spec' },
  { kinds: ['ReplicationController', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'], path: 'spec/template/spec' },
  { kinds: ['CronJob'], path: 'spec/jobTemplate/spec/template/spec' },
];
const anyContainer = ['containers', 'initContainers', 'ephemeralContainers'];

const inPods: readonly { readonly to: string; readonly path: string }[] = [
  { to: 'ConfigMap', path: 'volumes/configMap/name' },
  { to: 'ConfigMap', path: 'volumes/projected/sources/configMap/name' },
  { to: 'Secret', path: 'volumes/secret/secretName' },
  { to: 'Secret', path: 'volumes/projected/sources/secret/name' },
  { to: 'Secret', path: 'imagePullSecrets/name' },
  { to: 'PersistentVolumeClaim', path: 'volumes/persistentVolumeClaim/claimName' },
  { to: 'ServiceAccount', path: 'serviceAccountName' },
  { to: 'PriorityClass', path: 'priorityClassName' },
  ...anyContainer.flatMap((containers) => [
    { to: 'ConfigMap', path: `${containers}/env/valueFrom/configMapKeyRef/name` },
    { to: 'ConfigMap', path: `${containers}/envFrom/configMapRef/name` },
    { to: 'Secret', path: `${containers}/env/valueFrom/secretKeyRef/name` },
    { to: 'Secret', path: `${containers}/envFrom/secretRef/name` },
  ]),
];

const references: readonly Reference[] = [
  ...inPods.flatMap(({ to, path }) => podSpecs.map((spec) => ({ to, kinds: spec.kinds, path: `${spec.path}/${path}` }))),
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((to) => ({
    to,
    kinds: ['HorizontalPodAutoscaler'],
    path: 'spec/scaleTargetRef/name',
    isTyped: true,
  })),
  { to: 'Secret', kinds: ['Ingress'], path: 'spec/tls/secretName' },
  { to: 'Secret', kinds: ['ServiceAccount'], path: 'imagePullSecrets/name' },
  { to: 'Secret', kinds: ['ServiceAccount'], path: 'secrets/name' },
  { to: 'Service', kinds: ['StatefulSet'], path: 'spec/serviceName' },
  { to: 'Service', kinds: ['Ingress'], path: 'spec/rules/http/paths/backend/service/name' },
  { to: 'Service', kinds: ['Ingress'], path: 'spec/defaultBackend/service/name' },
  { to: 'Service', kinds: ['APIService'], path: 'spec/service/name' },
  { to: 'Service', kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'], path: 'webhooks/clientConfig/service/name' },
  { to: 'Role', kinds: ['RoleBinding'], path: 'roleRef/name', isTyped: true },
  { to: 'ClusterRole', kinds: ['RoleBinding', 'ClusterRoleBinding'], path: 'roleRef/name', isTyped: true },
  { to: 'ServiceAccount', kinds: ['RoleBinding', 'ClusterRoleBinding'], path: 'subjects/name', isTyped: true },
  { to: 'PersistentVolume', kinds: ['PersistentVolumeClaim'], path: 'spec/volumeName' },
  { to: 'PersistentVolumeClaim', kinds: ['PersistentVolume'], path: 'spec/claimRef/name' },
  { to: 'StorageClass', kinds: ['PersistentVolume', 'PersistentVolumeClaim'], path: 'spec/storageClassName' },
  { to: 'StorageClass', kinds: ['StatefulSet'], path: 'spec/volumeClaimTemplates/spec/storageClassName' },
  { to: 'IngressClass', kinds: ['Ingress'], path: 'spec/ingressClassName' },
];

/** Lets every reference name what the object it means is called now. */
export function updateReferences(resources: readonly BuiltResource[]): BuiltResource[] {
  const byKind = new Map<string, BuiltResource[]>();
  for (const resource of resources) {
    const { kind = '' } = resource.object;
    byKind.set(kind, [...(byKind.get(kind) ?? []), resource]);
  }
  return resources.map((resource) => {
    let object: unknown = resource.object;
    for (const reference of references) {
      if (!reference.kinds.includes(resource.object.kind ?? '')) continue;
      const candidates = byKind.get(reference.to);
      if (candidates === undefined) continue;
      const find = (name: unknown, namespace: string): BuiltResource | undefined => findMeant(candidates, name, namespace);
      object = reference.isTyped ? renameTyped(object, reference, find, resource) : renamePlain(object, reference, find, resource);
    }
    return object === resource.object ? resource : withObject(resource, object as BuiltResource['object']);
  });
}

type Find = (name: unknown, namespace: string) => BuiltResource | undefined;

function renamePlain(object: unknown, { path }: Reference, find: Find, referrer: BuiltResource): unknown {
  const { namespace } = idOf(referrer.object);
  return changeAtPath(object, path.split('/'), false, (name) => {
    const meant = find(name, namespace);
    return meant === undefined ? name : idOf(meant.object).name;
  });
}

/** Renames where the kind must fit too, and tells a subject its namespace. */
function renameTyped(object: unknown, { path, to }: Reference, find: Find, referrer: BuiltResource): unknown {
  const parts = path.split('/').slice(0, -1);
  return changeAtPath(object, parts, false, (value) => {
    const rename = (entry: unknown): unknown => {
      if (!isObject(entry) || entry['kind'] !== to) return entry;
      const own = typeof entry['namespace'] === 'string' ? entry['namespace'] : '';
      const meant = find(entry['name'], own || idOf(referrer.object).namespace);
      if (meant === undefined) return entry;
      const id = idOf(meant.object);
      const needsNamespace = path.startsWith('subjects/') && id.namespace !== '' && id.namespace !== own;
      if (id.name === entry['name'] && !needsNamespace) return entry;
      return { ...entry, name: id.name, ...(needsNamespace ? { namespace: id.namespace } : {}) };
    };
    return Array.isArray(value) ? value.map(rename) : rename(value);
  });
}

function findMeant(candidates: readonly BuiltResource[], name: unknown, namespace: string): BuiltResource | undefined {
  if (typeof name !== 'string') return undefined;
  const everCalled = candidates.filter((candidate) => idsOf(candidate).some((id) => id.name === name));
  const isNear = (candidate: BuiltResource): boolean =>
    !isNamespacedKind(candidate.object.kind ?? '') || idsOf(candidate).some((id) => (id.namespace || 'default') === (namespace || 'default'));
  const near = everCalled.filter(isNear);
  if (near.length <= 1) return near[0];
  const narrowed = near.filter((candidate) => candidate.calledBefore === name);
  return narrowed.length === 1 ? narrowed[0] : undefined;
}
