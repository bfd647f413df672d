import { isSemanticallyEqual } from '#machinery/equality.ts';
import { type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '#machinery/generated/types.ts';
import { validateDnsSubdomain } from '#machinery/names.ts';
import { compareQuantities, parseQuantity } from '#machinery/quantity.ts';
import { accessModes } from '../access-modes.ts';
import { checkLabelSelector, pushInvalid } from '../field-checks.ts';
import { formatInternalDiff } from '../internal-diff/internal-diff.ts';

/** What is wrong with a claim by itself. */
export function validateClaim(claim: PersistentVolumeClaim): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: PersistentVolumeClaimSpec = claim.spec ?? {};
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required('spec.accessModes', 'at least 1 access mode is required'));
  checkLabelSelector(spec.selector, 'spec.selector', errors);
  for (const mode of modes) if (!accessModes.includes(mode)) errors.push(notSupported('spec.accessModes', mode, accessModes));
  if (modes.includes('ReadWriteOncePod') && modes.length > 1) {
    errors.push(forbidden('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'));
  }
  const storage = spec.resources?.requests?.['storage'];
  if (storage === undefined) errors.push(required('spec.resources[storage]'));
  else if (compareQuantities(parseQuantity(storage), parseQuantity('0')) <= 0) {
    errors.push(invalid('spec.resources[storage]', storage, 'must be greater than zero'));
  }
  if (spec.storageClassName) pushInvalid(errors, 'spec.storageClassName', spec.storageClassName, validateDnsSubdomain(spec.storageClassName));
  const mode = spec.volumeMode;
  if (mode !== undefined && mode !== 'Block' && mode !== 'Filesystem') errors.push(notSupported('spec.volumeMode', mode, ['Block', 'Filesystem']));
  return errors;
}

/** A claim stays as it is; a bound one may ask for more, and the binder may name its volume. */
export function validateClaimUpdate(next: PersistentVolumeClaim, before: PersistentVolumeClaim): readonly FieldError[] {
  const old = before.spec ?? {};
  const comparable = planComparable(next.spec ?? {}, old, before.status?.phase === 'Bound');
  if (!isSemanticallyEqual(comparable, old)) {
    const detail = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    return [forbidden('spec', `${detail}\n${formatInternalDiff('PersistentVolumeClaimSpec', comparable, old)}`)];
  }
  const wanted = next.spec?.resources?.requests?.['storage'];
  const wantedBefore = old.resources?.requests?.['storage'];
  if (wanted === undefined || wantedBefore === undefined) return [];
  // A wish that was not granted may be taken back, but not to below what the claim has.
  const has = before.status?.capacity?.['storage'] ?? '0';
  const isLess = compareQuantities(parseQuantity(wanted), parseQuantity(wantedBefore)) < 0;
  return isLess && compareQuantities(parseQuantity(wanted), parseQuantity(has)) <= 0
    ? [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')]
    : [];
}

/** The new spec with everything that may change put back to what it was. */
function planComparable(next: PersistentVolumeClaimSpec, old: PersistentVolumeClaimSpec, isBound: boolean): PersistentVolumeClaimSpec {
  let comparable = next;
  if (!old.volumeName && next.volumeName) {
    const { volumeName: _named, ...rest } = comparable;
    comparable = rest;
  }
  if (!isBound) return comparable;
  const { volumeAttributesClassName: _class, ...rest } = comparable;
  const { requests: _requests, ...resources } = comparable.resources ?? {};
  return {
    ...rest,
    resources: { ...resources, ...(old.resources?.requests ? { requests: old.resources.requests } : {}) },
    ...(old.volumeAttributesClassName === undefined ? {} : { volumeAttributesClassName: old.volumeAttributesClassName }),
  };
}
