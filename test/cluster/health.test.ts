import { describe, expect, test } from 'vitest';
import type { Node, Pod } from '#machinery/generated/types.ts';
import { isReady, nodes, pods, startTestCluster } from './test-cluster.ts';

describe('probes', () => {
  test('a readiness probe that fails keeps the pod out of its Service', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod(
      'web',
      { containers: [{ name: 'c', image: 'nginx:1.25', readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 2 } }] },
      { app: 'web' },
    );
    await t.simulation.advance(10_000);
    expect(isReady(t.pod('web'))).toBe(false);
    expect(t.pod('web').status?.phase).toBe('Running');
    expect(t.events('web').at(-1)).toMatch(/^Unhealthy \d Readiness probe failed: HTTP probe failed with statuscode: 404$/);
  });

  test('a liveness probe that fails three times restarts the container', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod('web', {
      terminationGracePeriodSeconds: 5,
      containers: [{ name: 'c', image: 'nginx:1.25', livenessProbe: { tcpSocket: { port: 81 }, periodSeconds: 5, initialDelaySeconds: 3 } }],
    });
    await t.until(() => t.pod('web').status?.containerStatuses?.[0]?.restartCount === 1);
    const address = t.pod('web').status?.podIP;
    expect(t.events('web')).toEqual(
      expect.arrayContaining([
        `Unhealthy 3 Liveness probe failed: dial tcp ${address}:81: connect: connection refused`,
        'Killing 1 Container c failed liveness probe, will be restarted',
      ]),
    );
    expect(t.elapsedMs).toBeGreaterThan(13_000);
    expect(t.elapsedMs).toBeLessThan(18_000);
  });

  test('a command that takes too long fails, and one that is not there is an error', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    const probe = (command: readonly string[]) => ({ exec: { command }, periodSeconds: 5 });
    t.createPod('slow', { containers: [{ name: 'c', image: 'registry.k8s.io/e2e-test-images/agnhost', readinessProbe: probe(['nc', '-l', '-p', '99']) }] });
    t.createPod('missing', { containers: [{ name: 'c', image: 'nginx:1.25', readinessProbe: probe(['check']) }] });
    await t.simulation.advance(6_000);
    expect(t.events('slow').at(-1)).toMatch(/^Unhealthy \d Readiness probe failed: command timed out: "nc -l -p 99" timed out after 1s$/);
    expect(t.events('missing').at(-1)).toMatch(
      /^Unhealthy \d Readiness probe errored and resulted in unknown state: rpc error: .*exec: "check": executable file not found in \$PATH$/,
    );
  });
});

describe('a node that loses power', () => {
  test('is NotReady after about 40 seconds; its pods are evicted 300 seconds later and go when it is back', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createDeployment('web', 3, { containers: [{ name: 'c', image: 'nginx:1.25' }] });
    await t.until(() => t.deployment('web').status?.availableReplicas === 3);
    const all = () => t.client.list<Pod>(pods, { labelSelector: 'app=web' }).items;
    const victim = all()[0]?.spec?.nodeName ?? '';
    const onVictim = () => all().filter((pod) => pod.spec?.nodeName === victim);
    const count = onVictim().length;
    const condition = () => t.client.get<Node>(nodes, '', victim).status?.conditions?.find((item) => item.type === 'Ready')?.status;
    t.cluster.node(victim).stop();
    const stoppedAt = t.elapsedMs;
    await t.until(() => condition() === 'Unknown');
    expect(t.elapsedMs - stoppedAt).toBeGreaterThan(30_000);
    expect(t.elapsedMs - stoppedAt).toBeLessThan(60_000);
    await t.until(() => onVictim().every((pod) => pod.metadata.deletionTimestamp !== undefined));
    expect(t.elapsedMs - stoppedAt).toBeGreaterThan(330_000);
    expect(t.elapsedMs - stoppedAt).toBeLessThan(370_000);
    await t.until(() => t.deployment('web').status?.availableReplicas === 3);
    expect(onVictim()).toHaveLength(count);
    t.cluster.node(victim).start();
    await t.until(() => condition() === 'True');
    await t.until(() => onVictim().every((pod) => pod.metadata.deletionTimestamp === undefined));
  });

  test('starts the pods that were bound to it meanwhile when it is back', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.cluster.node('node-1').stop();
    t.createPod('late', { nodeName: 'node-1', containers: [{ name: 'c', image: 'nginx:1.25' }] });
    await t.simulation.advance(10_000);
    expect(t.pod('late').status?.phase).toBe('Pending');
    t.cluster.node('node-1').start();
    await t.until(() => isReady(t.pod('late')));
  });
});
