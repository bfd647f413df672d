import { kindOf } from '#kinds/catalog.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../command.ts';
import type { FoundObject } from './fetch-targets.ts';

const isReady = (pod: Pod): boolean => (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');

// As upstream's "active pods" order: those that are placed, running and ready first, and of these the ones ready longest.
function rank(pod: Stored<Pod>): string {
  const phase = { Running: 0, Unknown: 1, Pending: 2 }[pod.status?.phase ?? ''] ?? 3;
  return `${pod.spec?.nodeName ? 0 : 1}${phase}${isReady(pod) ? 0 : 1}${pod.metadata.creationTimestamp}${pod.metadata.name}`;
}

/**
 * The pods an object stands for: itself, or those its selector names, the best one first.
 * @throws UsageError for kinds that stand for no pods
 */
export async function listPodsOf(found: FoundObject, invocation: Invocation): Promise<readonly Stored<Pod>[]> {
  if (found.object.kind === 'Pod') return [found.object as Stored<Pod>];
  const selector = kindOf(found.object.apiVersion, found.object.kind)?.podSelector?.(found.object);
  if (!selector)
    throw new UsageError(
      `cannot attach to *${found.object.apiVersion?.replace('/', '')}.${found.object.kind}: selector for *${found.object.apiVersion?.replace('/', '')}.${found.object.kind} not implemented`,
    );
  const list = await invocation.kubectl.client().list<Pod>(podKind, { namespace: found.namespace, labelSelector: selector });
  return [...list.items].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/**
 * The one pod that `exec`, `attach` and `port-forward` go to when an object with several is named; waits for one to come.
 * @throws UsageError when none comes in time
 */
export async function choosePodOf(found: FoundObject, invocation: Invocation, timeoutMs: number): Promise<Stored<Pod>> {
  const { clock } = invocation.process.simulation;
  const deadline = clock.now + timeoutMs;
  for (;;) {
    const [pod] = await listPodsOf(found, invocation);
    if (pod) return pod;
    if (clock.now >= deadline) throw new UsageError('timed out waiting for the condition');
    await invocation.process.sleep(1000);
  }
}

/** The container that is meant when none is named, and what to tell the user when there are several. */
export function chooseContainer(pod: Stored<Pod>, asked: string): { readonly name: string; readonly notice: string } {
  const names = (pod.spec?.containers ?? []).map((container) => container.name);
  const all = [
    ...names,
    ...(pod.spec?.initContainers ?? []).map((container) => `${container.name} (init)`),
    ...(pod.spec?.ephemeralContainers ?? []).map((container) => `${container.name} (ephem)`),
  ];
  if (asked !== '') {
    const isThere = all.some((name) => name === asked || name.startsWith(`${asked} (`));
    if (!isThere) throw new UsageError(`container ${asked} not found in pod ${pod.metadata.name}`);
    return { name: asked, notice: '' };
  }
  const annotated = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (annotated && names.includes(annotated)) return { name: annotated, notice: '' };
  const name = names[0] ?? '';
  return { name, notice: all.length > 1 ? `Defaulted container ${JSON.stringify(name)} out of: ${all.join(', ')}\n` : '' };
}
