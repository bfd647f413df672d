import type { ClusterRole, ClusterRoleBinding, PolicyRule } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const API_VERSION = 'rbac.authorization.k8s.io/v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const AGGREGATE = 'rbac.authorization.k8s.io/aggregate-to-';

const resources = (apiGroup: string, names: readonly string[], verbs: readonly string[]): PolicyRule => ({ apiGroups: [apiGroup], resources: names, verbs });
const paths = (...nonResourceURLs: readonly string[]): PolicyRule => ({ nonResourceURLs, verbs: ['get'] });

const APPS = [
  'daemonsets',
  'deployments',
  'deployments/rollback',
  'deployments/scale',
  'replicasets',
  'replicasets/scale',
  'statefulsets',
  'statefulsets/scale',
];
const CORE = [
  'configmaps',
  'events',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'replicationcontrollers/scale',
  'secrets',
  'serviceaccounts',
  'services',
  'services/proxy',
];

const viewRules: readonly PolicyRule[] = [
  resources(
    '',
    [
      'configmaps',
      'endpoints',
      'persistentvolumeclaims',
      'persistentvolumeclaims/status',
      'pods',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'serviceaccounts',
      'services',
      'services/status',
    ],
    READ,
  ),
  resources(
    '',
    [
      'bindings',
      'events',
      'limitranges',
      'namespaces/status',
      'pods/log',
      'pods/status',
      'replicationcontrollers/status',
      'resourcequotas',
      'resourcequotas/status',
    ],
    READ,
  ),
  resources('', ['namespaces'], READ),
  resources('discovery.k8s.io', ['endpointslices'], READ),
  resources(
    'apps',
    [
      'controllerrevisions',
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ],
    READ,
  ),
  resources('autoscaling', ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'], READ),
  resources('batch', ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'], READ),
  resources('policy', ['poddisruptionbudgets', 'poddisruptionbudgets/status'], READ),
  resources('networking.k8s.io', ['ingresses', 'ingresses/status', 'networkpolicies'], READ),
];

const editRules: readonly PolicyRule[] = [
  resources('', ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'], READ),
  resources('', ['serviceaccounts'], ['impersonate']),
  resources('', ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'], WRITE),
  resources('', ['pods/eviction'], ['create']),
  resources('', CORE, WRITE),
  resources('', ['serviceaccounts/token'], ['create']),
  resources('apps', APPS, WRITE),
  resources('autoscaling', ['horizontalpodautoscalers'], WRITE),
  resources('batch', ['cronjobs', 'jobs'], WRITE),
  resources('policy', ['poddisruptionbudgets'], WRITE),
  resources('networking.k8s.io', ['ingresses', 'networkpolicies'], WRITE),
  resources('coordination.k8s.io', ['leases'], [...READ, ...WRITE]),
];

const adminRules: readonly PolicyRule[] = [
  resources('authorization.k8s.io', ['localsubjectaccessreviews'], ['create']),
  resources(RBAC_GROUP, ['rolebindings', 'roles'], [...WRITE, ...READ]),
];

const all: readonly PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

const discovery = paths('/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*', '/readyz', '/version', '/version/');
const publicInfo = paths('/healthz', '/livez', '/readyz', '/version', '/version/');
const selfReviews = resources('authorization.k8s.io', ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], ['create']);
const whoAmI = resources('authentication.k8s.io', ['selfsubjectreviews'], ['create']);

const metadata = (name: string, labels: Readonly<Record<string, string>> = {}): NonNullable<KubeObject['metadata']> => ({
  name,
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
});

const role = (name: string, rules: readonly PolicyRule[], labels?: Readonly<Record<string, string>>): ClusterRole & KubeObject => ({
  apiVersion: API_VERSION,
  kind: 'ClusterRole',
  metadata: metadata(name, labels),
  rules,
});

/** A role whose rules are those of others with a label. */
const aggregated = (name: string, rules: readonly PolicyRule[], labels?: Readonly<Record<string, string>>): ClusterRole & KubeObject => ({
  ...role(name, rules, labels),
  aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`${AGGREGATE}${name}`]: 'true' } }] },
});

const bind = (name: string, ...groups: readonly string[]): ClusterRoleBinding & KubeObject => ({
  apiVersion: API_VERSION,
  kind: 'ClusterRoleBinding',
  metadata: metadata(name),
  roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name },
  subjects: groups.map((group) => ({ apiGroup: RBAC_GROUP, kind: 'Group', name: group })),
});

/** The roles for people that every cluster starts with. Those of single controllers are not among them: here these need none. */
export const bootstrapClusterRoles: readonly (ClusterRole & KubeObject)[] = [
  role('cluster-admin', all),
  aggregated('admin', [...editRules, ...viewRules, ...adminRules]),
  aggregated('edit', [...editRules, ...viewRules], { [`${AGGREGATE}admin`]: 'true' }),
  aggregated('view', viewRules, { [`${AGGREGATE}edit`]: 'true' }),
  role('system:aggregate-to-admin', adminRules, { [`${AGGREGATE}admin`]: 'true' }),
  role('system:aggregate-to-edit', editRules, { [`${AGGREGATE}edit`]: 'true' }),
  role('system:aggregate-to-view', viewRules, { [`${AGGREGATE}view`]: 'true' }),
  role('system:basic-user', [selfReviews, whoAmI]),
  role('system:discovery', [discovery]),
  role('system:public-info-viewer', [publicInfo]),
];

export const bootstrapClusterRoleBindings: readonly (ClusterRoleBinding & KubeObject)[] = [
  bind('cluster-admin', 'system:masters'),
  bind('system:basic-user', 'system:authenticated'),
  bind('system:discovery', 'system:authenticated'),
  bind('system:public-info-viewer', 'system:authenticated', 'system:unauthenticated'),
];
