import type { Deployment } from '#machinery/generated/types.ts';
import { scaledValue } from '#machinery/int-or-string.ts';

/** How far a rolling update may go beyond the wanted number of pods, and below it. Absolute numbers. */
export interface Surge {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Resolves the percentages of a Deployment's strategy. Both are 0 for Recreate. */
export function surgeOf(deployment: Deployment): Surge {
  const replicas = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const rolling = deployment.spec?.strategy?.rollingUpdate;
  const maxSurge = scaledValue(rolling?.maxSurge ?? 0, replicas, true);
  const unavailable = scaledValue(rolling?.maxUnavailable ?? 0, replicas, false);
  // Rounding must not leave both at 0: the update could never take a step. As upstream's ResolveFenceposts.
  const maxUnavailable = maxSurge === 0 && unavailable === 0 ? 1 : unavailable;
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}
