import { duplicate, type FieldError, forbidden, invalid, required } from '#machinery/field-error.ts';
import type { Node, Taint } from '#machinery/generated/types.ts';
import { validateCidr } from '#machinery/ip-address.ts';
import { validateLabelKey, validateLabelValue } from '#machinery/label-validation.ts';
import { pushInvalid } from '../field-checks.ts';
import { checkTaintEffect } from '../pod-template/validation/scheduling.ts';

/** What is wrong with a node by itself. */
export function validateNode(node: Node): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkTaints(node.spec?.taints ?? [], 'spec.taints', errors);
  for (const [index, cidr] of (node.spec?.podCIDRs ?? []).entries()) pushInvalid(errors, `spec.podCIDRs[${index}]`, cidr, validateCidr(cidr));
  return errors;
}

/** Once a node has its addresses for pods, and its provider's id, they stay. */
export function validateNodeUpdate(next: Node, before: Node): readonly FieldError[] {
  const errors: FieldError[] = [];
  const cidrs = before.spec?.podCIDRs ?? [];
  if (cidrs.length > 0 && (next.spec?.podCIDRs ?? []).join() !== cidrs.join()) {
    errors.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  const provider = before.spec?.providerID;
  if (provider && next.spec?.providerID !== provider) {
    errors.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
  return errors;
}

function checkTaints(taints: readonly Taint[], path: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const field = `${path}[${index}]`;
    pushInvalid(errors, `${field}.key`, taint.key ?? '', validateLabelKey(taint.key ?? ''));
    const messages = validateLabelValue(taint.value ?? '');
    if (messages.length > 0) errors.push(invalid(`${field}.value`, taint.value, messages.join(';')));
    if (!taint.effect) errors.push(required(`${field}.effect`));
    else checkTaintEffect(taint.effect, `${field}.effect`, errors);
    const pair = `${taint.key}:${taint.effect}`;
    if (seen.has(pair)) {
      const error = duplicate(field, taint);
      errors.push({ ...error, message: `${error.message}: taints must be unique by key and effect pair` });
    }
    seen.add(pair);
  }
}
