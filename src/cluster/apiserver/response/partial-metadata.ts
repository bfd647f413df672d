import type { KubeObject } from '#machinery/object.ts';

/** An object without everything but its metadata. */
export function partialMetadata(object: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', ...(object.metadata && { metadata: object.metadata }) };
}
