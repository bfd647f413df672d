import { describe, expect, test } from 'vitest';
import type {
  Ingress,
  LimitRange,
  NetworkPolicy,
  PersistentVolume,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  ResourceQuota,
  Role,
} from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { DescribeContext } from './describe-context.ts';
import { ingressKind } from './ingress/ingress.ts';
import type { Kind } from './kind.ts';
import { limitRangeKind } from './limitrange/limitrange.ts';
import { networkPolicyKind } from './networkpolicy/networkpolicy.ts';
import { persistentVolumeKind } from './persistentvolume/persistentvolume.ts';
import { persistentVolumeClaimKind } from './persistentvolumeclaim/persistentvolumeclaim.ts';
import { podDisruptionBudgetKind } from './poddisruptionbudget/poddisruptionbudget.ts';
import { resourceQuotaKind } from './resourcequota/resourcequota.ts';
import { roleKind } from './role/role.ts';

const nowMs = Date.UTC(2026, 10, 20, 10, 5, 39);
const emptyCluster: DescribeContext = { nowMs, showEvents: true, load: (part) => part(), get: async () => undefined, list: async () => [] };

function store<T extends KubeObject>(kind: Kind<T>, object: T): Stored<T> {
  const metadata = { uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-20T10:05:35Z', ...object.metadata };
  const named = { ...object, apiVersion: kind.example.apiVersion, kind: kind.kind, metadata };
  return (kind.defaults?.(named as T) ?? named) as Stored<T>;
}

function describeObject<T extends KubeObject>(kind: Kind<T>, object: T): Promise<string> | undefined {
  return kind.describe?.(store(kind, object), emptyCluster);
}

function row<T extends KubeObject>(kind: Kind<T>, object: T): readonly unknown[] {
  return kind.columns.map((column) => column.cell(store(kind, object), nowMs));
}

describe('storage', () => {
  const volume: PersistentVolume = {
    metadata: { name: 'pv-small', labels: { speed: 'slow' }, finalizers: ['kubernetes.io/pv-protection'] },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadOnlyMany', 'ReadWriteOnce'],
      storageClassName: 'pv-manual',
      hostPath: { path: '/mnt/small' },
      claimRef: { namespace: 'pv', name: 'claim' },
    },
    status: { phase: 'Bound' },
  };

  test('a volume is described with its source', async () => {
    expect(await describeObject(persistentVolumeKind, volume)).toBe(`Name:            pv-small
Labels:          speed=slow
Annotations:     <none>
Finalizers:      [kubernetes.io/pv-protection]
StorageClass:    pv-manual
Status:          Bound
Claim:           pv/claim
Reclaim Policy:  Retain
Access Modes:    RWO,ROX
VolumeMode:      Filesystem
Capacity:        1Gi
Node Affinity:   <none>
Message:         
Source:
    Type:          HostPath (bare host directory volume)
    Path:          /mnt/small
    HostPathType:  
Events:            <none>
`);
  });

  test('a volume in a table', () => {
    expect(row(persistentVolumeKind, volume)).toEqual([
      'pv-small',
      '1Gi',
      'RWO,ROX',
      'Retain',
      'Bound',
      'pv/claim',
      'pv-manual',
      '<unset>',
      '',
      '4s',
      'Filesystem',
    ]);
  });

  test('a claim is described without a volume', async () => {
    const claim: PersistentVolumeClaim = {
      metadata: { name: 'claim-big', namespace: 'pv', finalizers: ['kubernetes.io/pvc-protection'] },
      spec: { storageClassName: 'pv-manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '9Gi' } } },
    };
    expect(await describeObject(persistentVolumeClaimKind, claim)).toBe(`Name:          claim-big
Namespace:     pv
StorageClass:  pv-manual
Status:        Pending
Volume:        
Labels:        <none>
Annotations:   <none>
Finalizers:    [kubernetes.io/pvc-protection]
Capacity:      
Access Modes:  
VolumeMode:    Filesystem
Used By:       <none>
Events:        <none>
`);
  });
});

describe('rules', () => {
  test('a role is described by resource, what is narrower first', async () => {
    const role: Role = {
      metadata: { name: 'reader', namespace: 'rbac' },
      rules: [
        { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['only-this'], verbs: ['get', 'update'] },
      ],
    };
    expect(await describeObject(roleKind, role)).toBe(`Name:         reader
Labels:       <none>
Annotations:  <none>
PolicyRule:
  Resources         Non-Resource URLs  Resource Names  Verbs
  ---------         -----------------  --------------  -----
  pods/log          []                 []              [get list watch]
  pods              []                 []              [get list watch]
  deployments.apps  []                 [only-this]     [get update]
`);
  });

  test('a network policy is described in words', async () => {
    const policy: NetworkPolicy = {
      metadata: { name: 'db-allow', namespace: 'netpol' },
      spec: {
        podSelector: { matchLabels: { role: 'db' } },
        ingress: [
          {
            ports: [{ port: 6379 }],
            from: [{ podSelector: { matchLabels: { role: 'frontend' } } }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          },
        ],
      },
    };
    expect(await describeObject(networkPolicyKind, policy)).toBe(`Name:         db-allow
Namespace:    netpol
Created on:   2026-11-20 10:05:35 +0000 UTC
Labels:       <none>
Annotations:  <none>
Spec:
  PodSelector:     role=db
  Allowing ingress traffic:
    To Port: 6379/TCP
    From:
      PodSelector: role=frontend
    From:
      IPBlock:
        CIDR: 10.0.0.0/8
        Except: 10.1.0.0/16
  Not affecting egress traffic
  Policy Types: Ingress
`);
  });

  test('an ingress is described with what is missing behind it', async () => {
    const ingress: Ingress = {
      metadata: { name: 'simple', namespace: 'shop' },
      spec: {
        tls: [{ hosts: ['foo.com'], secretName: 'my-cert' }],
        rules: [{ host: 'foo.com', http: { paths: [{ path: '/bar', pathType: 'Prefix', backend: { service: { name: 'svc1', port: { number: 8080 } } } }] } }],
      },
    };
    expect(await describeObject(ingressKind, ingress)).toBe(`Name:             simple
Labels:           <none>
Namespace:        shop
Address:          
Ingress Class:    <none>
Default backend:  <default>
TLS:
  my-cert terminates foo.com
Rules:
  Host        Path  Backends
  ----        ----  --------
  foo.com     
              /bar   svc1:8080 (<error: services "svc1" not found>)
Annotations:  <none>
Events:       <none>
`);
    expect(row(ingressKind, ingress).slice(0, 5)).toEqual(['simple', '<none>', 'foo.com', '', '80, 443']);
  });
});

describe('limits', () => {
  test('a quota is described by use', async () => {
    const quota: ResourceQuota = {
      metadata: { name: 'q', namespace: 'quota' },
      status: { hard: { pods: '2', 'requests.cpu': '250m', 'limits.memory': '1Gi' }, used: { pods: '1', 'limits.memory': '256Mi' } },
    };
    expect(await describeObject(resourceQuotaKind, quota)).toBe(`Name:          q
Namespace:     quota
Resource       Used   Hard
--------       ----   ----
limits.memory  256Mi  1Gi
pods           1      2
requests.cpu   0      250m
`);
    expect(row(resourceQuotaKind, quota)).toEqual(['q', 'pods: 1/2, requests.cpu: 0/250m', 'limits.memory: 256Mi/1Gi', '4s']);
  });

  test('limits of containers fill each other and are described in a row each', async () => {
    const range: LimitRange = {
      metadata: { name: 'lim', namespace: 'quota' },
      spec: { limits: [{ type: 'Container', max: { cpu: '1' }, min: { memory: '16Mi' } }] },
    };
    expect(await describeObject(limitRangeKind, range)).toBe(`Name:       lim
Namespace:  quota
Type        Resource  Min   Max  Default Request  Default Limit  Max Limit/Request Ratio
----        --------  ---   ---  ---------------  -------------  -----------------------
Container   cpu       -     1    1                1              -
Container   memory    16Mi  -    16Mi             -              -
`);
  });

  test('a disruption budget is described with what it allows now', async () => {
    const budget: PodDisruptionBudget = { metadata: { name: 'p1', namespace: 'shop' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } };
    expect(await describeObject(podDisruptionBudgetKind, budget)).toBe(`Name:           p1
Namespace:      shop
Min available:  1
Selector:       app=web
Status:
    Allowed disruptions:  0
    Current:              0
    Desired:              0
    Total:                0
Events:                   <none>
`);
    expect(row(podDisruptionBudgetKind, budget)).toEqual(['p1', '1', 'N/A', 0, '4s']);
  });
});
