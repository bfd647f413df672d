import type { Namespace } from '#machinery/generated/types.ts';
import type { StrategyContext } from '../kind.ts';
import { namespaceDefaults } from './defaults.ts';

const kubernetesFinalizer = 'kubernetes';

/** A new namespace is active, and cannot vanish before the namespace controller has emptied it. */
export function prepareNamespace(namespace: Namespace): Namespace {
  const finalizers = namespace.spec?.finalizers ?? [];
  return {
    ...namespaceDefaults(namespace), // once more: a generated name is known only now
    spec: { ...namespace.spec, finalizers: finalizers.includes(kubernetesFinalizer) ? finalizers : [...finalizers, kubernetesFinalizer] },
    status: { phase: 'Active' },
  };
}

/** The finalizers in the spec are changed through the subresource `finalize` only. */
export function prepareNamespaceUpdate(next: Namespace, before: Namespace, { subresource }: StrategyContext): Namespace {
  const finalizers = before.spec?.finalizers;
  if (subresource === 'finalize' || next.spec?.finalizers === finalizers) return next;
  return { ...next, spec: { ...next.spec, ...(finalizers && { finalizers }) } };
}
