import type { KubeObject, Stored } from '#machinery/object.ts';

const defaultAnnotations = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** Whether claims without a class get this one. */
export function isDefaultClass(storageClass: KubeObject): boolean {
  return defaultAnnotations.some((key) => storageClass.metadata?.annotations?.[key] === 'true');
}

/** The class that claims without one get: of several defaults the newest. @returns undefined when there is none */
export function findDefaultClass<T extends KubeObject>(classes: readonly Stored<T>[]): Stored<T> | undefined {
  let best: Stored<T> | undefined;
  for (const candidate of classes) {
    if (!isDefaultClass(candidate)) continue;
    if (!best || isBefore(candidate, best)) best = candidate;
  }
  return best;
}

function isBefore({ metadata: a }: Stored<KubeObject>, { metadata: b }: Stored<KubeObject>): boolean {
  const [aTime, bTime] = [a.creationTimestamp ?? '', b.creationTimestamp ?? ''];
  return aTime === bTime ? a.name < b.name : aTime > bTime;
}
