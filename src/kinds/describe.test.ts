import { describe, expect, test } from 'vitest';
import { matchesFieldSelector, parseFieldSelector } from '#machinery/field-selector.ts';
import type { ConfigMap, Deployment, Event, Node, Pod, PodSpec, ReplicaSet, Secret, Service } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { matchesSelector, parseSelector } from '#machinery/selector.ts';
import { kindByPlural } from './catalog.ts';
import { configMapKind } from './configmap/configmap.ts';
import { deploymentKind } from './deployment/deployment.ts';
import type { DescribeContext } from './describe-context.ts';
import type { Kind } from './kind.ts';
import { namespaceKind } from './namespace/namespace.ts';
import { nodeKind } from './node/node.ts';
import { podKind } from './pod/pod.ts';
import { replicaSetKind } from './replicaset/replicaset.ts';
import { secretKind } from './secret/secret.ts';
import { serviceKind } from './service/service.ts';

const nowMs = Date.UTC(2026, 10, 20, 10, 5, 39);
const createdAt = '2026-11-20T10:05:35Z';

function store<T extends KubeObject>(kind: Kind<T>, object: T, uid = `uid-${object.metadata?.name}`): Stored<T> {
  const named = {
    ...object,
    apiVersion: kind.example.apiVersion,
    kind: kind.kind,
    metadata: { uid, resourceVersion: '1', creationTimestamp: createdAt, ...object.metadata },
  };
  return (kind.defaults?.(named as T) ?? named) as Stored<T>;
}

/** A cluster of a few objects: lists go through the same selectors as on a server. */
function contextOf(...objects: readonly Stored<KubeObject>[]): DescribeContext {
  const matching = (type: ResourceType, namespace: string) =>
    objects.filter((object) => object.kind === type.kind && (namespace === '' || object.metadata.namespace === namespace));
  return {
    nowMs,
    showEvents: true,
    load: (part) => part(),
    get: async (type, namespace, name) => matching(type, namespace).find((object) => object.metadata.name === name) as never,
    list: async (type, namespace, selectors = {}) => {
      const fields = kindByPlural(type.group, type.plural)?.fieldSelectors ?? {};
      const read = (object: Stored<KubeObject>) => (field: string) => fields[field]?.(object) ?? '';
      return matching(type, namespace)
        .filter((object) => matchesSelector(parseSelector(selectors.label ?? ''), object.metadata.labels))
        .filter((object) => matchesFieldSelector(parseFieldSelector(selectors.field ?? ''), read(object))) as never;
    },
  };
}

const podSpec: PodSpec = {
  containers: [
    {
      name: 'api',
      image: 'nginx:1.25',
      ports: [{ name: 'http', containerPort: 80 }],
      resources: { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: '50m', memory: '32Mi' } },
      envFrom: [{ configMapRef: { name: 'cfg', optional: true } }],
      env: [
        { name: 'MODE', value: 'prod' },
        { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
      ],
      volumeMounts: [
        { name: 'data', mountPath: '/data' },
        { name: 'conf', mountPath: '/etc/conf', readOnly: true },
      ],
    },
  ],
  volumes: [
    { name: 'data', emptyDir: {} },
    { name: 'conf', configMap: { name: 'cfg', optional: true } },
  ],
};

const templateText = (labels: string) => `Pod Template:
${labels}
  Containers:
   api:
    Image:      nginx:1.25
    Port:       80/TCP (http)
    Host Port:  0/TCP (http)
    Limits:
      cpu:     100m
      memory:  64Mi
    Requests:
      cpu:     50m
      memory:  32Mi
    Environment Variables from:
      cfg  ConfigMap  Optional: true
    Environment:
      MODE:  prod
      POD:    (v1:metadata.name)
      KEY:   <set to the key 'k' in secret 's'>  Optional: true
    Mounts:
      /data from data (rw)
      /etc/conf from conf (ro)
  Volumes:
   data:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:     
    SizeLimit:  <unset>
   conf:
    Type:          ConfigMap (a volume populated by a ConfigMap)
    Name:          cfg
    Optional:      true
  Node-Selectors:  <none>
  Tolerations:     <none>
`;

