import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '#machinery/generated/types.ts';

const shownMetrics = 2;
const unknown = '<unknown>';

/** One metric with what is measured and what is wanted of it. */
export interface MetricUse {
  readonly label: string;
  readonly target: MetricTarget | undefined;
  readonly current: MetricValueStatus | undefined;
}

/** The metrics of an autoscaler in order, each with its measurement where there is one. */
export function readMetrics(autoscaler: HorizontalPodAutoscaler): readonly MetricUse[] {
  const statuses = autoscaler.status?.currentMetrics ?? [];
  return (autoscaler.spec?.metrics ?? []).map((spec, index) => {
    const status = statuses[index];
    return { label: labelOf(spec), target: targetOf(spec), current: status?.type === spec.type ? currentOf(status) : undefined };
  });
}

function labelOf(spec: MetricSpec): string {
  if (spec.type === 'Resource') return `${spec.resource?.name ?? ''}: `;
  if (spec.type === 'ContainerResource') return `${spec.containerResource?.name ?? ''}: `;
  return '';
}

function targetOf(spec: MetricSpec): MetricTarget | undefined {
  return (spec.resource ?? spec.containerResource ?? spec.pods ?? spec.object ?? spec.external)?.target;
}

function currentOf(status: MetricStatus): MetricValueStatus | undefined {
  return (status.resource ?? status.containerResource ?? status.pods ?? status.object ?? status.external)?.current;
}

/** `cpu: 12%/80%`, `cpu: <unknown>/80%`; at most two, then `+ 1 more...`. */
export function formatTargets(autoscaler: HorizontalPodAutoscaler): string {
  const metrics = readMetrics(autoscaler);
  if (metrics.length === 0) return '<none>';
  const texts = metrics.map(({ label, target, current }) => `${label}${formatUse(target, current)}`);
  const shown = texts.slice(0, shownMetrics).join(', ');
  return texts.length > shownMetrics ? `${shown} + ${texts.length - shownMetrics} more...` : shown;
}

function formatUse(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageUtilization !== undefined) {
    return `${current?.averageUtilization === undefined ? unknown : `${current.averageUtilization}%`}/${target.averageUtilization}%`;
  }
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? unknown}/${target.averageValue}`;
  return `${current?.value ?? unknown}/${target?.value ?? '<auto>'}`;
}
