import { PassThrough } from 'node:stream';
import * as k8s from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, startServing } from './serving.ts';

let serving: Serving;
let config: k8s.KubeConfig;
let core: k8s.CoreV1Api;
let apps: k8s.AppsV1Api;

const namespace = 'default';

beforeAll(async () => {
  serving = await startServing(['--speed', '5']);
  config = new k8s.KubeConfig();
  config.loadFromFile(serving.kubeconfig);
  core = config.makeApiClient(k8s.CoreV1Api);
  apps = config.makeApiClient(k8s.AppsV1Api);
}, 60_000);

afterAll(() => serving.stop());

/** Asks again until an answer fits. */
async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing fitted in time');
}

const configMap = (name: string, data: Record<string, string>): k8s.V1ConfigMap => ({ metadata: { name }, data });

describe('the JavaScript client', () => {
  it('creates, reads, replaces, lists and deletes', async () => {
    await core.createNamespacedConfigMap({ namespace, body: configMap('crud', { a: '1' }) });
    const read = await core.readNamespacedConfigMap({ namespace, name: 'crud' });
    await core.replaceNamespacedConfigMap({ namespace, name: 'crud', body: { ...read, data: { a: '2' } } });
    const list = await core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=crud' });
    expect(list.items.map((item) => item.data)).toEqual([{ a: '2' }]);
    await expect(core.replaceNamespacedConfigMap({ namespace, name: 'crud', body: read })).rejects.toMatchObject({ code: 409 });
    await core.deleteNamespacedConfigMap({ namespace, name: 'crud' });
    await expect(core.readNamespacedConfigMap({ namespace, name: 'crud' })).rejects.toMatchObject({ code: 404 });
  });

  it('patches in four ways', async () => {
    const objects = k8s.KubernetesObjectApi.makeApiClient(config);
    const base = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'patched', namespace } };
    await objects.create({ ...base, data: { a: '1' } } as k8s.KubernetesObject);
    const patch = (change: object, type: k8s.PatchStrategy, force?: boolean) =>
      objects.patch({ ...base, ...change } as k8s.KubernetesObject, undefined, undefined, 'test', force, type);
    await patch({ data: { b: '2' } }, k8s.PatchStrategy.MergePatch);
    await patch({ data: { c: '3' } }, k8s.PatchStrategy.StrategicMergePatch);
    await patch({ data: { d: '4' } }, k8s.PatchStrategy.ServerSideApply, true);
    await core.patchNamespacedConfigMap(
      { name: 'patched', namespace, body: [{ op: 'remove', path: '/data/a' }] },
      k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.JsonPatch),
    );
    expect((await core.readNamespacedConfigMap({ namespace, name: 'patched' })).data).toEqual({ b: '2', c: '3', d: '4' });
  });

  it('goes on with a watch where the last one ended', async () => {
    const seen: string[] = [];
    const watchOnce = async (resourceVersion: string, count: number): Promise<string> => {
      let version = resourceVersion;
      const abort = await new Promise<AbortController>((resolve, reject) => {
        let left = count;
        const started = new k8s.Watch(config).watch(
          `/api/v1/namespaces/${namespace}/configmaps`,
          { resourceVersion, labelSelector: 'watched' },
          (phase, object: k8s.V1ConfigMap) => {
            version = object.metadata?.resourceVersion ?? version;
            seen.push(`${phase} ${object.metadata?.name}`);
            if (--left === 0) started.then(resolve, reject);
          },
          () => {},
        );
        started.catch(reject);
      });
      abort.abort();
      return version;
    };
    const body = (name: string): k8s.V1ConfigMap => ({ metadata: { name, labels: { watched: 'yes' } } });
    const start = (await core.listNamespacedConfigMap({ namespace })).metadata?.resourceVersion ?? '';
    await core.createNamespacedConfigMap({ namespace, body: body('one') });
    const version = await watchOnce(start, 1);
    await core.createNamespacedConfigMap({ namespace, body: body('two') });
    await core.deleteNamespacedConfigMap({ namespace, name: 'one' });
    await watchOnce(version, 2);
    expect(seen).toEqual(['ADDED one', 'ADDED two', 'DELETED one']);
  });

  it('keeps an informer up to date', async () => {
    const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/secrets`, () => core.listNamespacedSecret({ namespace }));
    const seen: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) informer.on(verb, (object) => void seen.push(`${verb} ${object.metadata?.name}`));
    await informer.start();
    const created = await core.createNamespacedSecret({ namespace, body: { metadata: { name: 'informed' } } });
    await core.replaceNamespacedSecret({ namespace, name: 'informed', body: { ...created, stringData: { a: 'b' } } });
    await core.deleteNamespacedSecret({ namespace, name: 'informed' });
    await until(
      async () => seen.length,
      (count) => count >= 3,
    );
    await informer.stop();
    expect(seen).toEqual(['add informed', 'update informed', 'delete informed']);
  });

  it('runs a Deployment, reads its logs and goes into its pods', async () => {
    const labels = { app: 'web' };
    await apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } } },
      },
    });
    await until(
      () => apps.readNamespacedDeployment({ namespace, name: 'web' }),
      (found) => found.status?.readyReplicas === 2,
    );
    const pods = await core.listNamespacedPod({ namespace, labelSelector: 'app=web' });
    const name = pods.items[0]?.metadata?.name ?? '';
    expect(await core.readNamespacedPodLog({ namespace, name })).toContain('start worker process');

    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const status = await new Promise<k8s.V1Status>((resolve, reject) => {
      new k8s.Exec(config).exec(namespace, name, 'web', ['sh', '-c', 'echo out; echo err >&2; exit 3'], stdout, stderr, null, false, resolve).catch(reject);
    });
    expect([stdout.read()?.toString(), stderr.read()?.toString()]).toEqual(['out\n', 'err\n']);
    expect(status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode' });
  });

  it('elects one leader with a Lease', async () => {
    const leases = config.makeApiClient(k8s.CoordinationV1Api);
    const now = (): k8s.V1MicroTime => new k8s.V1MicroTime();
    const lease = (holder: string): k8s.V1Lease => ({
      metadata: { name: 'leader' },
      spec: { holderIdentity: holder, leaseDurationSeconds: 15, acquireTime: now(), renewTime: now() },
    });
    const attempts = await Promise.allSettled(['a', 'b', 'c'].map((holder) => leases.createNamespacedLease({ namespace, body: lease(holder) })));
    expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
    const held = await leases.readNamespacedLease({ namespace, name: 'leader' });
    const takeOver = (holder: string) =>
      leases.replaceNamespacedLease({ namespace, name: 'leader', body: { ...held, spec: { ...held.spec, holderIdentity: holder, renewTime: now() } } });
    const renewals = await Promise.allSettled(['a', 'b', 'c'].map(takeOver));
    expect(renewals.map((renewal) => renewal.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});
