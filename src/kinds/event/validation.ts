import { type FieldError, invalid } from '#machinery/field-error.ts';
import type { Event } from '#machinery/generated/types.ts';

/** An event lies in the namespace of what it is about; about what has none, in the default namespace or kube-system. */
export function validateEvent(event: Event): readonly FieldError[] {
  const about = event.involvedObject?.namespace ?? '';
  const namespace = event.metadata?.namespace ?? '';
  const fits = about === '' ? namespace === 'default' || namespace === 'kube-system' || namespace === '' : about === namespace;
  return fits ? [] : [invalid('involvedObject.namespace', about, 'does not match event.namespace')];
}
