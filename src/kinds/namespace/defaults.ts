import type { Namespace } from '#machinery/generated/types.ts';

const nameLabel = 'kubernetes.io/metadata.name';

/** The label with its own name, by which selectors can single a namespace out. */
export function namespaceDefaults(namespace: Namespace): Namespace {
  const name = namespace.metadata?.name;
  if (!name || namespace.metadata?.labels?.[nameLabel] === name) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels: { ...namespace.metadata?.labels, [nameLabel]: name } } };
}
