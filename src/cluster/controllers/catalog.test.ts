import { describe, expect, it } from 'vitest';
import type { DirectClient } from '#client/client.ts';
import type { Informers } from '#client/informer.ts';
import { kinds } from '#kinds/catalog.ts';
import type { Deployment, Endpoints, Node, Pod, Service } from '#machinery/generated/types.ts';
import { deployments, endpoints, nodes, pods, services } from '../resource-types.ts';
import { addNodes, type ControlPlane, createControlPlane, keepNodesAlive, readyNode, runPods, startLoops } from '../testing/control-plane.ts';
import { loadControllers } from './catalog.ts';
import type { Key } from './controller.ts';

const controllers = await loadControllers({ rootCertificate: 'PEM', clusterCidr: '10.244.0.0/16', types: kinds });

const web: Deployment = {
  metadata: { name: 'web' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx:1' }] } },
  },
};
const service: Service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };

/** A cluster with something of everything, after a rollout, a scaling and a deletion. */
async function busyPlane(plane: ControlPlane): Promise<ControlPlane> {
  addNodes(plane, [readyNode('node-1'), readyNode('node-2')]);
  keepNodesAlive(plane);
  startLoops(plane);
  runPods(plane);
  await plane.advance(1);
  plane.client.create<Service>(services, 'default', service);
  plane.client.create<Deployment>(deployments, 'default', web);
  await plane.advance(5);
  const patch = { spec: { replicas: 5, template: { spec: { containers: [{ name: 'main', image: 'nginx:2' }] } } } };
  plane.client.patch(deployments, 'default', 'web', patch, { type: 'strategic' });
  await plane.advance(1);
  const [pod] = plane.list<Pod>(pods);
  plane.client.delete(pods, 'default', pod?.metadata.name ?? '');
  plane.client.patch(nodes, '', 'node-2', { spec: { unschedulable: true } }, { type: 'merge' });
  await plane.advance(60);
  return plane;
}

/** What is left when names, times and addresses, which depend on who came first, are taken away. */
function endState(plane: ControlPlane): unknown {
  const [deployment] = plane.list<Deployment>(deployments);
  const { conditions, ...numbers } = deployment?.status ?? {};
  const [found] = plane.list<Endpoints>(endpoints).filter((object) => object.metadata.name === 'web');
  return {
    numbers,
    conditions: conditions?.map((condition) => `${condition.type}=${condition.status} ${condition.reason}`).sort(),
    images: plane.list<Pod>(pods).map((pod) => `${pod.spec?.containers[0]?.image} ${pod.status?.phase}`),
    addresses: found?.subsets?.map((subset) => subset.addresses?.length),
    taints: plane.list<Node>(nodes).map((node) => node.spec?.taints?.map((taint) => taint.key) ?? []),
  };
}

/** The same local copies, but every type's news reach the handlers later by a random time, in order. */
function delayed(plane: ControlPlane): ControlPlane {
  const random = plane.simulation.random.fork('delays');
  const { clock } = plane.simulation;
  const later = new Map<string, number>();
  const informers: Informers = {
    ...plane.informers,
    subscribe(type, handlers, fieldSelector) {
      const enqueue = (run: () => void): void => {
        const atMs = Math.max(clock.now + random.below(80), later.get(type.plural) ?? 0);
        later.set(type.plural, atMs);
        clock.at(atMs, run);
      };
      plane.informers.subscribe(
        type,
        {
          onAdd: (object) => enqueue(() => handlers.onAdd?.(object as never)),
          onUpdate: (object, before) => enqueue(() => handlers.onUpdate?.(object as never, before as never)),
          onDelete: (object) => enqueue(() => handlers.onDelete?.(object as never)),
        },
        fieldSelector,
      );
    },
  };
  return { ...plane, informers };
}

describe.each(controllers.map((controller) => [controller.name, controller] as const))('the %s controller', (_name, controller) => {
  it('writes nothing when there is nothing to do', async () => {
    const plane = await busyPlane(createControlPlane());
    const writes: string[] = [];
    const refuse = (verb: string) => (): never => {
      writes.push(verb);
      throw new Error(`${controller.name} wrote: ${verb}`);
    };
    const client: DirectClient = {
      ...plane.client,
      create: refuse('create'),
      update: refuse('update'),
      updateStatus: refuse('updateStatus'),
      patch: refuse('patch'),
      delete: refuse('delete'),
    };
    for (const index of controller.indexes ?? []) plane.informers.index(index.type, index.name, index.values);
    const types = [...(controller.for ? [controller.for] : []), ...(controller.watches ?? []).map((watch) => watch.type)];
    const keys: readonly Key[] = types.flatMap((type) =>
      plane.list(type).map((object) => ({ namespace: object.metadata.namespace ?? '', name: object.metadata.name })),
    );
    const lister = plane.informers.lister;
    for (const key of keys) {
      controller.reconcile(key, { client, lister, nowMs: plane.simulation.clock.now, event: (_about, _type, reason) => writes.push(reason) });
    }
    expect(writes).toEqual([]);
  });
});

describe('all controllers together', () => {
  it('end in the same state whatever order news arrive in', async () => {
    const expected = endState(await busyPlane(createControlPlane('in order')));
    expect(expected).toMatchObject({ numbers: { replicas: 5, updatedReplicas: 5, availableReplicas: 5 }, addresses: [5] });
    for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) expect(endState(await busyPlane(delayed(createControlPlane(seed))))).toEqual(expected);
  });
});
