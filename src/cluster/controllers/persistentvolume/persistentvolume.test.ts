import { describe, expect, it } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '#machinery/generated/types.ts';
import { persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../../resource-types.ts';
import { addNodes, type ControlPlane, createControlPlane, keepNodesAlive, readyNode, runPods, startLoops } from '../../testing/control-plane.ts';

async function startPlane(): Promise<ControlPlane> {
  const plane = createControlPlane('storage');
  addNodes(plane, [readyNode('node-1'), readyNode('node-2')]);
  keepNodesAlive(plane);
  startLoops(plane);
  runPods(plane);
  await plane.advance(1);
  return plane;
}

function addVolume(plane: ControlPlane, name: string, size: string, more: Partial<PersistentVolume['spec']> & { readonly speed?: string } = {}): void {
  const { speed, ...spec } = more;
  plane.client.create<PersistentVolume>(persistentVolumes, '', {
    metadata: { name, ...(speed !== undefined && { labels: { speed } }) },
    spec: { capacity: { storage: size }, accessModes: ['ReadWriteOnce'], storageClassName: 'manual', hostPath: { path: `/mnt/${name}` }, ...spec },
  });
}

function addClaim(plane: ControlPlane, name: string, size: string, more: Partial<PersistentVolumeClaim['spec']> = {}): void {
  plane.client.create<PersistentVolumeClaim>(persistentVolumeClaims, 'default', {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'manual', resources: { requests: { storage: size } }, ...more },
  });
}

function claims(plane: ControlPlane): readonly string[] {
  return plane
    .list<PersistentVolumeClaim>(persistentVolumeClaims)
    .map((claim) => `${claim.metadata.name} ${claim.status?.phase} ${claim.spec?.volumeName ?? '-'} ${claim.status?.capacity?.['storage'] ?? '-'}`);
}

function volumes(plane: ControlPlane): readonly string[] {
  return plane
    .list<PersistentVolume>(persistentVolumes)
    .map((volume) => `${volume.metadata.name} ${volume.status?.phase} ${volume.spec?.claimRef?.name ?? '-'}`);
}

describe('binding claims and volumes', () => {
  it('gives a claim the smallest volume that fits, by class, modes and labels', async () => {
    const plane = await startPlane();
    addVolume(plane, 'small', '1Gi');
    addVolume(plane, 'large', '5Gi', { speed: 'fast', accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] });
    await plane.advance(1);
    expect(volumes(plane)).toEqual(['large Available -', 'small Available -']);
    addClaim(plane, 'any', '500Mi');
    addClaim(plane, 'fast', '2Gi', { accessModes: ['ReadOnlyMany'], selector: { matchLabels: { speed: 'fast' } } });
    addClaim(plane, 'huge', '100Gi');
    await plane.advance(1);
    expect([claims(plane), volumes(plane)]).toEqual([
      ['any Bound small 1Gi', 'fast Bound large 5Gi', 'huge Pending - -'],
      ['large Bound fast', 'small Bound any'],
    ]);
    const [any] = plane.list<PersistentVolumeClaim>(persistentVolumeClaims);
    expect(any?.metadata.annotations).toEqual({ 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' });
    expect(plane.events()).toEqual(['ProvisioningFailed: storageclass.storage.k8s.io "manual" not found']);
  });

  it('binds a waiting claim as soon as a volume comes', async () => {
    const plane = await startPlane();
    addClaim(plane, 'data', '1Gi');
    await plane.advance(1);
    addVolume(plane, 'late', '1Gi');
    await plane.advance(1);
    expect(claims(plane)).toEqual(['data Bound late 1Gi']);
  });

  it('keeps a claim while a pod uses it, then releases its volume, which is free again when the reference goes', async () => {
    const plane = await startPlane();
    addVolume(plane, 'disk', '1Gi');
    addClaim(plane, 'data', '1Gi');
    plane.client.create<Pod>(pods, 'default', {
      metadata: { name: 'user' },
      spec: { containers: [{ name: 'main', image: 'nginx' }], volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
    });
    await plane.advance(3);
    expect(plane.list<Pod>(pods)[0]?.status?.phase).toBe('Running');
    plane.client.delete(persistentVolumeClaims, 'default', 'data');
    await plane.advance(1);
    expect(plane.list<PersistentVolumeClaim>(persistentVolumeClaims)[0]?.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
    plane.client.delete(pods, 'default', 'user');
    await plane.advance(3);
    expect([claims(plane), volumes(plane)]).toEqual([[], ['disk Released data']]);
    plane.client.patch(persistentVolumes, '', 'disk', [{ op: 'remove', path: '/spec/claimRef' }], { type: 'json' });
    await plane.advance(1);
    expect(volumes(plane)).toEqual(['disk Available -']);
    plane.client.delete(persistentVolumes, '', 'disk');
    await plane.advance(1);
    expect(volumes(plane)).toEqual([]);
  });

  it('makes pods wait for claims that are bound at once, and sends them to where their volume is', async () => {
    const plane = await startPlane();
    const onNode2 = { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-2'] }] }] } };
    addClaim(plane, 'data', '1Gi');
    plane.client.create<Pod>(pods, 'default', {
      metadata: { name: 'user' },
      spec: { containers: [{ name: 'main', image: 'nginx' }], volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
    });
    await plane.advance(1);
    const condition = plane.list<Pod>(pods)[0]?.status?.conditions?.find((candidate) => candidate.type === 'PodScheduled');
    expect(condition?.message).toBe(
      '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    );
    addVolume(plane, 'disk', '1Gi', { nodeAffinity: onNode2 });
    await plane.advance(3);
    expect(plane.list<Pod>(pods)[0]?.spec?.nodeName).toBe('node-2');
  });

  it('binds claims of a class that waits for its consumer when the pod is scheduled', async () => {
    const plane = await startPlane();
    plane.client.create<StorageClass>(storageClasses, '', {
      metadata: { name: 'local' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const on = (node: string) => ({
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] },
    });
    addVolume(plane, 'disk-1', '1Gi', { storageClassName: 'local', nodeAffinity: on('node-1') });
    addVolume(plane, 'disk-2', '1Gi', { storageClassName: 'local', nodeAffinity: on('node-2') });
    await plane.advance(1);
    addClaim(plane, 'data', '1Gi', { storageClassName: 'local' });
    await plane.advance(1);
    expect([claims(plane), plane.events()]).toEqual([['data Pending - -'], ['WaitForFirstConsumer: waiting for first consumer to be created before binding']]);
    plane.client.create<Pod>(pods, 'default', {
      metadata: { name: 'user' },
      spec: {
        nodeSelector: { 'kubernetes.io/hostname': 'node-2' },
        containers: [{ name: 'main', image: 'nginx' }],
        volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }],
      },
    });
    await plane.advance(3);
    expect([claims(plane), plane.list<Pod>(pods)[0]?.spec?.nodeName]).toEqual([['data Bound disk-2 1Gi'], 'node-2']);
    expect(plane.events().filter((event) => event.startsWith('FailedScheduling'))).toEqual([]);
  });
});
