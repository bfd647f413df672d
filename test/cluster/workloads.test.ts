import { describe, expect, test } from 'vitest';
import type { Pod } from '#machinery/generated/types.ts';
import { deployments, isReady, pods, startTestCluster, stateOf } from './test-cluster.ts';

const nginx = (image: string) => ({ containers: [{ name: 'web', image, ports: [{ containerPort: 80 }] }] });

describe('a Deployment', () => {
  test('becomes available, is rolled to another image and back, and answers through its Service', async () => {
    const t = await startTestCluster();
    t.createDeployment('web', 3, nginx('nginx:1.25'));
    t.createService('web', { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 80 }] });
    t.createPod('client', { containers: [{ name: 'c', image: 'curlimages/curl', command: ['sleep', '1000'] }] });
    await t.until(() => t.deployment('web').status?.availableReplicas === 3 && isReady(t.pod('client')));

    const version = async (): Promise<string> => {
      const { stdout } = await t.exec('client', ['curl', '-sI', 'http://web']);
      return /Server: (.*)\r/.exec(stdout)?.[1] ?? stdout;
    };
    expect(await version()).toBe('nginx/1.25.5');

    const setImage = (image: string): void => {
      t.client.patch(deployments, 'default', 'web', { spec: { template: { spec: { containers: [{ name: 'web', image }] } } } }, { type: 'strategic' });
    };
    const rolledOut = (): boolean => {
      const { status, spec, metadata } = t.deployment('web');
      return (
        status?.observedGeneration === metadata.generation &&
        status?.updatedReplicas === spec?.replicas &&
        status?.availableReplicas === 3 &&
        status?.replicas === 3
      );
    };
    setImage('nginx:1.27');
    await t.simulation.advance(100);
    await t.until(rolledOut);
    await t.until(t.cluster.settled);
    expect(await version()).toBe('nginx/1.27.5');
    setImage('nginx:1.25');
    await t.simulation.advance(100);
    await t.until(rolledOut);
    await t.until(t.cluster.settled);
    expect(await version()).toBe('nginx/1.25.5');
  });
});

