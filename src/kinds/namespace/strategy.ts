import type { Namespace } from '#machinery/generated/types.ts';

const kubernetesFinalizer = 'kubernetes';

/** A new namespace is active, and cannot vanish before the namespace controller has emptied it. */
export function prepareNamespace(namespace: Namespace): Namespace {
  const finalizers = namespace.spec?.finalizers ?? [];
  return {
    ...namespace,
    spec: { ...namespace.spec, finalizers: finalizers.includes(kubernetesFinalizer) ? finalizers : [...finalizers, kubernetesFinalizer] },
    status: { phase: 'Active' },
  };
}
