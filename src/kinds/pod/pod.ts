import type { Pod } from '#machinery/generated/types.ts';
import { formatSelector, selectorFromMap } from '#machinery/selector.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { containerPorts } from '../pod-template/container-ports.ts';
import { podSpecWarnings } from '../pod-template/warnings.ts';
import { allVerbs } from '../verbs.ts';
import { podColumns } from './columns.ts';
import { podDefaults } from './defaults.ts';
import { podDeletionGraceSeconds, preparePodForCreate, preparePodForUpdate } from './strategy.ts';
import { validatePod, validatePodUpdate } from './validation.ts';

/** Containers that run together on one node. */
export const podKind: Kind<Pod> = defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  namespaced: true,
  shortNames: ['po'],
  categories: ['all'],
  schema: 'core.v1.Pod',
  verbs: allVerbs,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  ],
  hasStatus: true,
  hasGeneration: true,
  defaults: podDefaults,
  prepareForCreate: preparePodForCreate,
  prepareForUpdate: preparePodForUpdate,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  columns: podColumns,
  fieldSelectors: {
    'spec.nodeName': (pod) => pod.spec?.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec?.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec?.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec?.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec?.hostNetwork ?? false),
    'status.phase': (pod) => pod.status?.phase ?? '',
    'status.podIP': (pod) => pod.status?.podIP ?? '',
    'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
  },
  returnsDeletedObject: true,
  deletionGraceSeconds: podDeletionGraceSeconds,
  warnings: (pod) => (pod.spec ? podSpecWarnings(pod.spec, 'spec') : []),
  podTemplate: {
    get: (pod) => ({ ...(pod.metadata ? { metadata: pod.metadata } : {}), ...(pod.spec ? { spec: pod.spec } : {}) }),
    set: (pod, template) => ({ ...pod, ...((template as Pod).spec ? { spec: (template as Pod).spec } : {}) }) as Pod,
  },
  podSelector: (pod) => formatSelector(selectorFromMap(pod.metadata?.labels)),
  ports: (pod) => containerPorts(pod.spec),
  describe: describedBy(async () => (await import('./describe.ts')).describePod),
  example: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'example', namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] },
  },
});
