import { ingressKind } from './ingress/ingress.ts';
import { ingressClassKind } from './ingressclass/ingressclass.ts';
import type { Kind } from './kind.ts';

/**
 * Kinds whose API is complete and whose controllers are still to come. They are not in the catalog, so the API server
 * does not serve them: an object that nobody acts on would mislead.
 */
export const upcomingKinds: readonly Kind[] = [ingressClassKind, ingressKind] as readonly Kind[];
