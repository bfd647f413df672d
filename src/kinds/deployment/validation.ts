import { type FieldError, forbidden, invalid, required } from '#machinery/field-error.ts';
import type { Deployment, DeploymentStrategy } from '#machinery/generated/types.ts';
import { checkEnum, checkNonNegative } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';
import { checkNotAboveHundredPercent, checkPositiveIntOrPercent, intOrPercentNumber } from '../int-or-percent.ts';
import { checkSelectorAndTemplate } from '../pod-template/validation/workload.ts';

/** What is wrong with a deployment by itself. */
export function validateDeployment(deployment: Deployment): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<NonNullable<Deployment['spec']>> = deployment.spec ?? {};
  checkNonNegative(spec.replicas, 'spec.replicas', errors);
  checkSelectorAndTemplate(spec, 'empty selector is invalid for deployment', 'ReplicaSet', 'spec', errors);
  checkStrategy(spec.strategy ?? {}, 'spec.strategy', errors);
  checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  checkNonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
  const deadline = spec.progressDeadlineSeconds;
  if (deadline !== undefined) {
    checkNonNegative(deadline, 'spec.progressDeadlineSeconds', errors);
    if (deadline <= (spec.minReadySeconds ?? 0)) errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  }
  return errors;
}

/** Which pods are its own cannot change: others would be left without an owner. */
export function validateDeploymentUpdate(next: Deployment, before: Deployment): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutable(next.spec?.selector, before.spec?.selector, 'spec.selector', errors);
  return errors;
}

function checkStrategy(strategy: DeploymentStrategy, path: string, errors: FieldError[]): void {
  if (strategy.type === 'Recreate') {
    if (strategy.rollingUpdate) errors.push(forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'"));
    return;
  }
  if (strategy.type !== 'RollingUpdate') {
    checkEnum(strategy.type, ['Recreate', 'RollingUpdate'], `${path}.type`, errors);
    return;
  }
  const rolling = strategy.rollingUpdate;
  if (!rolling) {
    errors.push(required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil'));
    return;
  }
  const field = `${path}.rollingUpdate`;
  checkPositiveIntOrPercent(rolling.maxUnavailable, `${field}.maxUnavailable`, errors);
  checkPositiveIntOrPercent(rolling.maxSurge, `${field}.maxSurge`, errors);
  if (intOrPercentNumber(rolling.maxUnavailable) === 0 && intOrPercentNumber(rolling.maxSurge) === 0) {
    errors.push(invalid(`${field}.maxUnavailable`, rolling.maxUnavailable ?? 0, 'may not be 0 when `maxSurge` is 0'));
  }
  checkNotAboveHundredPercent(rolling.maxUnavailable, `${field}.maxUnavailable`, errors);
}
