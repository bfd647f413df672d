import type { KubeObject } from '#machinery/object.ts';
import { parseGroupVersion } from '#machinery/resource-type.ts';
import { addPairs } from './field-paths.ts';

/** Where labels or annotations of some kinds stand beside the object's own, and whether they are made there when they are missing. */
interface FieldSpec {
  readonly kinds: readonly string[];
  readonly path: string;
  readonly create: boolean;
}

const templated = ['ReplicationController', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'];
const jobTemplate = 'spec/jobTemplate/spec/template';

const templateLabels: readonly FieldSpec[] = [
  { kinds: templated, path: 'spec/template/metadata/labels', create: true },
  { kinds: ['CronJob'], path: 'spec/jobTemplate/metadata/labels', create: true },
  { kinds: ['CronJob'], path: `${jobTemplate}/metadata/labels`, create: true },
  { kinds: ['StatefulSet'], path: 'spec/volumeClaimTemplates/metadata/labels', create: true },
];

const affinityTerms = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);

const selectorLabels: readonly FieldSpec[] = [
  { kinds: ['Service', 'ReplicationController'], path: 'spec/selector', create: true },
  { kinds: ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'], path: 'spec/selector/matchLabels', create: true },
  { kinds: ['Job', 'PodDisruptionBudget'], path: 'spec/selector/matchLabels', create: false },
  { kinds: ['CronJob'], path: 'spec/jobTemplate/spec/selector/matchLabels', create: false },
  { kinds: ['NetworkPolicy'], path: 'spec/podSelector/matchLabels', create: false },
  { kinds: ['NetworkPolicy'], path: 'spec/ingress/from/podSelector/matchLabels', create: false },
  { kinds: ['NetworkPolicy'], path: 'spec/egress/to/podSelector/matchLabels', create: false },
  ...[...affinityTerms, 'topologySpreadConstraints/labelSelector/matchLabels'].map((path) => ({
    kinds: ['Deployment', 'StatefulSet'],
    path: `spec/template/spec/${path}`,
    create: false,
  })),
];

const templateAnnotations: readonly FieldSpec[] = [
  { kinds: templated, path: 'spec/template/metadata/annotations', create: true },
  { kinds: ['CronJob'], path: 'spec/jobTemplate/metadata/annotations', create: true },
  { kinds: ['CronJob'], path: `${jobTemplate}/metadata/annotations`, create: true },
];

/** Kinds by these names are Kubernetes's own in groups without a dot and in those of k8s.io. */
function isBuiltIn({ apiVersion = '' }: KubeObject): boolean {
  const { group } = parseGroupVersion(apiVersion);
  return !group.includes('.') || group.endsWith('.k8s.io');
}

function addEverywhere(object: KubeObject, specs: readonly FieldSpec[], pairs: Readonly<Record<string, string>>): KubeObject {
  if (!isBuiltIn(object)) return object;
  return specs.filter(({ kinds }) => kinds.includes(object.kind ?? '')).reduce((changed, { path, create }) => addPairs(changed, path, create, pairs), object);
}

/** Adds labels to an object, and where it is asked for to its pod templates and selectors. */
export function addLabels(
  object: KubeObject,
  pairs: Readonly<Record<string, string>>,
  where: { readonly templates: boolean; readonly selectors: boolean },
): KubeObject {
  let labeled = addPairs(object, 'metadata/labels', true, pairs);
  if (where.templates || where.selectors) labeled = addEverywhere(labeled, templateLabels, pairs);
  return where.selectors ? addEverywhere(labeled, selectorLabels, pairs) : labeled;
}

/** Adds annotations to an object and its pod templates. */
export function addAnnotations(object: KubeObject, pairs: Readonly<Record<string, string>>): KubeObject {
  return addEverywhere(addPairs(object, 'metadata/annotations', true, pairs), templateAnnotations, pairs);
}
