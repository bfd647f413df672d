import { type FieldError, invalid } from '#machinery/field-error.ts';
import type { Namespace } from '#machinery/generated/types.ts';
import { validateLabelKey } from '#machinery/label-validation.ts';
import { pushInvalid } from '../field-checks.ts';

/** Finalizers are `kubernetes` or names with a domain. */
export function validateNamespace(namespace: Namespace): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, finalizer] of (namespace.spec?.finalizers ?? []).entries()) {
    const field = `spec.finalizers[${index}]`;
    pushInvalid(errors, field, finalizer, validateLabelKey(finalizer));
    if (!finalizer.includes('/') && finalizer !== 'kubernetes')
      errors.push(invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified'));
  }
  return errors;
}
