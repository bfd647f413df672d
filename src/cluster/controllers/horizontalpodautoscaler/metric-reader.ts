import type { MetricSpec, MetricStatus, MetricTarget, Pod } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { quantityToMilli } from '#machinery/quantity.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { parseTime } from '#machinery/time.ts';
import type { ReconcileContext } from '../controller.ts';
import { countReplicas, type Measurement, MetricError } from './replica-count.ts';

const podMetrics: ResourceType = { group: 'metrics.k8s.io', version: 'v1beta1', kind: 'PodMetrics', plural: 'pods', singular: 'pod', namespaced: true };

interface PodMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
}

/** The pods an autoscaler looks at. */
export interface ScaledPods {
  readonly namespace: string;
  readonly selector: string;
  readonly currentReplicas: number;
  readonly pods: readonly Stored<Pod>[];
}

/** What one metric asks for. */
export interface MetricAnswer {
  readonly replicas: number;
  /** `cpu resource utilization (percentage of request)` */
  readonly label: string;
  readonly status: MetricStatus;
}

/** A metric that could not be read, as condition, event and summary tell it. */
export interface MetricFailure {
  readonly reason: string;
  readonly message: string;
  readonly summary: string;
}

/** Asks one metric for a number of replicas. */
export function readMetric(spec: MetricSpec, scaled: ScaledPods, context: ReconcileContext): MetricAnswer | MetricFailure {
  const source = spec.resource ?? spec.containerResource;
  if (!source) return refuseMetric(spec);
  const container = spec.containerResource?.container;
  const { name: resource, target } = source;
  const what = target.averageUtilization === undefined ? 'metric value' : 'utilization';
  try {
    const measured = readMeasurements(resource, container, scaled, context);
    const { replicas, current } = countReplicas({ ...scaled, resource, container, target, measured, nowMs: context.nowMs });
    const status: MetricStatus =
      container === undefined
        ? { type: 'Resource', resource: { name: resource, current } }
        : { type: 'ContainerResource', containerResource: { name: resource, container, current } };
    return { replicas, label: labelOf(resource, container, target), status };
  } catch (error) {
    if (!(error instanceof MetricError)) throw error;
    const reason = container === undefined ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric';
    const message = `failed to get ${resource} ${what}: ${error.message}`;
    return { reason, message, summary: `failed to get ${resource} ${container === undefined ? '' : 'container '}resource metric value: ${message}` };
  }
}

export function isFailure(answer: MetricAnswer | MetricFailure): answer is MetricFailure {
  return 'reason' in answer;
}

function labelOf(resource: string, container: string | undefined, target: MetricTarget): string {
  const what = `${resource} ${container === undefined ? '' : 'container '}resource`;
  return target.averageUtilization === undefined ? what : `${what} utilization (percentage of request)`;
}

/** No adapter serves custom or external metrics here: what a cluster without one says. */
function refuseMetric({ type, pods, object, external }: MetricSpec): MetricFailure {
  const name = (pods ?? object ?? external)?.metric.name ?? '';
  const isExternal = external !== undefined;
  const api = isExternal ? 'external' : 'custom';
  const missing = `unable to get metric ${name}: unable to fetch metrics from ${api} metrics API: the server could not find the requested resource`;
  const reason = isExternal ? 'FailedGetExternalMetric' : pods ? 'FailedGetPodsMetric' : 'FailedGetObjectMetric';
  return { reason, message: missing, summary: `failed to get ${type.toLowerCase()} metric value: ${missing}` };
}

/** @throws MetricError when there is no metrics server */
function readMeasurements(resource: string, container: string | undefined, scaled: ScaledPods, context: ReconcileContext): ReadonlyMap<string, Measurement> {
  const { namespace, selector } = scaled;
  const measured = new Map<string, Measurement>();
  for (const { metadata, containers, timestamp, window } of fetchMetrics(resource, namespace, selector, context)) {
    const counted = containers.filter(({ name }) => container === undefined || name === container);
    if (counted.length === 0) continue;
    const usedMilli = counted.reduce((sum, { usage }) => sum + quantityToMilli(usage[resource] ?? '0'), 0);
    measured.set(metadata.name, { usedMilli, atMs: parseTime(timestamp), windowMs: Number.parseInt(window, 10) * 1000 });
  }
  return measured;
}

function fetchMetrics(resource: string, namespace: string, labelSelector: string, { client }: ReconcileContext): readonly Stored<PodMetrics>[] {
  try {
    return client.list<PodMetrics>(podMetrics, { namespace, labelSelector }).items;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const why = 'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
    throw new MetricError(`unable to get metrics for resource ${resource}: ${why}`);
  }
}
