import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { formatTargets } from './targets.ts';
import { validateAutoscaler } from './validation.ts';

const defaultUtilization = 80;
const defaultMetrics: readonly MetricSpec[] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: defaultUtilization } } },
];

/** How many replicas something has, after what its pods use. */
export const horizontalPodAutoscalerKind: Kind<HorizontalPodAutoscaler> = defineKind<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  namespaced: true,
  shortNames: ['hpa'],
  categories: ['all'],
  schema: 'autoscaling.v2.HorizontalPodAutoscaler',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: false,
  defaults: autoscalerDefaults,
  validate: validateAutoscaler,
  columns: [
    nameColumn,
    {
      name: 'Reference',
      type: 'string',
      description: 'What it scales.',
      cell: ({ spec }) => `${spec?.scaleTargetRef?.kind ?? ''}/${spec?.scaleTargetRef?.name ?? ''}`,
    },
    { name: 'Targets', type: 'string', description: 'What is measured and wanted of each metric.', cell: formatTargets },
    { name: 'MinPods', type: 'string', description: 'As few replicas as there may be.', cell: ({ spec }) => String(spec?.minReplicas ?? '<unset>') },
    { name: 'MaxPods', type: 'string', description: 'As many replicas as there may be.', cell: ({ spec }) => spec?.maxReplicas ?? 0 },
    { name: 'Replicas', type: 'string', description: 'How many replicas there are.', cell: ({ status }) => status?.currentReplicas ?? 0 },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeAutoscaler),
  example: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'example', namespace: 'default' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 10 },
  },
});

/** From one replica up, after four fifths of the CPU asked for. */
function autoscalerDefaults(autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const spec: Partial<HorizontalPodAutoscalerSpec> = autoscaler.spec ?? {};
  const filled = withFields(spec, {
    maxReplicas: spec.maxReplicas ?? 0,
    metrics: spec.metrics?.length ? spec.metrics : defaultMetrics,
    minReplicas: spec.minReplicas ?? 1,
  });
  return withFields(autoscaler, { spec: filled as HorizontalPodAutoscalerSpec, status: autoscaler.status ?? { desiredReplicas: 0 } });
}
