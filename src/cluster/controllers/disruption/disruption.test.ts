import { describe, expect, it } from 'vitest';
import { kinds } from '#kinds/catalog.ts';
import type { Kind } from '#kinds/kind.ts';
import { podDisruptionBudgetKind } from '#kinds/poddisruptionbudget/poddisruptionbudget.ts';
import type { Deployment, Pod, PodDisruptionBudget } from '#machinery/generated/types.ts';
import { StatusError } from '#machinery/status-error.ts';
import { deployments, podDisruptionBudgets, pods } from '../../resource-types.ts';
import { addNodes, type ControlPlane, createControlPlane, keepNodesAlive, readyNode, runPods, startLoops } from '../../testing/control-plane.ts';

const served = [...new Set([...kinds, podDisruptionBudgetKind] as unknown as readonly Kind[])];

async function planeWith(spec: PodDisruptionBudget['spec']): Promise<ControlPlane> {
  const plane = createControlPlane('budget', true, served);
  addNodes(plane, [readyNode('node-1')]);
  keepNodesAlive(plane);
  startLoops(plane);
  runPods(plane);
  await plane.advance(1);
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } };
  plane.client.create<Deployment>(deployments, 'default', {
    metadata: { name: 'web' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template },
  });
  plane.client.create<PodDisruptionBudget>(podDisruptionBudgets, 'default', {
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  });
  await plane.advance(4);
  return plane;
}

function numbers(plane: ControlPlane): readonly (number | undefined)[] {
  const status = plane.list<PodDisruptionBudget>(podDisruptionBudgets)[0]?.status;
  return [status?.expectedPods, status?.desiredHealthy, status?.currentHealthy, status?.disruptionsAllowed];
}

function evict(plane: ControlPlane, pod: Pod | undefined): string {
  const name = pod?.metadata?.name ?? '';
  try {
    plane.client.create<Pod>(
      pods,
      'default',
      { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } },
      { subresource: 'eviction', name },
    );
    return 'evicted';
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return `${error.code} ${error.message} ${error.status.details?.causes?.[0]?.message ?? ''}`;
  }
}

describe('disruption budgets', () => {
  it.each<[NonNullable<PodDisruptionBudget['spec']>, readonly number[]]>([
    [{ minAvailable: 2 }, [3, 2, 3, 1]],
    [{ minAvailable: '50%' }, [3, 2, 3, 1]],
    [{ maxUnavailable: 1 }, [3, 2, 3, 1]],
    [{ maxUnavailable: '50%' }, [3, 1, 3, 2]],
    [{ minAvailable: '100%' }, [3, 3, 3, 0]],
  ])('%j allows as many as are to spare', async (spec, expected) => {
    expect(numbers(await planeWith(spec))).toEqual(expected);
  });

  it('lets one pod go and refuses the next until another is ready', async () => {
    const plane = await planeWith({ minAvailable: 2 });
    const [first, second] = plane.list<Pod>(pods);
    expect([evict(plane, first), evict(plane, second)]).toEqual([
      'evicted',
      "429 Cannot evict pod as it would violate the pod's disruption budget. The disruption budget web needs 2 healthy pods and has 3 currently",
    ]);
    await plane.advance(0.5);
    // The pod that is leaving is still among those expected, as upstream counts.
    expect(numbers(plane)).toEqual([4, 2, 2, 0]);
    await plane.advance(5);
    expect(numbers(plane)).toEqual([3, 2, 3, 1]);
    expect(evict(plane, second)).toBe('evicted');
  });
});
