import type { KubeObject } from '#machinery/object.ts';
import { parseGroupVersion } from '#machinery/resource-type.ts';

/** What an object is called at one step of a build. */
export interface ResourceId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** An object on its way through a kustomization, with every name it had. */
export interface BuiltResource {
  readonly object: KubeObject;
  /** The first is what its file calls it. */
  readonly earlier: readonly ResourceId[];
  /** Whether a hash of its content is still to be appended to its name. */
  readonly needsHash: boolean;
  /** What it was called when the present kustomization began: of several that were ever called so, this one is meant. */
  readonly calledBefore: string;
}

export function idOf({ apiVersion = '', kind = '', metadata }: KubeObject): ResourceId {
  const { group, version } = parseGroupVersion(apiVersion);
  return { group, version, kind, name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
}

/** What it is and was called, the present name last. */
export function idsOf(resource: BuiltResource): readonly ResourceId[] {
  return [...resource.earlier, idOf(resource.object)];
}

/** An object as it comes from a file or a generator. */
export function startResource(object: KubeObject, needsHash = false): BuiltResource {
  return { object, earlier: [idOf(object)], needsHash, calledBefore: idOf(object).name };
}

/** The resource with another object in its place; what it was called is remembered. */
export function withObject(resource: BuiltResource, object: KubeObject): BuiltResource {
  if (object === resource.object) return resource;
  const [before, after] = [idOf(resource.object), idOf(object)];
  const isRenamed = before.name !== after.name || before.namespace !== after.namespace || before.kind !== after.kind;
  return { ...resource, object, earlier: isRenamed ? [...resource.earlier, before] : resource.earlier };
}

/** `Deployment.v1.apps/web.[noNs]`, as kustomize's messages call a resource. */
export function formatId({ group, version, kind, name, namespace }: ResourceId): string {
  return `${kind}.${version || '[noVer]'}.${group || '[noGrp]'}/${name || '[noName]'}.${namespace || '[noNs]'}`;
}

export function isSameId(a: ResourceId, b: ResourceId): boolean {
  const namespaceOf = (id: ResourceId): string => id.namespace || 'default';
  return a.group === b.group && a.version === b.version && a.kind === b.kind && a.name === b.name && namespaceOf(a) === namespaceOf(b);
}

const clusterKinds = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ComponentStatus',
  'CustomResourceDefinition',
  'FlowSchema',
  'IPAddress',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'SelfSubjectAccessReview',
  'SelfSubjectReview',
  'SelfSubjectRulesReview',
  'ServiceCIDR',
  'StorageClass',
  'SubjectAccessReview',
  'TokenReview',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

/** Whether objects of this kind stand in a namespace, as far as kustomize knows without a server. */
export function isNamespacedKind(kind: string): boolean {
  return !clusterKinds.has(kind);
}
