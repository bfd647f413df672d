import type { KubeObject } from '#machinery/object.ts';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** The class of a claim or a volume: its field, or the annotation that came before it. */
export function claimClass(object: KubeObject & { readonly spec?: { readonly storageClassName?: string } }): string {
  return object.metadata?.annotations?.[classAnnotation] ?? object.spec?.storageClassName ?? '';
}
