import { type BuiltResource, idOf, type ResourceId } from './built-resource.ts';

const first = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function rankOf(kind: string): number {
  if (last.includes(kind)) return first.length + 1 + last.indexOf(kind);
  const at = first.indexOf(kind);
  return at < 0 ? first.length : at;
}

// What is missing sorts behind every letter, as kustomize's placeholders do.
const sortKey = ({ group, version, kind, name, namespace }: ResourceId): readonly string[] => [
  [group || '~G', version || '~V', kind || '~K'].join('_'),
  [namespace || '~X', name || '~N'].join('|'),
];

/** Resources in the order in which they can be created: what others need comes first. */
export function sortForCreation(resources: readonly BuiltResource[]): BuiltResource[] {
  const keyed = resources.map((resource) => {
    const id = idOf(resource.object);
    return { resource, rank: rankOf(id.kind), key: sortKey(id) };
  });
  keyed.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank;
    const [left, right] = [a.key.join('|'), b.key.join('|')];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  return keyed.map(({ resource }) => resource);
}
