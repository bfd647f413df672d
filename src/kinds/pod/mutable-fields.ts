import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { Container, PodSpec } from '#machinery/generated/types.ts';

/** Whether two specs say the same: quantities by value, empty lists like absent ones. */
export function equalSpecs(a: PodSpec, b: PodSpec): boolean {
  return a === b || isSemanticallyEqual(a, b);
}

/**
 * The new spec with everything that may change put back to what it was: what still differs may not.
 * A pod with scheduling gates may also be steered: node selector and required node affinity.
 */
export function planComparableSpec(next: PodSpec, before: PodSpec): PodSpec {
  const comparable: Record<string, unknown> = { ...next };
  const putBack = (name: keyof PodSpec) => {
    if (before[name] === undefined) delete comparable[name];
    else comparable[name] = before[name];
  };
  if (next.containers) comparable['containers'] = withImages(next.containers, before.containers ?? []);
  if (next.initContainers) comparable['initContainers'] = withImages(next.initContainers, before.initContainers ?? []);
  putBack('activeDeadlineSeconds');
  putBack('tolerations');
  putBack('schedulingGates');
  if ((before.terminationGracePeriodSeconds ?? 0) < 0 && next.terminationGracePeriodSeconds === 1) putBack('terminationGracePeriodSeconds');
  if ((before.schedulingGates?.length ?? 0) > 0) {
    putBack('nodeSelector');
    putBack('affinity');
  }
  return comparable as unknown as PodSpec;
}

function withImages(next: readonly Container[], before: readonly Container[]): readonly Container[] {
  return next.map((container, index) => {
    const old = before[index];
    if (container === old || container.image === old?.image || old?.image === undefined) return container;
    return { ...container, image: old.image };
  });
}
