import { describe, expect, test } from 'vitest';
import type { ContainerImage } from '#cluster/kubelet/runtime/image.ts';
import { images } from '#images/catalog.ts';
import { pods, startTestCluster, stateOf } from './test-cluster.ts';

/** What an image needs to be a server that goes on: arguments where its own command ends at once. */
const commands: Readonly<Record<string, readonly string[]>> = {
  busybox: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'],
  alpine: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'],
  'curlimages/curl': ['nc', '-lk', '-p', '9000'],
  'registry.k8s.io/e2e-test-images/agnhost': ['/agnhost', 'netexec'],
  'hashicorp/http-echo': ['/http-echo', '-text=hello'],
  'polinux/stress': ['stress', '--cpu', '1'],
};
/** An image whose program is meant to fail. */
const failing = new Set(['drydock/crasher']);

describe.each(images.map((image): [string, ContainerImage] => [image.name, image]))('%s', (name, image) => {
  test('every tag has a file system, and its own program is in it', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    for (const [index, tag] of image.tags.entries()) {
      t.createPod(`p-${index}`, {
        restartPolicy: 'Never',
        containers: [{ name: 'c', image: `${name}:${tag.tag}`, ...(commands[name] && { command: [...commands[name]] }) }],
      });
    }
    await t.simulation.advance(20_000);
    const states = image.tags.map((_, index) => stateOf(t.pod(`p-${index}`)));
    expect(states).toEqual(image.tags.map(() => (failing.has(name) ? 'terminated Error 2' : 'running')));
  });

  test('answers on its port, ends on its stop signal and logs the same for the same seed', async () => {
    const run = async (): Promise<{ log: string; open: number[]; tookMs: number }> => {
      const t = await startTestCluster({ imagesPresent: true, nodes: [{ name: 'node-1', cpu: '4', memory: '8Gi' }] });
      t.createPod('p', { restartPolicy: 'Never', containers: [{ name: 'c', image: name, ...(commands[name] && { command: [...commands[name]] }) }] });
      await t.simulation.advance(10_000);
      const open: number[] = [];
      for (const port of image.exposedPorts) {
        let connected: boolean | undefined;
        const address = t.pod('p').status?.podIP ?? '';
        t.simulation.inject(() => {
          t.cluster
            .node('node-1')
            .network.connect(address, port)
            .then(
              (socket) => {
                socket.close();
                connected = true;
              },
              () => {
                connected = false;
              },
            );
        });
        await t.until(() => connected !== undefined);
        if (connected) open.push(port);
      }
      const log = await t.logs('p');
      const before = t.elapsedMs;
      t.client.delete(pods, 'default', 'p');
      await t.until(() => !t.hasPod('p'));
      return { log, open, tookMs: t.elapsedMs - before };
    };
    const first = await run();
    expect(first.open).toEqual(image.exposedPorts);
    // Programs that handle no signal wait for the end of the grace period, as pid 1 does; servers do not.
    if (name !== 'curlimages/curl') expect(first.tookMs).toBeLessThan(5_000);
    expect(await run()).toEqual(first);
  });
});
