import type { HorizontalPodAutoscaler, MetricSpec } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatLongTime, writeHeader } from '../describe-writer/metadata.ts';
import { type MetricUse, readMetrics } from './targets.ts';

/** `kubectl describe horizontalpodautoscaler`. */
export async function describeAutoscaler(autoscaler: Stored<HorizontalPodAutoscaler>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const { spec, status } = autoscaler;
  writeHeader(writer, autoscaler);
  writer.line(0, 'CreationTimestamp:', formatLongTime(autoscaler.metadata.creationTimestamp));
  writer.line(0, 'Reference:', `${spec?.scaleTargetRef.kind ?? ''}/${spec?.scaleTargetRef.name ?? ''}`);
  writer.line(0, 'Metrics:', '( current / target )');
  for (const [index, use] of readMetrics(autoscaler).entries()) writeMetric(writer, spec?.metrics?.[index], use);
  writer.line(0, 'Min replicas:', String(spec?.minReplicas ?? '<unset>'));
  writer.line(0, 'Max replicas:', String(spec?.maxReplicas ?? 0));
  writer.line(0, `${spec?.scaleTargetRef.kind ?? ''} pods:`, `${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`);
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type', 'Status', 'Reason', 'Message');
    writer.line(1, '----', '------', '------', '-------');
    for (const { type, status: state, reason = '', message = '' } of conditions) writer.line(1, type, state, reason, message);
  }
  writeEvents(writer, await readEvents(autoscaler, context), context.nowMs);
  return writer.text();
}

function writeMetric(writer: DescribeWriter, spec: MetricSpec | undefined, { target, current }: MetricUse): void {
  const value = `${current?.averageValue ?? current?.value ?? '<unknown>'} / ${target?.averageValue ?? target?.value ?? '<auto>'}`;
  switch (spec?.type) {
    case 'Resource':
    case 'ContainerResource': {
      const name = spec.resource?.name ?? spec.containerResource?.name ?? '';
      const of = spec.containerResource ? `of container "${spec.containerResource.container}" on pods` : 'on pods';
      if (target?.averageUtilization === undefined) writer.line(1, `resource ${name} ${of}:`, value);
      else writer.line(1, `resource ${name} ${of}  (as a percentage of request):`, formatUtilization(target.averageUtilization, current));
      break;
    }
    case 'Pods':
      writer.line(1, `"${spec.pods?.metric.name ?? ''}" on pods:`, value);
      break;
    case 'Object':
      writer.line(1, `"${spec.object?.metric.name ?? ''}" on ${spec.object?.describedObject.kind ?? ''}/${spec.object?.describedObject.name ?? ''}:`, value);
      break;
    case 'External':
      writer.line(1, `"${spec.external?.metric.name ?? ''}" (target ${target?.averageValue === undefined ? 'value' : 'average value'}):`, value);
      break;
    default:
      writer.line(1, `<unknown metric type "${spec?.type ?? ''}">`);
  }
}

function formatUtilization(wanted: number, current: MetricUse['current']): string {
  const used = current?.averageUtilization;
  return used === undefined ? `<unknown> / ${wanted}%` : `${used}% (${current?.averageValue ?? '<unknown>'}) / ${wanted}%`;
}
