import type { ResourceType } from '#machinery/resource-type.ts';

// Where the control plane's own loops find the objects they work on. Plain data, so that a controller's test needs no kind.

const core = (kind: string, plural: string, namespaced: boolean): ResourceType => ({
  group: '',
  version: 'v1',
  kind,
  plural,
  singular: kind.toLowerCase(),
  namespaced,
});

const grouped = (group: string, kind: string, plural: string): ResourceType => ({
  group,
  version: 'v1',
  kind,
  plural,
  singular: kind.toLowerCase(),
  namespaced: true,
});

export const namespaces = core('Namespace', 'namespaces', false);
export const nodes = core('Node', 'nodes', false);
export const pods = core('Pod', 'pods', true);
export const services = core('Service', 'services', true);
export const endpoints = core('Endpoints', 'endpoints', true);
export const configMaps = core('ConfigMap', 'configmaps', true);
export const serviceAccounts = core('ServiceAccount', 'serviceaccounts', true);
export const resourceQuotas = core('ResourceQuota', 'resourcequotas', true);
export const deployments = grouped('apps', 'Deployment', 'deployments');
export const replicaSets = grouped('apps', 'ReplicaSet', 'replicasets');
export const endpointSlices = grouped('discovery.k8s.io', 'EndpointSlice', 'endpointslices');
export const leases = grouped('coordination.k8s.io', 'Lease', 'leases');
export const controllerRevisions = grouped('apps', 'ControllerRevision', 'controllerrevisions');
export const daemonSets = grouped('apps', 'DaemonSet', 'daemonsets');
export const statefulSets = grouped('apps', 'StatefulSet', 'statefulsets');
export const jobs = grouped('batch', 'Job', 'jobs');
export const cronJobs = grouped('batch', 'CronJob', 'cronjobs');
export const persistentVolumeClaims = core('PersistentVolumeClaim', 'persistentvolumeclaims', true);
export const persistentVolumes = core('PersistentVolume', 'persistentvolumes', false);
export const storageClasses: ResourceType = { ...grouped('storage.k8s.io', 'StorageClass', 'storageclasses'), namespaced: false };
export const horizontalPodAutoscalers: ResourceType = { ...grouped('autoscaling', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'), version: 'v2' };
export const podDisruptionBudgets = grouped('policy', 'PodDisruptionBudget', 'poddisruptionbudgets');
export const customResourceDefinitions: ResourceType = {
  ...grouped('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions'),
  namespaced: false,
};
export const clusterRoles: ResourceType = { ...grouped('rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles'), namespaced: false };
