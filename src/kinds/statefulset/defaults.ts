import type { PersistentVolumeClaim, StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from '#machinery/generated/types.ts';
import { podTemplateDefaults } from '../pod-template/defaults.ts';
import { mapShared, withFields } from '../structural-sharing.ts';

/** One replica, in order, rolling updates from the last to the first, claims that stay. */
export function statefulSetDefaults(set: StatefulSet): StatefulSet {
  const spec: Partial<StatefulSetSpec> = set.spec ?? {};
  const retention = spec.persistentVolumeClaimRetentionPolicy ?? {};
  const claims = mapShared(spec.volumeClaimTemplates, claimDefaults);
  const filled = withFields(spec, {
    podManagementPolicy: spec.podManagementPolicy || 'OrderedReady',
    updateStrategy: strategyDefaults(spec.updateStrategy ?? {}),
    replicas: spec.replicas ?? 1,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    persistentVolumeClaimRetentionPolicy: withFields(retention, {
      whenDeleted: retention.whenDeleted || 'Retain',
      whenScaled: retention.whenScaled || 'Retain',
    }),
    template: podTemplateDefaults(spec.template),
    ...(claims ? { volumeClaimTemplates: claims } : {}),
  });
  return withFields(set, { spec: filled as StatefulSetSpec, status: set.status ?? { replicas: 0, availableReplicas: 0 } });
}

function strategyDefaults(strategy: StatefulSetUpdateStrategy): StatefulSetUpdateStrategy {
  const type = strategy.type || 'RollingUpdate';
  const typed = withFields(strategy, { type });
  if (type !== 'RollingUpdate') return typed;
  const rolling = strategy.rollingUpdate ?? {};
  return withFields(typed, { rollingUpdate: withFields(rolling, { partition: rolling.partition ?? 0 }) });
}

/** As the API server shows claims inside a template: with kind, mode and phase. */
function claimDefaults(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const spec = withFields(claim.spec ?? {}, { volumeMode: claim.spec?.volumeMode || 'Filesystem' });
  return withFields(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec, status: claim.status ?? { phase: 'Pending' } });
}
