import type { Taint, Toleration } from '#machinery/generated/types.ts';
import { toleratesTaint } from '#machinery/taints.ts';

/**
 * How long a pod may stay on a node with NoExecute taints: 0 when one of them is not tolerated, the shortest
 * `tolerationSeconds` of the tolerations that are used, or undefined for ever.
 * @returns virtual milliseconds
 */
export function toleratedForMs(taints: readonly Taint[], tolerations: readonly Toleration[]): number | undefined {
  let shortest: number | undefined;
  for (const taint of taints) {
    const used = tolerations.find((toleration) => toleratesTaint(toleration, taint));
    if (!used) return 0;
    if (used.tolerationSeconds === undefined) continue;
    shortest = Math.min(shortest ?? Number.POSITIVE_INFINITY, Math.max(0, used.tolerationSeconds * 1000));
  }
  return shortest;
}
