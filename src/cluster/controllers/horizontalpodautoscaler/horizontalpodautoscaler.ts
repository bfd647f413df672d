import { kindOf } from '#kinds/catalog.ts';
import type { Kind } from '#kinds/kind.ts';
import { isDeepEqual } from '#machinery/equality.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerCondition, Pod } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { formatTime } from '#machinery/time.ts';
import { horizontalPodAutoscalers, pods } from '../../resource-types.ts';
import { type Controller, defineController, type ReconcileContext } from '../controller.ts';
import { isFailure, type MetricAnswer, type MetricFailure, readMetric } from './metric-reader.ts';
import { applyScalingRules, type ScalingMemory } from './scaling-rules.ts';

/** How often an autoscaler looks at its metrics. */
const PERIOD_MS = 15_000;

type Autoscaler = Stored<HorizontalPodAutoscaler>;
type Spec = NonNullable<HorizontalPodAutoscaler['spec']>;
type Condition = Pick<HorizontalPodAutoscalerCondition, 'type' | 'status' | 'reason' | 'message'>;

interface Memory extends ScalingMemory {
  readonly spec: Spec;
  readonly nextMs: number;
}

/** What an autoscaler scales. */
interface Target {
  readonly kind: Kind;
  readonly object: Stored<KubeObject>;
  readonly replicas: number;
  readonly selector: string;
}

/** What one look comes to. */
interface Decision {
  readonly replicas: number;
  readonly reason: string;
  readonly conditions: readonly Condition[];
  readonly answers: readonly MetricAnswer[];
}

/** Scales workloads after what their pods use. It remembers what it recommended, as upstream's does. */
export function createHorizontalPodAutoscaler(): Controller {
  const memories = new Map<string, Memory>();
  return defineController({
    name: 'horizontalpodautoscaling',
    eventSource: 'horizontal-pod-autoscaler',
    for: horizontalPodAutoscalers,
    reconcile({ namespace, name }, context) {
      const autoscaler = context.lister<HorizontalPodAutoscaler>(horizontalPodAutoscalers).get(namespace, name);
      if (!autoscaler?.spec) return undefined;
      const { uid } = autoscaler.metadata;
      const known = memories.get(uid);
      if (known?.spec && isDeepEqual(known.spec, autoscaler.spec) && context.nowMs < known.nextMs) return { requeueAfterMs: known.nextMs - context.nowMs };
      const memory: Memory = {
        spec: autoscaler.spec,
        nextMs: context.nowMs + PERIOD_MS,
        recommendations: known?.recommendations ?? [],
        changes: known?.changes ?? [],
      };
      memories.set(uid, memory);
      scale(autoscaler, autoscaler.spec, memory, context);
      return { requeueAfterMs: PERIOD_MS };
    },
  });
}

function scale(autoscaler: Autoscaler, spec: Spec, memory: Memory, context: ReconcileContext): void {
  const target = findTarget(autoscaler, spec, context);
  if (typeof target === 'string') {
    context.event(autoscaler, 'Warning', 'FailedGetScale', target);
    writeStatus(
      autoscaler,
      context,
      [
        {
          type: 'AbleToScale',
          status: 'False',
          reason: 'FailedGetScale',
          message: `the HPA controller was unable to get the target's current scale: ${target}`,
        },
      ],
      {},
    );
    return;
  }
  const decision = decide(autoscaler, spec, target, memory, context);
  if (decision === undefined) return;
  const isChange = decision.replicas !== target.replicas;
  const conditions = [...decision.conditions];
  if (isChange) {
    const namespace = autoscaler.metadata.namespace ?? '';
    const patch = { spec: { replicas: decision.replicas } };
    context.client.patch(target.kind, namespace, target.object.metadata.name, patch, { type: 'merge', subresource: 'scale' });
    memory.changes = [...memory.changes, { atMs: context.nowMs, by: decision.replicas - target.replicas }];
    context.event(autoscaler, 'Normal', 'SuccessfulRescale', `New size: ${decision.replicas}; reason: ${decision.reason}`);
    conditions.push(able('SucceededRescale', `the HPA controller was able to update the target scale to ${decision.replicas}`));
  }
  writeStatus(autoscaler, context, conditions, {
    currentReplicas: target.replicas,
    desiredReplicas: decision.replicas,
    ...(decision.answers.length > 0 && { currentMetrics: decision.answers.map(({ status }) => status) }),
    ...(isChange && { lastScaleTime: formatTime(context.nowMs) }),
  });
}

