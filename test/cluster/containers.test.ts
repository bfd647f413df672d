import { describe, expect, test } from 'vitest';
import { configMaps, isReady, pods, secrets, startTestCluster, stateOf, type TestCluster } from './test-cluster.ts';

const started = (): Promise<TestCluster> => startTestCluster({ imagesPresent: true });
const shell = (script: string, name = 'c') => ({ name, image: 'busybox:1.36', command: ['sh', '-c', script] });

describe('init containers', () => {
  test('run one after the other before the others, and share volumes with them', async () => {
    const t = await started();
    t.createPod('app', {
      volumes: [{ name: 'data', emptyDir: {} }],
      initContainers: [
        { ...shell('sleep 2; echo one > /data/file', 'first'), volumeMounts: [{ name: 'data', mountPath: '/data' }] },
        { ...shell('sleep 2; echo two >> /data/file', 'second'), volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      ],
      containers: [{ ...shell('cat /data/file; sleep 1000'), volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    });
    const seen: string[] = [];
    await t.until(() => {
      const status = t.pod('app').status;
      const now = `${status?.phase} ${(status?.initContainerStatuses ?? []).map((item) => Object.keys(item.state ?? {})[0]).join(' ')} ${stateOf(t.pod('app'))}`;
      if (seen.at(-1) !== now) seen.push(now);
      return isReady(t.pod('app'));
    });
    expect(seen.slice(1)).toEqual([
      'Pending waiting waiting waiting PodInitializing',
      'Pending running waiting waiting PodInitializing',
      'Pending terminated waiting waiting PodInitializing',
      'Pending terminated running waiting PodInitializing',
      'Pending terminated terminated waiting PodInitializing',
      'Running terminated terminated running',
    ]);
    expect(await t.logs('app', { container: 'c' })).toBe('one\ntwo\n');
    expect(await t.logs('app', { container: 'first' })).toBe('');
  });

  test('that fail under restartPolicy Never fail the pod', async () => {
    const t = await started();
    t.createPod('app', { restartPolicy: 'Never', initContainers: [shell('exit 3', 'init')], containers: [shell('true')] });
    await t.until(() => t.pod('app').status?.phase === 'Failed');
    expect(t.pod('app').status?.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(stateOf(t.pod('app'))).toBe('waiting PodInitializing');
  });

  test('with restartPolicy Always run beside the pod and end with it', async () => {
    const t = await started();
    t.createPod('job', {
      restartPolicy: 'Never',
      initContainers: [{ ...shell('trap "echo bye; exit 0" TERM; while true; do sleep 1; done', 'log'), restartPolicy: 'Always' }],
      containers: [shell('sleep 5; echo done')],
    });
    await t.until(() => isReady(t.pod('job')));
    expect(t.pod('job').status?.initContainerStatuses?.[0]).toMatchObject({ ready: true, started: true });
    await t.until(() => t.pod('job').status?.phase === 'Succeeded');
    expect(await t.logs('job', { container: 'log' })).toBe('bye\n');
  });
});

describe('a container', () => {
  test('gets its environment, its files and its working directory', async () => {
    const t = await started();
    t.client.create(configMaps, 'default', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'conf' },
      data: { MODE: 'dev', 'app.ini': 'a=1\n' },
    } as object);
    t.client.create(secrets, 'default', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, data: { password: btoa('s3cret') } } as object);
    t.createPod(
      'app',
      {
        volumes: [
          { name: 'conf', configMap: { name: 'conf' } },
          { name: 'db', secret: { secretName: 'db', defaultMode: 0o400 } },
          { name: 'pod', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        ],
        containers: [
          {
            ...shell(
              'echo $MODE $PASSWORD $NAME $(pwd); cat /etc/conf/app.ini /etc/pod/labels; ls -A /etc/conf; cat /run/secrets/kubernetes.io/serviceaccount/namespace; echo; sleep 1000',
            ),
            workingDir: '/srv',
            envFrom: [{ configMapRef: { name: 'conf' } }],
            env: [
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
              { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ],
            volumeMounts: [
              { name: 'conf', mountPath: '/etc/conf' },
              { name: 'db', mountPath: '/etc/db' },
              { name: 'pod', mountPath: '/etc/pod' },
            ],
          },
        ],
      },
      { app: 'shop' },
    );
    await t.until(() => isReady(t.pod('app')));
    expect((await t.logs('app')).replace(/\.\.2026\S+/, '..<time>')).toBe('dev s3cret app /srv\na=1\napp="shop"..<time>\n..data\nMODE\napp.ini\ndefault\n');
    expect(await t.exec('app', ['sh', '-c', 'echo x > /etc/conf/y'])).toMatchObject({ stderr: expect.stringContaining('Read-only file system'), code: 1 });

    t.client.patch(configMaps, 'default', 'conf', { data: { 'app.ini': 'a=2\n' } }, { type: 'merge' });
    await t.simulation.advance(20_000);
    expect((await t.exec('app', ['cat', '/etc/conf/app.ini'])).stdout).toBe('a=1\n');
    await t.simulation.advance(80_000);
    expect((await t.exec('app', ['cat', '/etc/conf/app.ini'])).stdout).toBe('a=2\n');
  });

  test('waits in ContainerCreating while a volume is missing', async () => {
    const t = await started();
    t.createPod('app', {
      volumes: [{ name: 'conf', configMap: { name: 'none' } }],
      containers: [{ ...shell('sleep 1000'), volumeMounts: [{ name: 'conf', mountPath: '/c' }] }],
    });
    await t.simulation.advance(20_000);
    expect(stateOf(t.pod('app'))).toBe('waiting ContainerCreating');
    expect(t.events('app').at(-1)).toMatch(/^FailedMount \d MountVolume.SetUp failed for volume "conf" : configmap "none" not found$/);
    t.client.create(configMaps, 'default', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'none' } } as object);
    await t.until(() => isReady(t.pod('app')));
  });

  test('tells its exit code and its last words', async () => {
    const t = await started();
    t.createPod('a', { restartPolicy: 'Never', containers: [shell('echo out of disk > /dev/termination-log; exit 7')] });
    t.createPod('b', { restartPolicy: 'Never', containers: [{ ...shell('echo from the log; exit 8'), terminationMessagePolicy: 'FallbackToLogsOnError' }] });
    t.createPod('c', { restartPolicy: 'OnFailure', containers: [shell('exit 0')] });
    await t.until(() => ['a', 'b', 'c'].every((name) => /Failed|Succeeded/.test(t.pod(name).status?.phase ?? '')));
    const end = (name: string) => t.pod(name).status?.containerStatuses?.[0]?.state?.terminated;
    expect(end('a')).toMatchObject({ exitCode: 7, reason: 'Error', message: 'out of disk\n' });
    expect(end('b')).toMatchObject({ exitCode: 8, reason: 'Error', message: 'from the log\n' });
    expect(end('c')).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect(t.pod('c').status?.conditions?.map((item) => `${item.type} ${item.status} ${item.reason ?? ''}`)).toEqual([
      'PodReadyToStartContainers False ',
      'Initialized True PodCompleted',
      'Ready False PodCompleted',
      'ContainersReady False PodCompleted',
      'PodScheduled True ',
    ]);
  });

  test('runs its hooks', async () => {
    const t = await started();
    t.createPod('app', {
      containers: [
        {
          ...shell('while true; do sleep 1; done'),
          lifecycle: { postStart: { exec: { command: ['sh', '-c', 'echo hello > /started'] } }, preStop: { exec: { command: ['sleep', '4'] } } },
        },
      ],
      terminationGracePeriodSeconds: 6,
    });
    await t.until(() => isReady(t.pod('app')));
    expect((await t.exec('app', ['cat', '/started'])).stdout).toBe('hello\n');
    const before = t.elapsedMs;
    t.client.delete(pods, 'default', 'app');
    await t.until(() => !t.hasPod('app'));
    expect(t.elapsedMs - before).toBeGreaterThan(6_000);
    expect(t.elapsedMs - before).toBeLessThan(8_500);
  });

  test('may not write to a read-only root, and may not be root when told so', async () => {
    const t = await started();
    t.createPod('ro', { containers: [{ ...shell('sleep 1000'), securityContext: { readOnlyRootFilesystem: true } }] });
    t.createPod('user', { containers: [{ ...shell('id -u; sleep 1000'), securityContext: { runAsUser: 1000 } }] });
    t.createPod('root', { containers: [{ ...shell('sleep 1000'), securityContext: { runAsNonRoot: true } }] });
    await t.until(() => isReady(t.pod('ro')) && isReady(t.pod('user')));
    expect(await t.exec('ro', ['touch', '/x'])).toMatchObject({ code: 1, stderr: expect.stringContaining('Read-only file system') });
    expect(await t.logs('user')).toBe('1000\n');
    expect(t.pod('root').status?.containerStatuses?.[0]?.state?.waiting).toMatchObject({
      reason: 'CreateContainerConfigError',
      message: expect.stringMatching(/^container has runAsNonRoot and image will run as root \(pod: "root_default\(.*\)", container: c\)$/),
    });
  });
});

describe('logs', () => {
  test('can be cut by lines and time, stamped, and followed to the end', async () => {
    const t = await started();
    t.createPod('count', { restartPolicy: 'Never', containers: [shell('for i in 1 2 3 4 5; do echo line $i; sleep 1; done')] });
    await t.until(() => stateOf(t.pod('count')) === 'running');
    expect(await t.logs('count', { follow: 'true' })).toBe('line 1\nline 2\nline 3\nline 4\nline 5\n');
    expect(await t.logs('count', { tailLines: '2' })).toBe('line 4\nline 5\n');
    expect(await t.logs('count', { tailLines: '1', timestamps: 'true' })).toMatch(/^2026-11-20T10:00:\d\d\.\d{9}Z line 5\n$/);
    expect(await t.logs('count', { previous: 'true' })).toBe('[previous terminated container "c" in pod "count" not found]');
  });
});

describe('exec', () => {
  test('gives output, exit codes and what the runtime says', async () => {
    const t = await started();
    t.createPod('app', { containers: [shell('sleep 1000')] });
    await t.until(() => isReady(t.pod('app')));
    expect(await t.exec('app', ['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({ stdout: 'out\n', stderr: 'err\n', code: 3 });
    expect((await t.exec('app', ['nothing'])).stderr).toMatch(
      /error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "nothing": executable file not found in \$PATH$/,
    );
    expect((await t.exec('app', ['hostname'])).stdout).toBe('app\n');
  });
});
