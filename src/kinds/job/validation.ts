import { type FieldError, forbidden, invalid, required } from '#machinery/field-error.ts';
import type { Job, JobSpec } from '#machinery/generated/types.ts';
import { matchesSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { checkEnum, checkLabelSelector, checkNonNegative } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';
import { checkPodTemplate } from '../pod-template/validation/pod-spec.ts';

const NOT_SIMULATED = ['podFailurePolicy', 'successPolicy', 'backoffLimitPerIndex', 'maxFailedIndexes'] as const;

/** What is wrong with a job by itself. */
export function validateJob(job: Job): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<JobSpec> = job.spec ?? {};
  checkJobSpec(spec, 'spec', errors);
  if (!spec.selector) errors.push(required('spec.selector'));
  else {
    const found = errors.length;
    checkLabelSelector(spec.selector, 'spec.selector', errors);
    const labels = spec.template?.metadata?.labels;
    if (errors.length === found && !matchesSelector(selectorFromLabelSelector(spec.selector), labels)) {
      errors.push(invalid('spec.template.metadata.labels', labels ?? {}, '`selector` does not match template `labels`'));
    }
  }
  return errors;
}

/** What a job and the jobs of a cron job have in common. @param path `spec`, `spec.jobTemplate.spec` */
export function checkJobSpec(spec: Partial<JobSpec>, path: string, errors: FieldError[]): void {
  checkNonNegative(spec.parallelism, `${path}.parallelism`, errors);
  checkNonNegative(spec.completions, `${path}.completions`, errors);
  checkNonNegative(spec.activeDeadlineSeconds, `${path}.activeDeadlineSeconds`, errors);
  checkNonNegative(spec.backoffLimit, `${path}.backoffLimit`, errors);
  checkNonNegative(spec.ttlSecondsAfterFinished, `${path}.ttlSecondsAfterFinished`, errors);
  checkNonNegative(spec.backoffLimitPerIndex, `${path}.backoffLimitPerIndex`, errors);
  checkNonNegative(spec.maxFailedIndexes, `${path}.maxFailedIndexes`, errors);
  if (spec.completionMode !== undefined) {
    checkEnum(spec.completionMode, ['Indexed', 'NonIndexed'], `${path}.completionMode`, errors);
    if (spec.completionMode === 'Indexed' && spec.completions === undefined) {
      errors.push(required(`${path}.completions`, 'when completion mode is Indexed'));
    }
  }
  // What nothing here would act on is refused, so that nobody trusts in it.
  for (const field of NOT_SIMULATED) if (spec[field] !== undefined) errors.push(forbidden(`${path}.${field}`, 'is not simulated'));
  checkPodTemplate(spec.template ?? {}, `${path}.template`, errors);
  const policy = spec.template?.spec?.restartPolicy;
  if (policy !== 'OnFailure' && policy !== 'Never') {
    errors.push(required(`${path}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"'));
  }
}

/** What a job is to do does not change; how many pods do it at a time may. */
export function validateJobUpdate(next: Job, before: Job): readonly FieldError[] {
  const errors: FieldError[] = [];
  const isElastic = next.spec?.completionMode === 'Indexed' && next.spec.completions === next.spec.parallelism;
  if (!isElastic) checkImmutable(next.spec?.completions, before.spec?.completions, 'spec.completions', errors);
  checkImmutable(next.spec?.selector, before.spec?.selector, 'spec.selector', errors);
  const isWaiting = before.spec?.suspend === true && before.status?.startTime === undefined;
  if (!isWaiting) checkImmutable(next.spec?.template, before.spec?.template, 'spec.template', errors);
  checkImmutable(next.spec?.completionMode, before.spec?.completionMode, 'spec.completionMode', errors);
  checkImmutable(next.spec?.podFailurePolicy, before.spec?.podFailurePolicy, 'spec.podFailurePolicy', errors);
  checkImmutable(next.spec?.backoffLimitPerIndex, before.spec?.backoffLimitPerIndex, 'spec.backoffLimitPerIndex', errors);
  return errors;
}
