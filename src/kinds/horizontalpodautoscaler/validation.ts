import { type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget } from '#machinery/generated/types.ts';
import { validatePathSegmentName } from '#machinery/names.ts';
import { pushInvalid } from '../field-checks.ts';

const sources = { ContainerResource: 'containerResource', External: 'external', Object: 'object', Pods: 'pods', Resource: 'resource' } as const;

/** What is wrong with an autoscaler by itself. */
export function validateAutoscaler(autoscaler: HorizontalPodAutoscaler): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec: Partial<HorizontalPodAutoscalerSpec> = autoscaler.spec ?? {};
  const { minReplicas, maxReplicas = 0 } = spec;
  if (minReplicas !== undefined && minReplicas < 1) errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  for (const name of ['kind', 'name'] as const) {
    const value = spec.scaleTargetRef?.[name];
    if (!value) errors.push(required(`spec.scaleTargetRef.${name}`));
    else pushInvalid(errors, `spec.scaleTargetRef.${name}`, value, validatePathSegmentName(value));
  }
  for (const [index, metric] of (spec.metrics ?? []).entries()) checkMetric(metric, `spec.metrics[${index}]`, errors);
  return errors;
}

function checkMetric(metric: MetricSpec, path: string, errors: FieldError[]): void {
  const types = Object.keys(sources);
  if (!metric.type) {
    errors.push(required(`${path}.type`, 'must specify a metric source type'));
    return;
  }
  const source = types.includes(metric.type) ? sources[metric.type as keyof typeof sources] : undefined;
  if (!source) {
    errors.push(notSupported(`${path}.type`, metric.type, types));
    return;
  }
  const given = metric[source];
  if (!given) {
    errors.push(required(`${path}.${source}`, 'must populate information for the given metric source'));
    return;
  }
  if ((source === 'resource' || source === 'containerResource') && !(given as { readonly name?: string }).name) {
    errors.push(required(`${path}.${source}.name`, 'must specify a resource name'));
  }
  checkTarget((given as { readonly target?: MetricTarget }).target, `${path}.${source}.target`, errors);
}

function checkTarget(target: MetricTarget | undefined, path: string, errors: FieldError[]): void {
  if (!target?.type) errors.push(required(`${path}.type`, 'must specify a metric target type'));
  else if (!['AverageValue', 'Utilization', 'Value'].includes(target.type)) {
    errors.push(invalid(`${path}.type`, target.type, 'must be either Utilization, Value, or AverageValue'));
  }
  const utilization = target?.averageUtilization;
  if (utilization !== undefined && utilization < 1) errors.push(invalid(`${path}.averageUtilization`, utilization, 'must be greater than 0'));
}
