import type { KubeObject } from '#machinery/object.ts';

const defaultAnnotations = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** Whether claims without a class get this one. */
export function isDefaultClass(storageClass: KubeObject): boolean {
  return defaultAnnotations.some((key) => storageClass.metadata?.annotations?.[key] === 'true');
}
