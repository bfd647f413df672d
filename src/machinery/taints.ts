import type { Taint, Toleration } from './generated/types.ts';

/**
 * Whether a toleration covers a taint. An empty key with Exists covers all keys, an empty effect all effects; Gt and Lt
 * compare integers. As upstream's ToleratesTaint.
 */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    case 'Lt':
      return isInteger(toleration.value) && isInteger(taint.value) && Number(taint.value) < Number(toleration.value);
    case 'Gt':
      return isInteger(toleration.value) && isInteger(taint.value) && Number(taint.value) > Number(toleration.value);
    default:
      return false;
  }
}

/** The first taint of the given effects that no toleration covers. */
export function findUntolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  isConcerned: (effect: string) => boolean,
): Taint | undefined {
  return taints?.find((taint) => isConcerned(taint.effect) && !tolerations?.some((toleration) => toleratesTaint(toleration, taint)));
}

function isInteger(text: string | undefined): text is string {
  return text !== undefined && /^-?\d+$/.test(text);
}