const deployment = store<Deployment>(deploymentKind, {
  metadata: {
    name: 'api',
    namespace: 'shop',
    generation: 1,
    labels: { tier: 'backend', app: 'api' },
    annotations: { team: 'core', 'deployment.kubernetes.io/revision': '1', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
  },
  spec: {
    replicas: 4,
    selector: { matchLabels: { app: 'api' } },
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: { metadata: { labels: { app: 'api' } }, spec: podSpec },
  },
  status: {
    observedGeneration: 1,
    replicas: 4,
    updatedReplicas: 4,
    readyReplicas: 4,
    availableReplicas: 4,
    conditions: [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
    ],
  },
});

const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api', uid: 'uid-api', controller: true };
const replicaSet = store<ReplicaSet>(replicaSetKind, {
  metadata: {
    name: 'api-dc5f57cd',
    namespace: 'shop',
    labels: { app: 'api', 'pod-template-hash': 'dc5f57cd' },
    annotations: { 'deployment.kubernetes.io/revision': '1' },
    ownerReferences: [owner],
  },
  spec: {
    replicas: 4,
    selector: { matchLabels: { app: 'api', 'pod-template-hash': 'dc5f57cd' } },
    template: { metadata: { labels: { app: 'api', 'pod-template-hash': 'dc5f57cd' } }, spec: podSpec },
  },
  status: { replicas: 4 },
});

function eventAbout(object: Stored<KubeObject>, name: string, event: Partial<Event>): Stored<Event> {
  const involvedObject = { kind: object.kind, name: object.metadata.name, namespace: object.metadata.namespace ?? '', uid: object.metadata.uid };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: object.metadata.namespace ?? 'default', uid: name, resourceVersion: '1', creationTimestamp: createdAt },
    involvedObject,
    ...event,
  } as Stored<Event>;
}

