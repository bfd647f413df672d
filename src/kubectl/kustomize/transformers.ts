import type { KubeObject } from '#machinery/object.ts';
import { isObject, type JsonObject } from '#machinery/patch/strategic-fields.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type BuiltResource, idsOf, isNamespacedKind, withObject } from './built-resource.ts';
import { changeAtPath } from './field-paths.ts';
import type { ImageEntry, Kustomization } from './kustomization.ts';

/** Puts an object into a namespace; a Namespace itself is called so, and bindings to the service account `default` mean the one there. */
export function setNamespace(object: KubeObject, namespace: string): KubeObject {
  const { kind = '' } = object;
  if (kind === 'Namespace') return { ...object, metadata: { ...object.metadata, name: namespace } };
  const placed = isNamespacedKind(kind) ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  if (kind === 'APIService') return changeAtPath(placed, ['spec', 'service', 'namespace'], false, () => namespace) as KubeObject;
  if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return placed;
  return changeAtPath(placed, ['subjects'], false, (subjects) =>
    Array.isArray(subjects)
      ? subjects.map((subject: JsonObject) => (subject['kind'] === 'ServiceAccount' && subject['name'] === 'default' ? { ...subject, namespace } : subject))
      : subjects,
  ) as KubeObject;
}

const unprefixed = ['APIService', 'CustomResourceDefinition', 'Namespace'];

/** Puts a prefix and a suffix around an object's name, unless its name is not its own to choose. */
export function renameAround(object: KubeObject, prefix: string, suffix: string): KubeObject {
  if (unprefixed.includes(object.kind ?? '')) return object;
  return { ...object, metadata: { ...object.metadata, name: `${prefix}${object.metadata?.name ?? ''}${suffix}` } };
}

const scalable = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

/** @throws UsageError when no object is called so */
export function setReplicas(resources: readonly BuiltResource[], { name, count }: Kustomization['replicas'][number]): BuiltResource[] {
  const isMeant = (resource: BuiltResource): boolean => idsOf(resource).some((id) => id.name === name && scalable.includes(id.kind));
  if (!resources.some(isMeant)) {
    const kinds = scalable.map((kind) => `${kind}.[noVer].[noGrp]`).join(' ');
    throw new UsageError(`resource with name ${name} does not match a config with the following GVK [${kinds}]`);
  }
  return resources.map((resource) =>
    isMeant(resource) ? withObject(resource, changeAtPath(resource.object, ['spec', 'replicas'], true, () => count) as KubeObject) : resource,
  );
}

/** Gives every container that runs an image another one, wherever containers stand in the object. */
export function setImage(object: KubeObject, entry: ImageEntry): KubeObject {
  return changeContainers(object, entry) as KubeObject;
}

function changeContainers(value: unknown, entry: ImageEntry): unknown {
  if (Array.isArray(value)) return mapShared(value, (item) => changeContainers(item, entry));
  if (!isObject(value)) return value;
  let result = value;
  for (const [key, member] of Object.entries(value)) {
    const isList = (key === 'containers' || key === 'initContainers') && Array.isArray(member);
    const next = isList ? mapShared(member, (container) => changeImage(container, entry)) : changeContainers(member, entry);
    if (next !== member) result = { ...result, [key]: next };
  }
  return result;
}

function mapShared(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const next = list.map(change);
  return next.some((item, i) => item !== list[i]) ? next : list;
}

function changeImage(container: unknown, entry: ImageEntry): unknown {
  if (!isObject(container) || typeof container['image'] !== 'string') return container;
  const { name, tag, digest } = splitImage(container['image']);
  if (name !== entry.name) return container;
  const { newName = name, newTag = '', digest: newDigest = '', tagSuffix = '' } = entry;
  const rest = newTag !== '' || newDigest !== '' ? formatVersion(newTag, newDigest) : formatVersion(tag === '' ? '' : `${tag}${tagSuffix}`, digest);
  return { ...container, image: `${newName}${rest}` };
}

const formatVersion = (tag: string, digest: string): string => `${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;

/** `host:5000/app:1.2@sha256:…` */
function splitImage(image: string): { readonly name: string; readonly tag: string; readonly digest: string } {
  const at = image.indexOf('@');
  const [bare, digest] = at < 0 ? [image, ''] : [image.slice(0, at), image.slice(at + 1)];
  const colon = bare.indexOf(':', bare.lastIndexOf('/') + 1);
  return colon < 0 ? { name: bare, tag: '', digest } : { name: bare.slice(0, colon), tag: bare.slice(colon + 1), digest };
}
