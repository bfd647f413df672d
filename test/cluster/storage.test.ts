import { describe, expect, test } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '#machinery/generated/types.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { isReady, startTestCluster, type TestCluster } from './test-cluster.ts';

const claims: ResourceType = { group: '', version: 'v1', kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims', singular: 'x', namespaced: true };
const volumes: ResourceType = { group: '', version: 'v1', kind: 'PersistentVolume', plural: 'persistentvolumes', singular: 'x', namespaced: false };
const classes: ResourceType = { ...volumes, group: 'storage.k8s.io', kind: 'StorageClass', plural: 'storageclasses' };

function addClaim(t: TestCluster, name: string, spec: Partial<PersistentVolumeClaim['spec']> = {}): void {
  t.client.create<PersistentVolumeClaim>(claims, 'default', {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });
}

function addUser(t: TestCluster, name: string, claimName: string, more: { readonly readOnly?: boolean; readonly nodeName?: string } = {}): void {
  const { readOnly, ...spec } = more;
  t.createPod(name, {
    ...spec,
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image: 'busybox:1.36', command: ['sleep', '1000000'], volumeMounts: [{ name: 'd', mountPath: '/data' }] }],
    volumes: [{ name: 'd', persistentVolumeClaim: { claimName, ...(readOnly !== undefined && { readOnly }) } }],
  });
}

const phase = (t: TestCluster, name: string): string => t.client.get<PersistentVolumeClaim>(claims, 'default', name).status?.phase ?? '';
const volumeRows = (t: TestCluster): readonly string[] =>
  t.client.list<PersistentVolume>(volumes).items.map(({ spec, status }) => `${spec?.claimRef?.name} ${status?.phase} ${spec?.storageClassName}`);

describe('claims of the default class', () => {
  test('get a directory on the node of their first pod, which outlives pods and goes with the claim', async () => {
    const t = await startTestCluster();
    addClaim(t, 'data');
    await t.simulation.advance(5_000);
    expect([phase(t, 'data'), t.events('data')]).toEqual(['Pending', ['WaitForFirstConsumer 1 waiting for first consumer to be created before binding']]);

    addUser(t, 'first', 'data');
    await t.until(() => isReady(t.pod('first')));
    const nodeName = t.pod('first').spec?.nodeName ?? '';
    const [volume] = t.client.list<PersistentVolume>(volumes).items;
    const name = volume?.metadata.name ?? '';
    expect(volumeRows(t)).toEqual(['data Bound standard']);
    expect([...t.events('data')].sort()).toEqual([
      `ExternalProvisioning 2 Waiting for a volume to be created either by the external provisioner 'rancher.io/local-path' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
      'Provisioning 1 External provisioner is provisioning volume for claim "default/data"',
      `ProvisioningSucceeded 1 Successfully provisioned volume ${name}`,
      'WaitForFirstConsumer 1 waiting for first consumer to be created before binding',
    ]);
    expect(await t.exec('first', ['sh', '-c', 'echo kept > /data/file'])).toEqual({ stdout: '', stderr: '', code: 0 });
    t.client.delete({ ...claims, plural: 'pods', kind: 'Pod' }, 'default', 'first');
    await t.until(() => !t.hasPod('first'));

    addUser(t, 'second', 'data', { readOnly: true });
    await t.until(() => isReady(t.pod('second')));
    expect(t.pod('second').spec?.nodeName).toBe(nodeName);
    expect(await t.exec('second', ['cat', '/data/file'])).toEqual({ stdout: 'kept\n', stderr: '', code: 0 });
    expect((await t.exec('second', ['sh', '-c', 'echo new > /data/file'])).stderr).toContain('Read-only file system');
    const path = volume?.spec?.hostPath?.path ?? '';
    expect([path, t.cluster.node(nodeName).fs.readText(`${path}/file`)]).toEqual([`/var/local-path-provisioner/${name}_default_data`, 'kept\n']);

    t.client.delete(claims, 'default', 'data');
    t.client.delete({ ...claims, plural: 'pods', kind: 'Pod' }, 'default', 'second');
    await t.simulation.advance(15_000);
    expect([volumeRows(t), t.cluster.node(nodeName).fs.exists(path)]).toEqual([[], false]);
  });

  test('that a directory cannot serve are told so, and their pods wait', async () => {
    const t = await startTestCluster();
    addClaim(t, 'shared', { accessModes: ['ReadWriteMany'] });
    addUser(t, 'user', 'shared');
    await t.simulation.advance(10_000);
    expect(phase(t, 'shared')).toBe('Pending');
    expect(t.events('shared').join('\n')).toContain(
      'failed to provision volume with StorageClass "standard": NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
    );
    expect(t.pod('user').spec?.nodeName).toBeUndefined();
  });

  test('grow only where the class allows it', async () => {
    const t = await startTestCluster();
    t.client.create<StorageClass>(classes, '', {
      metadata: { name: 'growing' },
      provisioner: 'rancher.io/local-path',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      reclaimPolicy: 'Retain',
    });
    addClaim(t, 'fixed');
    addClaim(t, 'grows', { storageClassName: 'growing' });
    addUser(t, 'one', 'fixed');
    addUser(t, 'two', 'grows');
    await t.until(() => isReady(t.pod('one')) && isReady(t.pod('two')));
    const grow = (name: string) => () => t.client.patch(claims, 'default', name, { spec: { resources: { requests: { storage: '2Gi' } } } }, { type: 'merge' });
    expect(grow('fixed')).toThrow('only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize');
    expect(grow('grows')).not.toThrow();
    t.client.delete({ ...claims, plural: 'pods', kind: 'Pod' }, 'default', 'two');
    t.client.delete(claims, 'default', 'grows');
    await t.simulation.advance(10_000);
    expect(volumeRows(t).toSorted()).toEqual(['fixed Bound standard', 'grows Released growing']);
  });
});

describe('volumes of a pod that was given its node by hand', () => {
  test('are waited for: a claim that is missing or not bound, a local path that does not exist', async () => {
    const t = await startTestCluster();
    addUser(t, 'nothing', 'missing', { nodeName: 'node-1' });
    addClaim(t, 'unbound', { storageClassName: '' });
    addUser(t, 'early', 'unbound', { nodeName: 'node-1' });
    const on = { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1'] }] }] } };
    t.client.create<PersistentVolume>(volumes, '', {
      metadata: { name: 'disk' },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: 'manual', local: { path: '/mnt/disk' }, nodeAffinity: on },
    });
    addClaim(t, 'local', { storageClassName: 'manual' });
    addUser(t, 'disk-user', 'local');
    await t.simulation.advance(3_000);
    const waiting = 'Unable to attach or mount volumes: unmounted volumes=[d], unattached volumes=[], failed to process volumes=[d]: error processing PVC';
    expect(t.events('nothing')).toContain(
      `FailedMount 1 ${waiting} default/missing: failed to fetch PVC from API server: persistentvolumeclaims "missing" not found`,
    );
    expect(t.events('early')).toContain(`FailedMount 1 ${waiting} default/unbound: PVC is not bound`);
    expect(
      t.events('disk-user').some((event) => event.endsWith('MountVolume.NewMounter initialization failed for volume "disk" : path "/mnt/disk" does not exist')),
    ).toBe(true);
    t.cluster.node('node-1').fs.makeDirectory('/mnt/disk', { recursive: true });
    await t.until(() => isReady(t.pod('disk-user')));
  });
});