describe('a deployment', () => {
  const scaled = eventAbout(deployment, 'e1', {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: 'Scaled up replica set api-dc5f57cd from 0 to 4',
    firstTimestamp: createdAt,
    lastTimestamp: createdAt,
    count: 1,
    source: { component: 'deployment-controller' },
  });

  test('is described with its rollout, template, conditions, replica sets and events', async () => {
    expect(await deploymentKind.describe?.(deployment, contextOf(deployment, replicaSet, scaled))).toBe(`Name:                   api
Namespace:              shop
CreationTimestamp:      Fri, 20 Nov 2026 10:05:35 +0000
Labels:                 app=api
                        tier=backend
Annotations:            deployment.kubernetes.io/revision: 1
                        team: core
Selector:               app=api
Replicas:               4 desired | 4 updated | 4 total | 4 available | 0 unavailable
StrategyType:           RollingUpdate
MinReadySeconds:        0
RollingUpdateStrategy:  0 max unavailable, 1 max surge
${templateText('  Labels:  app=api')}Conditions:
  Type           Status  Reason
  ----           ------  ------
  Available      True    MinimumReplicasAvailable
  Progressing    True    NewReplicaSetAvailable
OldReplicaSets:  <none>
NewReplicaSet:   api-dc5f57cd (4/4 replicas created)
Events:
  Type    Reason             Age   From                   Message
  ----    ------             ----  ----                   -------
  Normal  ScalingReplicaSet  4s    deployment-controller  Scaled up replica set api-dc5f57cd from 0 to 4
`);
  });

  test('is rolled out when all replicas are updated and available', () => {
    expect(deploymentKind.rollout?.status(deployment, 0)).toEqual({ message: 'deployment "api" successfully rolled out\n', done: true });
    const waiting = { ...deployment, status: { ...deployment.status, updatedReplicas: 1 } };
    expect(deploymentKind.rollout?.status(waiting, 0)).toEqual({
      message: 'Waiting for deployment "api" rollout to finish: 1 out of 4 new replicas have been updated...\n',
      done: false,
    });
    expect(() => deploymentKind.rollout?.status(deployment, 7)).toThrow('desired revision (7) is different from the running revision (1)');
  });

  test('has its replica sets as history, and goes back to one by a patch without the hash', async () => {
    const history = (await deploymentKind.rollout?.history(deployment, contextOf(deployment, replicaSet))) ?? [];
    expect(history.map((revision) => revision.number)).toEqual([1]);
    const [first] = history;
    expect(first && deploymentKind.rollout?.undoPatch(deployment, first)).toEqual({
      type: 'json',
      patch: [
        { op: 'replace', path: '/spec/template', value: deployment.spec?.template },
        {
          op: 'replace',
          path: '/metadata/annotations',
          value: { 'deployment.kubernetes.io/revision': '1', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
        },
      ],
    });
  });
});

describe('a replica set', () => {
  test('is described with its owner and the phases of its pods', async () => {
    expect(await replicaSetKind.describe?.(replicaSet, contextOf(replicaSet))).toBe(`Name:           api-dc5f57cd
Namespace:      shop
Selector:       app=api,pod-template-hash=dc5f57cd
Labels:         app=api
                pod-template-hash=dc5f57cd
Annotations:    deployment.kubernetes.io/revision: 1
Controlled By:  Deployment/api
Replicas:       4 current / 4 desired
Pods Status:    0 Running / 0 Waiting / 0 Succeeded / 0 Failed
${templateText('  Labels:  app=api\n           pod-template-hash=dc5f57cd')}Events:            <none>
`);
  });
});

describe('a pod', () => {
  const pod = store<Pod>(podKind, {
    metadata: {
      name: 'api-dc5f57cd-cjbb7',
      namespace: 'shop',
      labels: { app: 'api' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'api-dc5f57cd', uid: 'x', controller: true }],
    },
    spec: {
      ...podSpec,
      nodeName: 'node-1',
      priority: 0,
      serviceAccountName: 'default',
      tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
    },
    status: {
      phase: 'Running',
      qosClass: 'Burstable',
      hostIP: '192.0.2.2',
      podIP: '10.244.1.2',
      podIPs: [{ ip: '10.244.1.2' }],
      startTime: createdAt,
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'ContainersReady', status: 'True' },
      ],
      containerStatuses: [
        {
          name: 'api',
          containerID: 'containerd://1',
          image: 'nginx:1.25',
          imageID: 'sha256:2',
          ready: true,
          restartCount: 1,
          state: { running: { startedAt: createdAt } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: createdAt, finishedAt: createdAt } },
        },
      ],
    },
  });

  test('is described with state, conditions, volumes and tolerations', async () => {
    const backOff = eventAbout(pod, 'e1', {
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container',
      firstTimestamp: '2026-11-20T10:02:39Z',
      lastTimestamp: '2026-11-20T10:05:36Z',
      count: 5,
      source: { component: 'kubelet', host: 'node-1' },
    });
    expect(await podKind.describe?.(pod, contextOf(pod, backOff))).toBe(`Name:             api-dc5f57cd-cjbb7
Namespace:        shop
Priority:         0
Service Account:  default
Node:             node-1/192.0.2.2
Start Time:       Fri, 20 Nov 2026 10:05:35 +0000
Labels:           app=api
Annotations:      <none>
Status:           Running
IP:               10.244.1.2
IPs:
  IP:           10.244.1.2
Controlled By:  ReplicaSet/api-dc5f57cd
Containers:
  api:
    Container ID:   containerd://1
    Image:          nginx:1.25
    Image ID:       sha256:2
    Port:           80/TCP (http)
    Host Port:      0/TCP (http)
    State:          Running
      Started:      Fri, 20 Nov 2026 10:05:35 +0000
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Fri, 20 Nov 2026 10:05:35 +0000
      Finished:     Fri, 20 Nov 2026 10:05:35 +0000
    Ready:          True
    Restart Count:  1
    Limits:
      cpu:     100m
      memory:  64Mi
    Requests:
      cpu:     50m
      memory:  32Mi
    Environment Variables from:
      cfg  ConfigMap  Optional: true
    Environment:
      MODE:  prod
      POD:   api-dc5f57cd-cjbb7 (v1:metadata.name)
      KEY:   <set to the key 'k' in secret 's'>  Optional: true
    Mounts:
      /data from data (rw)
      /etc/conf from conf (ro)
Conditions:
  Type              Status
  Ready             True 
  ContainersReady   True 
Volumes:
  data:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:     
    SizeLimit:  <unset>
  conf:
    Type:        ConfigMap (a volume populated by a ConfigMap)
    Name:        cfg
    Optional:    true
QoS Class:       Burstable
Node-Selectors:  <none>
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
Events:
  Type     Reason   Age              From     Message
  ----     ------   ----             ----     -------
  Warning  BackOff  3s (x5 over 3m)  kubelet  Back-off restarting failed container
`);
  });
});

