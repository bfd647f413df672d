import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy } from '#machinery/generated/types.ts';
import { podTemplateDefaults } from '../pod-template/defaults.ts';
import { withFields } from '../structural-sharing.ts';

/** Rolling updates, one node at a time; ten old revisions. */
export function daemonSetDefaults(set: DaemonSet): DaemonSet {
  const spec: Partial<DaemonSetSpec> = set.spec ?? {};
  const filled = withFields(spec, {
    updateStrategy: strategyDefaults(spec.updateStrategy ?? {}),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    template: podTemplateDefaults(spec.template),
  });
  const status = set.status ?? { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
  return withFields(set, { spec: filled as DaemonSetSpec, status });
}

function strategyDefaults(strategy: DaemonSetUpdateStrategy): DaemonSetUpdateStrategy {
  const type = strategy.type || 'RollingUpdate';
  const typed = withFields(strategy, { type });
  if (type !== 'RollingUpdate') return typed;
  const rolling = strategy.rollingUpdate ?? {};
  const rollingUpdate = withFields(rolling, { maxUnavailable: rolling.maxUnavailable ?? 1, maxSurge: rolling.maxSurge ?? 0 });
  return withFields(typed, { rollingUpdate });
}
