import { compactGoJson } from '#machinery/json.ts';
import type { KubeObject } from '#machinery/object.ts';

/** Where `kubectl apply` keeps what was applied last. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** What was applied last, as a text; undefined when the object was never applied. */
export function lastAppliedOf(object: KubeObject): string | undefined {
  return object.metadata?.annotations?.[lastAppliedAnnotation];
}

/** The object with itself, as JSON, in its annotation: what `apply` sends and `create --save-config` creates. */
export function withLastApplied<T extends KubeObject>(object: T): T {
  const bare = withoutLastApplied(object);
  const { annotations } = bare.metadata;
  return { ...bare, metadata: { ...bare.metadata, annotations: { ...annotations, [lastAppliedAnnotation]: `${compactGoJson(bare)}\n` } } };
}

/** The object as its file says it, without what an earlier apply noted on it. */
export function withoutLastApplied<T extends KubeObject>(object: T) {
  const { [lastAppliedAnnotation]: _, ...annotations } = object.metadata?.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}
