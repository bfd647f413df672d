import { isDeepEqual } from '#machinery/equality.ts';
import { type FieldError, forbidden, invalid } from '#machinery/field-error.ts';
import type { Pod, PodSpec, Toleration } from '#machinery/generated/types.ts';
import { inclusiveRangeError } from '#machinery/names.ts';
import { formatInternalDiff } from '../internal-diff/internal-diff.ts';
import { checkPodSpec } from '../pod-template/validation/pod-spec.ts';
import { equalSpecs, planComparableSpec } from './mutable-fields.ts';

const maxInt32 = 2_147_483_647;
const immutableMessage =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,' +
  '`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** What is wrong with a pod by itself. */
export function validatePod(pod: Pod): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec = pod.spec ?? { containers: [] };
  checkPodSpec(spec, 'spec', errors);
  if (spec.nodeName && (spec.schedulingGates?.length ?? 0) > 0) {
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  return errors;
}

/** What may not change in a pod once it is there: nearly everything. */
export function validatePodUpdate(next: Pod, before: Pod): readonly FieldError[] {
  const nextSpec = next.spec ?? { containers: [] };
  const oldSpec = before.spec ?? { containers: [] };
  if (nextSpec === oldSpec) return [];
  const errors: FieldError[] = [];
  for (const list of ['containers', 'initContainers'] as const) {
    if ((nextSpec[list]?.length ?? 0) !== (oldSpec[list]?.length ?? 0)) {
      return [forbidden(`spec.${list}`, 'pod updates may not add or remove containers')];
    }
  }
  if (!checkDeadline(nextSpec, oldSpec, errors)) return errors;
  checkAddedTolerations(nextSpec.tolerations ?? [], oldSpec.tolerations ?? [], errors);
  checkGates(nextSpec, oldSpec, errors);
  const comparable = planComparableSpec(nextSpec, oldSpec);
  if (!equalSpecs(comparable, oldSpec)) errors.push(forbidden('spec', `${immutableMessage}\n${formatInternalDiff('PodSpec', comparable, oldSpec)}`));
  return errors;
}

/** A deadline may be set, or come nearer. @returns false when it is so wrong that nothing else is looked at */
function checkDeadline(next: PodSpec, before: PodSpec, errors: FieldError[]): boolean {
  const field = 'spec.activeDeadlineSeconds';
  const deadline = next.activeDeadlineSeconds;
  if (deadline === undefined) {
    if (before.activeDeadlineSeconds !== undefined) errors.push(invalid(field, undefined, 'must not update from a positive integer to nil value'));
    return true;
  }
  if (deadline < 0 || deadline > maxInt32) {
    errors.push(invalid(field, deadline, inclusiveRangeError(0, maxInt32)));
    return false;
  }
  if (before.activeDeadlineSeconds !== undefined && before.activeDeadlineSeconds < deadline) {
    errors.push(invalid(field, deadline, 'must be less than or equal to previous value'));
    return false;
  }
  return true;
}

function checkAddedTolerations(next: readonly Toleration[], before: readonly Toleration[], errors: FieldError[]): void {
  if (next === before) return;
  const isKept = (old: Toleration) => next.some((candidate) => isDeepEqual({ ...candidate, tolerationSeconds: 0 }, { ...old, tolerationSeconds: 0 }));
  if (!before.every(isKept)) errors.push(forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'));
}

function checkGates(next: PodSpec, before: PodSpec, errors: FieldError[]): void {
  const known = new Set((before.schedulingGates ?? []).map((gate) => gate.name));
  for (const [index, gate] of (next.schedulingGates ?? []).entries()) {
    if (known.has(gate.name)) continue;
    errors.push(forbidden(`spec.schedulingGates[${index}]`, `only deletion is allowed, but found new scheduling gate '${gate.name}'`));
  }
}
