import type { HorizontalPodAutoscaler, HPAScalingRules } from '#machinery/generated/types.ts';

/** What a controller remembers of one autoscaler between two looks. */
export interface ScalingMemory {
  /** What was recommended, oldest first. */
  recommendations: readonly { readonly atMs: number; readonly replicas: number }[];
  /** By how many replicas the target was changed. */
  changes: readonly { readonly atMs: number; readonly by: number }[];
}

export interface Verdict {
  readonly replicas: number;
  /** Conditions AbleToScale and ScalingLimited. */
  readonly able: { readonly reason: string; readonly message: string };
  readonly limited: { readonly status: 'True' | 'False'; readonly reason: string; readonly message: string };
}

const DOWN_WINDOW_SECONDS = 300;
const DEFAULT_UP: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DEFAULT_DOWN: HPAScalingRules = {
  stabilizationWindowSeconds: DOWN_WINDOW_SECONDS,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};
/** The longest period and window that a rule may have. */
const MEMORY_MS = 3_600_000;

const WITHIN_RANGE = { status: 'False', reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' } as const;

/**
 * Tames what the metrics ask for: no going back and forth, not faster than the rules, not beyond the bounds. The
 * recommendation is remembered.
 * @param wanted what the metrics ask for
 */
export function applyScalingRules(
  spec: NonNullable<HorizontalPodAutoscaler['spec']>,
  current: number,
  wanted: number,
  memory: ScalingMemory,
  nowMs: number,
): Verdict {
  const up = { ...DEFAULT_UP, ...spec.behavior?.scaleUp };
  const down = { ...DEFAULT_DOWN, ...spec.behavior?.scaleDown };
  if (memory.recommendations.length === 0) memory.recommendations = [{ atMs: nowMs, replicas: current }];
  const stabilized = stabilize(current, wanted, memory, up.stabilizationWindowSeconds ?? 0, down.stabilizationWindowSeconds ?? DOWN_WINDOW_SECONDS, nowMs);
  memory.recommendations = [...memory.recommendations.filter(({ atMs }) => nowMs - atMs < MEMORY_MS), { atMs: nowMs, replicas: wanted }];
  memory.changes = memory.changes.filter(({ atMs }) => nowMs - atMs < MEMORY_MS);
  return { able: describeStability(current, wanted, stabilized), ...limit(spec, up, down, current, stabilized, memory, nowMs) };
}

function stabilize(current: number, wanted: number, memory: ScalingMemory, upSeconds: number, downSeconds: number, nowMs: number): number {
  const within = (seconds: number): number[] => memory.recommendations.filter(({ atMs }) => nowMs - atMs < seconds * 1000).map(({ replicas }) => replicas);
  const lowest = Math.min(wanted, ...within(upSeconds));
  const highest = Math.max(wanted, ...within(downSeconds));
  return Math.min(Math.max(current, lowest), highest);
}

function describeStability(current: number, wanted: number, stabilized: number): Verdict['able'] {
  if (stabilized === wanted) return { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
  if (wanted >= current) {
    return { reason: 'ScaleUpStabilized', message: 'recent recommendations were lower than current one, applying the lowest recent recommendation' };
  }
  return { reason: 'ScaleDownStabilized', message: 'recent recommendations were higher than current one, applying the highest recent recommendation' };
}

function limit(
  spec: NonNullable<HorizontalPodAutoscaler['spec']>,
  up: HPAScalingRules,
  down: HPAScalingRules,
  current: number,
  wanted: number,
  memory: ScalingMemory,
  nowMs: number,
): Omit<Verdict, 'able'> {
  const { maxReplicas, minReplicas = 1 } = spec;
  if (wanted > current) {
    const fastest = Math.max(current, scaleUpLimit(up, current, memory, nowMs));
    const most = Math.min(maxReplicas, fastest);
    if (wanted <= most) return { replicas: wanted, limited: WITHIN_RANGE };
    const isRate = maxReplicas > fastest;
    const why = isRate
      ? { reason: 'ScaleUpLimit', message: 'the desired replica count is increasing faster than the maximum scale rate' }
      : { reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' };
    return { replicas: most, limited: { status: 'True', ...why } };
  }
  if (wanted < current) {
    const fastest = Math.min(current, scaleDownLimit(down, current, memory, nowMs));
    const fewest = Math.max(minReplicas, fastest);
    if (wanted >= fewest) return { replicas: wanted, limited: WITHIN_RANGE };
    const isRate = minReplicas < fastest;
    const why = isRate
      ? { reason: 'ScaleDownLimit', message: 'the desired replica count is decreasing faster than the maximum scale rate' }
      : { reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' };
    return { replicas: fewest, limited: { status: 'True', ...why } };
  }
  return { replicas: wanted, limited: WITHIN_RANGE };
}

function scaleUpLimit(rules: HPAScalingRules, current: number, memory: ScalingMemory, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = current - changedWithin(memory, periodSeconds, nowMs);
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits);
}

function scaleDownLimit(rules: HPAScalingRules, current: number, memory: ScalingMemory, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = current - changedWithin(memory, periodSeconds, nowMs);
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits);
}

/** By how many replicas the target grew within a period. */
function changedWithin(memory: ScalingMemory, seconds: number, nowMs: number): number {
  return memory.changes.filter(({ atMs }) => nowMs - atMs < seconds * 1000).reduce((sum, { by }) => sum + by, 0);
}
