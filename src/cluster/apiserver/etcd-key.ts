import type { ObjectMeta } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';

/** Resources that etcd keeps under another name than the API's, for historical reasons. */
const STORED_AS: Readonly<Record<string, string>> = { '/services': 'services/specs', '/endpoints': 'services/endpoints', '/nodes': 'minions' };

/** The key of an object in etcd: `/registry/pods/default/web`. */
export function etcdKey({ group, plural }: Pick<ResourceType, 'group' | 'plural'>, { namespace, name = '' }: ObjectMeta): string {
  return `/registry/${STORED_AS[`${group}/${plural}`] ?? plural}/${namespace ? `${namespace}/` : ''}${name}`;
}