describe('a pod', () => {
  test('whose image is on the node runs about a second after it was bound', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod('web', nginx('nginx:1.25'));
    const before = t.elapsedMs;
    await t.until(() => isReady(t.pod('web')));
    expect(t.elapsedMs - before).toBeGreaterThan(500);
    expect(t.elapsedMs - before).toBeLessThan(2_000);
    expect(t.events('web')).toEqual([
      expect.stringMatching(/^Scheduled 1 Successfully assigned default\/web to node-\d$/),
      'Pulled 1 Container image "nginx:1.25" already present on machine and can be accessed by the pod',
      'Created 1 Container created',
      'Started 1 Container started',
    ]);
  });

  test('that crashes is started again after 0, 10, 20, 40, 80, 160 and 300 seconds', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod('crash', { containers: [{ name: 'c', image: 'drydock/crasher:1.0', env: [{ name: 'CRASH_AFTER', value: '1' }] }] });
    const waits: number[] = [];
    for (let restart = 1; restart <= 8; restart++) {
      await t.until(() => (t.pod('crash').status?.containerStatuses?.[0]?.restartCount ?? 0) === restart && stateOf(t.pod('crash')) !== 'waiting');
      const status = t.pod('crash').status?.containerStatuses?.[0];
      const ended = Date.parse(status?.lastState?.terminated?.finishedAt ?? '');
      const started = Date.parse(status?.state?.running?.startedAt ?? status?.state?.terminated?.startedAt ?? '');
      waits.push(Math.round((started - ended) / 1000));
    }
    const expected = [0, 10, 20, 40, 80, 160, 300, 300];
    for (const [index, wait] of waits.entries()) expect(Math.abs(wait - (expected[index] ?? 0)), `wait ${index}: ${waits.join(' ')}`).toBeLessThanOrEqual(2);
    await t.until(() => stateOf(t.pod('crash')) === 'waiting CrashLoopBackOff');
    const uid = t.pod('crash').metadata.uid;
    expect(t.pod('crash').status?.containerStatuses?.[0]).toMatchObject({
      ready: false,
      restartCount: 8,
      state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off 5m0s restarting failed container=c pod=crash_default(${uid})` } },
      lastState: { terminated: { exitCode: 2, reason: 'Error' } },
    });
    expect(t.pod('crash').status?.phase).toBe('Running');
    expect(await t.logs('crash', { previous: 'true' })).toContain('panic: runtime error');
  });

  test('whose image does not exist goes from ErrImagePull to ImagePullBackOff', async () => {
    const t = await startTestCluster();
    t.createPod('web', nginx('nginx:9.9'));
    const seen: string[] = [];
    while (t.elapsedMs < 60_000) {
      await t.simulation.advance(500);
      const state = stateOf(t.pod('web'));
      if (seen.at(-1) !== state) seen.push(state);
    }
    expect(seen.slice(0, 4)).toEqual(['waiting ContainerCreating', 'waiting ErrImagePull', 'waiting ImagePullBackOff', 'waiting ErrImagePull']);
    const cause =
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:9.9": failed to resolve image: docker.io/library/nginx:9.9: not found';
    expect(t.events('web').map((event) => event.replace(/ \d+ /, ' '))).toEqual([
      expect.stringContaining('Scheduled Successfully assigned'),
      'Pulling Pulling image "nginx:9.9"',
      `Failed Failed to pull image "nginx:9.9": ${cause}`,
      'Failed Error: ErrImagePull',
      'BackOff Back-off pulling image "nginx:9.9"',
      'Failed Error: ImagePullBackOff',
    ]);
    expect(t.pod('web').status?.phase).toBe('Pending');
    expect(await t.logs('web')).toMatch(/container "web" in pod "web" is waiting to start: (trying and failing to pull image|image can't be pulled)/);
  });

  test('that uses more memory than its limit is killed for it', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod('hog', {
      restartPolicy: 'Never',
      containers: [{ name: 'c', image: 'polinux/stress', command: ['stress', '--vm', '1', '--vm-bytes', '250M'], resources: { limits: { memory: '100Mi' } } }],
    });
    await t.until(() => t.pod('hog').status?.phase === 'Failed');
    expect(stateOf(t.pod('hog'))).toBe('terminated OOMKilled 137');
  });

  test('with a command that is not in the image says so', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod('bad', { containers: [{ name: 'c', image: 'nginx:1.25', command: ['serve'] }] });
    await t.until(() => stateOf(t.pod('bad')) === 'waiting RunContainerError');
    expect(t.pod('bad').status?.containerStatuses?.[0]?.state?.waiting?.message).toBe(
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "serve": executable file not found in $PATH',
    );
    await t.until(() => stateOf(t.pod('bad')) === 'waiting CrashLoopBackOff');
  });

  test('waits for its ConfigMap and starts when it is there', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod('app', {
      containers: [
        { name: 'env', image: 'nginx:1.25', envFrom: [{ configMapRef: { name: 'settings' } }] },
        { name: 'files', image: 'httpd:2.4' },
      ],
    });
    await t.until(() => stateOf(t.pod('app')) === 'waiting CreateContainerConfigError');
    expect(t.events('app')).toContainEqual(expect.stringMatching(/^Failed \d+ Error: configmap "settings" not found$/));
    t.client.create({ group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', singular: 'configmap', namespaced: true }, 'default', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { MODE: 'dev' },
    } as Pod);
    await t.until(() => stateOf(t.pod('app')) === 'running');
  });

  test('ignoring its stop signal is killed when the grace period is over', async () => {
    const t = await startTestCluster({ imagesPresent: true });
    t.createPod('stubborn', { terminationGracePeriodSeconds: 10, containers: [{ name: 'c', image: 'busybox', command: ['sleep', '1000'] }] });
    await t.until(() => isReady(t.pod('stubborn')));
    const before = t.elapsedMs;
    t.client.delete(pods, 'default', 'stubborn');
    expect(t.pod('stubborn').metadata.deletionGracePeriodSeconds).toBe(10);
    await t.until(() => !t.hasPod('stubborn'));
    expect(t.elapsedMs - before).toBeGreaterThanOrEqual(10_000);
    expect(t.elapsedMs - before).toBeLessThan(12_500);
    expect(t.events('stubborn').at(-1)).toBe('Killing 1 Stopping container c');
  });
});

test('the same seed gives the same run, another seed another one', async () => {
  const run = async (seed: string): Promise<string> => {
    const t = await startTestCluster({ seed });
    t.createDeployment('web', 4, nginx('nginx'));
    t.createPod('crash', { containers: [{ name: 'c', image: 'drydock/crasher' }] });
    await t.simulation.advance(60_000);
    return t.simulation.trace.hash;
  };
  const [first, second, other] = [await run('a'), await run('a'), await run('b')];
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});

test('any slicing of time gives the same run', async () => {
  const run = async (sliceMs: number): Promise<string> => {
    const t = await startTestCluster({ seed: 'slices' });
    t.createDeployment('web', 2, { containers: [{ name: 'c', image: 'nginx', readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 3 } }] });
    t.createPod('shell', {
      containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'for i in 1 2 3; do wget -qO- web | wc -c; sleep 5; done; exit 1'] }],
    });
    t.createService('web', { selector: { app: 'web' }, ports: [{ port: 80 }] });
    const start = t.elapsedMs;
    while (t.elapsedMs - start < 45_000) await t.simulation.advance(sliceMs);
    return `${t.simulation.trace.hash} ${await t.logs('shell', { previous: 'true' })}`;
  };
  const whole = await run(45_000);
  expect(await run(1_000)).toBe(whole);
  expect(await run(37.5)).toBe(whole);
});
