import type { Deployment, DeploymentSpec, DeploymentStrategy } from '#machinery/generated/types.ts';
import { podTemplateDefaults } from '../pod-template/defaults.ts';
import { withFields } from '../structural-sharing.ts';

/** One replica, rolling updates of a quarter at a time, ten old revisions, ten minutes to make progress. */
export function deploymentDefaults(deployment: Deployment): Deployment {
  const spec: Partial<DeploymentSpec> = deployment.spec ?? {};
  const filled = withFields(spec, {
    replicas: spec.replicas ?? 1,
    strategy: strategyDefaults(spec.strategy ?? {}),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
    template: podTemplateDefaults(spec.template),
  });
  // A missing selector stays missing: validation reports it.
  return withFields(deployment, { spec: filled as DeploymentSpec, status: deployment.status ?? {} });
}

function strategyDefaults(strategy: DeploymentStrategy): DeploymentStrategy {
  const type = strategy.type || 'RollingUpdate';
  const typed = withFields(strategy, { type });
  if (type !== 'RollingUpdate') return typed;
  const rolling = strategy.rollingUpdate ?? {};
  const rollingUpdate = withFields(rolling, { maxUnavailable: rolling.maxUnavailable ?? '25%', maxSurge: rolling.maxSurge ?? '25%' });
  return withFields(typed, { rollingUpdate });
}
