import type { FieldError } from '#machinery/field-error.ts';
import type { ReplicaSet } from '#machinery/generated/types.ts';
import { checkNonNegative } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';
import { checkSelectorAndTemplate } from '../pod-template/validation/workload.ts';

/** What is wrong with a replica set by itself. */
export function validateReplicaSet(set: ReplicaSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<NonNullable<ReplicaSet['spec']>> = set.spec ?? {};
  checkNonNegative(spec.replicas, 'spec.replicas', errors);
  checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  checkSelectorAndTemplate(spec, 'empty selector is invalid for ReplicaSet', 'ReplicaSet', 'spec', errors);
  return errors;
}

/** Which pods are its own cannot change. */
export function validateReplicaSetUpdate(next: ReplicaSet, before: ReplicaSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutable(next.spec?.selector, before.spec?.selector, 'spec.selector', errors);
  return errors;
}