/** @returns undefined when the metrics do not tell; that is in the status already */
function decide(autoscaler: Autoscaler, spec: Spec, target: Target, memory: Memory, context: ReconcileContext): Decision | undefined {
  const { maxReplicas, minReplicas = 1 } = spec;
  const got = able('SucceededGetScale', "the HPA controller was able to get the target's current scale");
  const plain = (replicas: number, reason: string): Decision => ({ replicas, reason, conditions: [got], answers: [] });
  if (target.replicas === 0 && minReplicas !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero';
    return { ...plain(0, ''), conditions: [got, { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message }] };
  }
  if (target.replicas > maxReplicas) return plain(maxReplicas, 'Current number of replicas above Spec.MaxReplicas');
  if (target.replicas < minReplicas) return plain(minReplicas, 'Current number of replicas below Spec.MinReplicas');

  const namespace = autoscaler.metadata.namespace ?? '';
  const { items } = context.client.list<Pod>(pods, { namespace, labelSelector: target.selector });
  const scaled = { namespace, selector: target.selector, currentReplicas: target.replicas, pods: items };
  const answers: MetricAnswer[] = [];
  const failures: MetricFailure[] = [];
  for (const metric of spec.metrics ?? []) {
    const answer = readMetric(metric, scaled, context);
    if (isFailure(answer)) {
      failures.push(answer);
      context.event(autoscaler, 'Warning', answer.reason, answer.message);
    } else answers.push(answer);
  }
  const best = answers.reduce<MetricAnswer | undefined>((most, answer) => (most && most.replicas >= answer.replicas ? most : answer), undefined);
  // A metric that is not known might ask for more: then there is no scaling down.
  const [failure] = failures;
  if (failure && (!best || best.replicas < target.replicas)) {
    const summary = `invalid metrics (${failures.length} invalid out of ${spec.metrics?.length ?? 0}), first error is: ${failure.summary}`;
    context.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', summary);
    const message = `the HPA was unable to compute the replica count: ${failure.message}`;
    writeStatus(autoscaler, context, [got, { type: 'ScalingActive', status: 'False', reason: failure.reason, message }], { currentReplicas: target.replicas });
    return undefined;
  }
  const wanted = best?.replicas ?? target.replicas;
  const verdict = applyScalingRules(spec, target.replicas, wanted, memory, context.nowMs);
  const message = `the HPA was able to successfully calculate a replica count from ${best?.label ?? ''}`;
  return {
    replicas: verdict.replicas,
    reason: wanted > target.replicas ? `${best?.label ?? ''} above target` : 'All metrics below target',
    conditions: [
      able(verdict.able.reason, verdict.able.message),
      { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message },
      { type: 'ScalingLimited', ...verdict.limited },
    ],
    answers,
  };
}

function able(reason: string, message: string): Condition {
  return { type: 'AbleToScale', status: 'True', reason, message };
}

/** @returns why there is no target, when there is none */
function findTarget(autoscaler: Autoscaler, spec: Spec, { client }: ReconcileContext): Target | string {
  const { apiVersion, kind: kindName, name } = spec.scaleTargetRef;
  const kind = kindOf(apiVersion, kindName);
  if (!kind?.scale) return `no matches for kind "${kindName}" in group "${apiVersion?.split('/')[0] ?? ''}"`;
  try {
    const object = client.get<KubeObject>(kind, autoscaler.metadata.namespace ?? '', name);
    return { kind, object, replicas: kind.scale.replicas(object), selector: kind.scale.selector(object) };
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
}

function writeStatus(
  autoscaler: Autoscaler,
  { client, nowMs }: ReconcileContext,
  conditions: readonly Condition[],
  changes: Partial<NonNullable<HorizontalPodAutoscaler['status']>>,
): void {
  const merged = new Map((autoscaler.status?.conditions ?? []).map((condition) => [condition.type, condition]));
  for (const condition of conditions) {
    const before = merged.get(condition.type);
    const lastTransitionTime = before?.status === condition.status && before.lastTransitionTime ? before.lastTransitionTime : formatTime(nowMs);
    merged.set(condition.type, { ...condition, lastTransitionTime });
  }
  const status = { desiredReplicas: 0, ...autoscaler.status, ...changes, conditions: [...merged.values()] };
  if (isDeepEqual(status, autoscaler.status)) return;
  client.updateStatus<HorizontalPodAutoscaler>(horizontalPodAutoscalers, autoscaler.metadata.namespace ?? '', { ...autoscaler, status });
}
