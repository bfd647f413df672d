import { isSemanticallyEqual } from '#machinery/equality.ts';
import { type FieldError, forbidden, invalid, required } from '#machinery/field-error.ts';
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from '#machinery/generated/types.ts';
import { checkEnum, checkNonNegative } from '../field-checks.ts';
import { checkSelectorAndTemplate } from '../pod-template/validation/workload.ts';

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;
const unchangeableMessage = `updates to statefulset spec for fields other than ${changeable
  .slice(0, -1)
  .map((name) => `'${name}'`)
  .join(', ')} and 'minReadySeconds' are forbidden`;

/** What is wrong with a stateful set by itself. */
export function validateStatefulSet(set: StatefulSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<StatefulSetSpec> = set.spec ?? {};
  const policy = spec.podManagementPolicy;
  if (!policy) errors.push(required('spec.podManagementPolicy'));
  else if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  }
  checkStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy', errors);
  const retention = spec.persistentVolumeClaimRetentionPolicy;
  for (const name of ['whenDeleted', 'whenScaled'] as const) {
    if (retention) checkEnum(retention[name], ['Delete', 'Retain'], `spec.persistentVolumeClaimRetentionPolicy.${name}`, errors);
  }
  checkNonNegative(spec.replicas, 'spec.replicas', errors);
  checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  checkNonNegative(spec.ordinals?.start, 'spec.ordinals.start', errors);
  checkSelectorAndTemplate(withClaims(spec), 'empty selector is invalid for statefulset', 'StatefulSet', 'spec', errors);
  return errors;
}

/** Containers may mount the claims of the set as if they were volumes of the template. */
function withClaims(spec: Partial<StatefulSetSpec>): Partial<StatefulSetSpec> {
  const { template, volumeClaimTemplates = [] } = spec;
  if (!template?.spec || volumeClaimTemplates.length === 0) return spec;
  const volumes = volumeClaimTemplates.map((claim) => ({ name: claim.metadata?.name ?? '', persistentVolumeClaim: { claimName: 'claim' } }));
  const own = (template.spec.volumes ?? []).filter((volume) => !volumes.some((claim) => claim.name === volume.name));
  return { ...spec, template: { ...template, spec: { ...template.spec, volumes: [...own, ...volumes] } } };
}

function checkStrategy(strategy: StatefulSetUpdateStrategy, path: string, errors: FieldError[]): void {
  if (!strategy.type) errors.push(required(path));
  else if (strategy.type === 'OnDelete') {
    if (strategy.rollingUpdate) errors.push(invalid(`${path}.rollingUpdate`, strategy.rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'"));
  } else if (strategy.type === 'RollingUpdate') checkNonNegative(strategy.rollingUpdate?.partition, `${path}.rollingUpdate.partition`, errors);
  else errors.push(invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'"));
}

/** Names, claims and the selector are for good. */
export function validateStatefulSetUpdate(next: StatefulSet, before: StatefulSet): readonly FieldError[] {
  const fixed = (set: StatefulSet) => {
    const rest: Record<string, unknown> = { ...set.spec };
    for (const name of changeable) delete rest[name];
    return rest;
  };
  return isSemanticallyEqual(fixed(next), fixed(before)) ? [] : [forbidden('spec', unchangeableMessage)];
}