describe('other kinds', () => {
  test('a config map is described with its data', async () => {
    const map = store<ConfigMap>(configMapKind, { metadata: { name: 'app', namespace: 'config' }, data: { SIZE: '3', COLOR: 'blue' } });
    expect(await configMapKind.describe?.(map, contextOf())).toBe(`Name:         app
Namespace:    config
Labels:       <none>
Annotations:  <none>

Data
====
COLOR:
----
blue

SIZE:
----
3


BinaryData
====

Events:  <none>
`);
  });

  test('a secret is described by sizes only', async () => {
    const secret = store<Secret>(secretKind, { metadata: { name: 'db', namespace: 'config' }, stringData: { user: 'admin', pass: 's3cr3t' } });
    expect(await secretKind.describe?.(secret, contextOf())).toBe(`Name:         db
Namespace:    config
Labels:       <none>
Annotations:  <none>

Type:  Opaque

Data
====
pass:  6 bytes
user:  5 bytes
`);
  });

  test('a node port service is described with its addresses and policies', async () => {
    const service = store<Service>(serviceKind, {
      metadata: { name: 'np', namespace: 'service', labels: { app: 'web' } },
      spec: {
        type: 'NodePort',
        selector: { app: 'web' },
        clusterIP: '10.96.0.7',
        clusterIPs: ['10.96.0.7'],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ port: 8080, targetPort: 80, nodePort: 31490 }],
      },
    });
    expect(await serviceKind.describe?.(service, contextOf())).toBe(`Name:                     np
Namespace:                service
Labels:                   app=web
Annotations:              <none>
Selector:                 app=web
Type:                     NodePort
IP Family Policy:         SingleStack
IP Families:              IPv4
IP:                       10.96.0.7
IPs:                      10.96.0.7
Port:                     <unset>  8080/TCP
TargetPort:               80/TCP
NodePort:                 <unset>  31490/TCP
Endpoints:                <none>
Session Affinity:         None
External Traffic Policy:  Cluster
Internal Traffic Policy:  Cluster
Events:                   <none>
`);
  });

  test('a namespace without quotas says so', async () => {
    const namespace = store(namespaceKind, { metadata: { name: 'shop' }, status: { phase: 'Active' } });
    expect(await namespaceKind.describe?.(namespace, contextOf())).toBe(`Name:         shop
Labels:       kubernetes.io/metadata.name=shop
Annotations:  <none>
Status:       Active

No resource quota.

No LimitRange resource.
`);
  });

  test('a node is described with its pods and what they ask for', async () => {
    const node = store<Node>(nodeKind, {
      metadata: { name: 'node-1', labels: { 'node-role.kubernetes.io/worker': '' } },
      spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }], podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] },
      status: {
        capacity: { cpu: '1', memory: '3840Mi', pods: '110' },
        allocatable: { cpu: '1', memory: '3840Mi', pods: '110' },
        addresses: [{ type: 'InternalIP', address: '192.0.2.2' }],
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'KubeletReady',
            message: 'kubelet is posting ready status',
            lastHeartbeatTime: createdAt,
            lastTransitionTime: createdAt,
          },
        ],
      },
    });
    const pod = store<Pod>(podKind, { metadata: { name: 'web', namespace: 'shop' }, spec: { ...podSpec, nodeName: 'node-1' }, status: { phase: 'Running' } });
    expect(await nodeKind.describe?.(node, contextOf(node, pod))).toBe(`Name:               node-1
Roles:              worker
Labels:             node-role.kubernetes.io/worker=
Annotations:        <none>
CreationTimestamp:  Fri, 20 Nov 2026 10:05:35 +0000
Taints:             dedicated=gpu:NoSchedule
Unschedulable:      false
Lease:              Failed to get lease: leases.coordination.k8s.io "node-1" not found
Conditions:
  Type    Status  LastHeartbeatTime                 LastTransitionTime                Reason         Message
  ----    ------  -----------------                 ------------------                ------         -------
  Ready   True    Fri, 20 Nov 2026 10:05:35 +0000   Fri, 20 Nov 2026 10:05:35 +0000   KubeletReady   kubelet is posting ready status
Addresses:
  InternalIP:  192.0.2.2
Capacity:
  cpu:     1
  memory:  3840Mi
  pods:    110
Allocatable:
  cpu:     1
  memory:  3840Mi
  pods:    110
System Info:
  Machine ID:                 
  System UUID:                
  Boot ID:                    
  Kernel Version:             
  OS Image:                   
  Operating System:           
  Architecture:               
  Container Runtime Version:  
  Kubelet Version:            
PodCIDR:                      10.244.1.0/24
PodCIDRs:                     10.244.1.0/24
Non-terminated Pods:          (1 in total)
  Namespace                   Name    CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----    ------------  ----------  ---------------  -------------  ---
  shop                        web     50m (5%)      100m (10%)  32Mi (0%)        64Mi (1%)      4s
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests   Limits
  --------           --------   ------
  cpu                50m (5%)   100m (10%)
  memory             32Mi (0%)  64Mi (1%)
  ephemeral-storage  0 (0%)     0 (0%)
Events:              <none>
`);
  });
});
