import type { Node } from '#machinery/generated/types.ts';

const rolePrefix = 'node-role.kubernetes.io/';
const roleLabel = 'kubernetes.io/role';

/** The roles that a node's labels tell, sorted: `node-role.kubernetes.io/control-plane` is `control-plane`. */
export function nodeRoles(node: Node): readonly string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata?.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    else if (key === roleLabel && value !== '') roles.add(value);
  }
  return [...roles].sort();
}
