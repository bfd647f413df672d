import type { ReplicaSet, ReplicaSetSpec } from '#machinery/generated/types.ts';
import { podTemplateDefaults } from '../pod-template/defaults.ts';
import { withFields } from '../structural-sharing.ts';

/** One replica, and the template's defaults. */
export function replicaSetDefaults(set: ReplicaSet): ReplicaSet {
  const spec: Partial<ReplicaSetSpec> = set.spec ?? {};
  const filled = withFields(spec, { replicas: spec.replicas ?? 1, template: podTemplateDefaults(spec.template) });
  return withFields(set, { spec: filled as ReplicaSetSpec, status: set.status ?? { replicas: 0 } });
}
