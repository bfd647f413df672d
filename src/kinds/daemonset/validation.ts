import { type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy } from '#machinery/generated/types.ts';
import { checkNonNegative } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';
import { checkNotAboveHundredPercent, checkPositiveIntOrPercent, intOrPercentNumber } from '../int-or-percent.ts';
import { checkSelectorAndTemplate } from '../pod-template/validation/workload.ts';

/** What is wrong with a daemon set by itself. */
export function validateDaemonSet(set: DaemonSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<DaemonSetSpec> = set.spec ?? {};
  checkSelectorAndTemplate(spec, 'empty selector is invalid for daemonset', 'DaemonSet', 'spec', errors);
  checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  checkStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy', errors);
  checkNonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
  return errors;
}

/** Which pods are its own cannot change. */
export function validateDaemonSetUpdate(next: DaemonSet, before: DaemonSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutable(next.spec?.selector, before.spec?.selector, 'spec.selector', errors);
  return errors;
}

function checkStrategy(strategy: DaemonSetUpdateStrategy, path: string, errors: FieldError[]): void {
  if (strategy.type === 'OnDelete') return;
  if (strategy.type !== 'RollingUpdate') {
    errors.push(notSupported(`${path}.type`, strategy.type ?? '', ['OnDelete', 'RollingUpdate']));
    return;
  }
  const rolling = strategy.rollingUpdate;
  if (!rolling) {
    errors.push(required(`${path}.rollingUpdate`));
    return;
  }
  const field = `${path}.rollingUpdate`;
  checkPositiveIntOrPercent(rolling.maxUnavailable, `${field}.maxUnavailable`, errors);
  checkPositiveIntOrPercent(rolling.maxSurge, `${field}.maxSurge`, errors);
  const hasUnavailable = intOrPercentNumber(rolling.maxUnavailable) !== 0;
  const hasSurge = intOrPercentNumber(rolling.maxSurge) !== 0;
  if (hasUnavailable && hasSurge) errors.push(invalid(`${field}.maxSurge`, rolling.maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (!hasUnavailable && !hasSurge) errors.push(required(`${field}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  checkNotAboveHundredPercent(rolling.maxUnavailable, `${field}.maxUnavailable`, errors);
  checkNotAboveHundredPercent(rolling.maxSurge, `${field}.maxSurge`, errors);
}
