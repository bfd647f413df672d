import { cronJobKind } from './cronjob/cronjob.ts';
import { daemonSetKind } from './daemonset/daemonset.ts';
import { jobKind } from './job/job.ts';
import type { Kind } from './kind.ts';
import { statefulSetKind } from './statefulset/statefulset.ts';

/**
 * Kinds whose API is complete and whose controllers are still to come. They are not in the catalog, so the API server
 * does not serve them: an object that nobody acts on would mislead.
 */
export const upcomingKinds: readonly Kind[] = [daemonSetKind, statefulSetKind, cronJobKind, jobKind] as readonly Kind[];
