import { type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { LabelSelector, PodTemplateSpec } from '#machinery/generated/types.ts';
import { matchesSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import { checkLabelSelector } from '../../field-checks.ts';
import { checkPodTemplate } from './pod-spec.ts';

/**
 * Selector and template of what keeps pods running: the selector is there, selects something, and the template's
 * labels match it.
 * @param emptyMessage what a selector without terms is told
 * @param owner how messages call the kind: a Deployment's pods are a `ReplicaSet`'s
 */
export function checkSelectorAndTemplate(
  spec: { readonly selector?: LabelSelector; readonly template?: PodTemplateSpec },
  emptyMessage: string,
  owner: string,
  path: string,
  errors: FieldError[],
): void {
  const selector = spec.selector;
  if (!selector) errors.push(required(`${path}.selector`));
  else {
    checkLabelSelector(selector, `${path}.selector`, errors);
    if (isEmptySelector(selector)) errors.push(invalid(`${path}.selector`, selector, emptyMessage));
  }
  const isReadable = errors.every((error) => !error.field.startsWith(`${path}.selector.match`));
  if (!isReadable) {
    errors.push(invalid(`${path}.selector`, selector, 'invalid label selector'));
    return;
  }
  checkWorkloadTemplate(spec.template ?? {}, selector, owner, `${path}.template`, errors);
}

function checkWorkloadTemplate(template: PodTemplateSpec, selector: LabelSelector | undefined, owner: string, path: string, errors: FieldError[]): void {
  const labels = template.metadata?.labels;
  // As upstream: a selector that is missing selects nothing, so the labels do not match it either.
  const selects = selector !== undefined && (isEmptySelector(selector) || matchesSelector(selectorFromLabelSelector(selector), labels ?? {}));
  if (!selects) {
    errors.push(invalid(`${path}.metadata.labels`, labels, '`selector` does not match template `labels`'));
  }
  checkPodTemplate(template, path, errors);
  const policy = template.spec?.restartPolicy;
  if (policy !== undefined && policy !== 'Always') errors.push(notSupported(`${path}.spec.restartPolicy`, policy, ['Always']));
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbidden(`${path}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${owner} is not Supported`));
  }
}

function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
}
