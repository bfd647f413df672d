import { describe, expect, test } from 'vitest';
import { formatFieldErrors } from '#machinery/field-error.ts';
import type {
  Container,
  Deployment,
  DeploymentSpec,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
  Secret,
  Service,
  ServiceSpec,
  Volume,
} from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { configMapKind } from './configmap/configmap.ts';
import { deploymentKind } from './deployment/deployment.ts';
import type { Kind } from './kind.ts';
import { nodeKind } from './node/node.ts';
import { persistentVolumeClaimKind } from './persistentvolumeclaim/persistentvolumeclaim.ts';
import { podKind } from './pod/pod.ts';
import { secretKind } from './secret/secret.ts';
import { serviceKind } from './service/service.ts';

/** What the server would answer after defaulting, one message a line. */
function errorsOf<T extends KubeObject>(kind: Kind<T>, object: T): readonly string[] {
  const complete = kind.defaults?.(object) ?? object;
  return (kind.validate?.(complete) ?? []).map(({ field, message }) => `${field}: ${message}`);
}

function podErrors(spec: Partial<PodSpec>): readonly string[] {
  return errorsOf<Pod>(podKind, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } });
}

const containerErrors = (container: Partial<Container>): readonly string[] => podErrors({ containers: [{ name: 'c', image: 'nginx', ...container }] });
const volumeErrors = (volume: Partial<Volume>): readonly string[] => podErrors({ volumes: [{ name: 'v', ...volume }] });

describe('a container', () => {
  test.each<[string, Partial<Container>, readonly string[]]>([
    ['needs an image', { image: '' }, ['spec.containers[0].image: Required value']],
    [
      'asks for no more than its limits',
      { resources: { requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '1', memory: '512Mi' } } },
      [
        'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
        'spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 512Mi',
      ],
    ],
    [
      'knows its resources',
      { resources: { limits: { cpus: '1' } } },
      [
        'spec.containers[0].resources.limits[cpus]: Invalid value: "cpus": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.limits[cpus]: Invalid value: "cpus": must be a standard resource for containers',
        'spec.containers[0].resources.requests[cpus]: Invalid value: "cpus": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.requests[cpus]: Invalid value: "cpus": must be a standard resource for containers',
      ],
    ],
    [
      'asks for amounts of zero or more',
      { resources: { requests: { memory: '-1Mi' } } },
      ['spec.containers[0].resources.requests[memory]: Invalid value: "-1Mi": must be greater than or equal to 0'],
    ],
    ['mounts volumes of the pod', { volumeMounts: [{ name: 'missing', mountPath: '/x' }] }, ['spec.containers[0].volumeMounts[0].name: Not found: "missing"']],
    [
      'opens ports that exist',
      { ports: [{ containerPort: 70000 }, { containerPort: 80, name: 'Web_Port_Of_The_Server' }] },
      [
        'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
        'spec.containers[0].ports[1].name: Invalid value: "Web_Port_Of_The_Server": must be no more than 15 bytes',
        'spec.containers[0].ports[1].name: Invalid value: "Web_Port_Of_The_Server": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      ],
    ],
    ['probes in one way', { livenessProbe: { periodSeconds: 5 } }, ['spec.containers[0].livenessProbe: Required value: must specify a handler type']],
    [
      'is alive after one success',
      { livenessProbe: { successThreshold: 2, tcpSocket: { port: 80 } } },
      ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
    ],
    [
      'takes a variable from one place',
      { env: [{ name: 'A', value: 'x', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
      ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
    ],
    [
      'takes only some fields into variables',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.replicas' } } }] },
      [
        'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.replicas": error converting fieldPath: field label not supported: spec.replicas',
      ],
    ],
    [
      'has variables without =',
      { env: [{ name: 'A=B', value: 'x' }] },
      [
        'spec.containers[0].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
      ],
    ],
    [
      'pulls by a known policy',
      { imagePullPolicy: 'Sometimes' },
      ['spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"'],
    ],
    [
      'is not both privileged and kept from getting privileges',
      { securityContext: { privileged: true, allowPrivilegeEscalation: false } },
      [
        'spec.containers[0].securityContext: Invalid value: {"allowPrivilegeEscalation":false,"privileged":true}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      ],
    ],
  ])('%s', (_rule, container, errors) => {
    expect(containerErrors(container)).toEqual(errors);
  });
});

describe('a pod', () => {
  test.each<[string, Partial<PodSpec>, readonly string[]]>([
    ['needs a container', { containers: [] }, ['spec.containers: Required value']],
    [
      'has containers of different names',
      { containers: [{ name: 'c', image: 'a' }], initContainers: [{ name: 'c', image: 'b' }] },
      ['spec.initContainers[0].name: Duplicate value: "c"'],
    ],
    [
      'restarts by a known policy',
      { restartPolicy: 'Perhaps' },
      ['spec.restartPolicy: Unsupported value: "Perhaps": supported values: "Always", "OnFailure", "Never"'],
    ],
    [
      'has init containers without probes',
      { initContainers: [{ name: 'i', image: 'b', readinessProbe: { exec: { command: ['true'] } } }] },
      ['spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always'],
    ],
    [
      'tolerates with a key or everything',
      { tolerations: [{ operator: 'Equal', value: 'x' }] },
      ['spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"'],
    ],
    [
      'tolerates for a time only what evicts',
      { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }] },
      ['spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set'],
    ],
    [
      'selects nodes by terms',
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
      [
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
      ],
    ],
    [
      'spreads over something',
      { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Never' }] },
      [
        'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
        'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
        'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
      ],
    ],
  ])('%s', (_rule, spec, errors) => {
    expect(podErrors(spec)).toEqual(errors);
  });

  test('names what is wrong with its volumes', () => {
    expect(volumeErrors({ configMap: {} })).toEqual(['spec.volumes[0].configMap.name: Required value']);
    expect(volumeErrors({ hostPath: { path: '/a/../b' } })).toEqual(['spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain \'..\'']);
    expect(volumeErrors({ emptyDir: {}, secret: { secretName: 's' } })).toEqual(['spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type']);
    expect(volumeErrors({ secret: { secretName: 's', defaultMode: 1000 } })).toEqual([
      'spec.volumes[0].secret.defaultMode: Invalid value: 1000: must be a number between 0 and 0777 (octal), both inclusive',
    ]);
  });
});

describe('an update of a pod', () => {
  const spec: PodSpec = { containers: [{ name: 'c', image: 'nginx:1' }], tolerations: [{ key: 'a', operator: 'Exists' }] };
  const complete = (changes: Partial<PodSpec>): Pod => podKind.defaults?.({ metadata: { name: 'p' }, spec: { ...spec, ...changes } }) ?? {};
  const before = complete({});
  const errors = (changes: Partial<PodSpec>) => formatFieldErrors(podKind.validateUpdate?.(complete(changes), before) ?? []);

  test('may change images, add tolerations and set a deadline', () => {
    expect(podKind.validateUpdate?.(complete({ containers: [{ name: 'c', image: 'nginx:2' }] }), before)).toEqual([]);
    expect(podKind.validateUpdate?.(complete({ tolerations: [{ key: 'a', operator: 'Exists' }, { operator: 'Exists' }] }), before)).toEqual([]);
    expect(podKind.validateUpdate?.(complete({ activeDeadlineSeconds: 9 }), before)).toEqual([]);
  });

  test('may not add containers or drop tolerations', () => {
    expect(errors({ containers: [...spec.containers, { name: 'd', image: 'x' }] })).toBe(
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    );
    expect(errors({ tolerations: [] })).toBe('spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds');
  });

  test('may change nothing else', () => {
    expect(errors({ restartPolicy: 'Never' })).toBe(
      'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,' +
        '`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n' +
        `--- expected
+++ got
@@ -28,21 +28,21 @@
       "TerminationMessagePath": "/dev/termination-log",
       "TerminationMessagePolicy": "File",
       "ImagePullPolicy": "IfNotPresent",
       "SecurityContext": null,
       "Stdin": false,
       "StdinOnce": false,
       "TTY": false
     }
   ],
   "EphemeralContainers": null,
-  "RestartPolicy": "Never",
+  "RestartPolicy": "Always",
   "TerminationGracePeriodSeconds": 30,
   "ActiveDeadlineSeconds": null,
   "DNSPolicy": "ClusterFirst",
   "NodeSelector": null,
   "ServiceAccountName": "",
   "AutomountServiceAccountToken": null,
   "NodeName": "",
   "SecurityContext": {
     "HostNetwork": false,
     "HostPID": false,
`,
    );
  });
});

describe('a deployment', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  const errors = (spec: Partial<DeploymentSpec>) =>
    errorsOf<Deployment>(deploymentKind, { metadata: { name: 'd' }, spec: { template, ...spec } as DeploymentSpec });
  const selector = { matchLabels: { app: 'web' } };

  test('needs a selector, and a template that matches it', () => {
    expect(errors({})).toEqual([
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ]);
    expect(errors({ selector: { matchLabels: { app: 'other' } } })).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ]);
    expect(errors({ selector: {} })).toEqual(['spec.selector: Invalid value: {}: empty selector is invalid for deployment']);
  });

  test('rolls somehow', () => {
    expect(errors({ selector, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } })).toEqual([
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
    ]);
    expect(errors({ selector, strategy: { type: 'Recreate', rollingUpdate: {} } })).toEqual([
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ]);
    expect(errors({ selector, replicas: -1 })).toEqual(['spec.replicas: Invalid value: -1: must be greater than or equal to 0']);
  });

  test('has pods that restart', () => {
    expect(errors({ selector, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } })).toEqual([
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ]);
  });

  test('keeps its selector', () => {
    const object = (app: string): Deployment => ({ spec: { selector: { matchLabels: { app } }, template } });
    expect(formatFieldErrors(deploymentKind.validateUpdate?.(object('b'), object('a')) ?? [])).toBe(
      'spec.selector: Invalid value: {"matchLabels":{"app":"b"}}: field is immutable',
    );
  });
});

describe('a service', () => {
  const errors = (spec: ServiceSpec) => errorsOf<Service>(serviceKind, { metadata: { name: 's' }, spec });

  test('is of a known type and on a port that exists', () => {
    expect(errors({ type: 'Sometimes', ports: [{ port: 99999 }] })).toEqual([
      'spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive',
      'spec.ports[0].targetPort: Invalid value: 99999: must be between 1 and 65535, inclusive',
      'spec.type: Unsupported value: "Sometimes": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ]);
  });

  test('needs ports, with names when there are several', () => {
    expect(errors({})).toEqual(['spec.ports: Required value']);
    expect(errors({ ports: [{ port: 80 }, { port: 443 }] })).toEqual(['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value']);
  });

  test('has node ports only where nodes listen', () => {
    expect(errors({ ports: [{ port: 80, nodePort: 30080 }] })).toEqual(["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]);
  });

  test('keeps its address', () => {
    const at = (ip: string): Service => ({ spec: { type: 'ClusterIP', clusterIP: ip, clusterIPs: [ip] } });
    expect(formatFieldErrors(serviceKind.validateUpdate?.(at('10.96.200.200'), at('10.96.0.9')) ?? [])).toBe(
      'spec.clusterIPs[0]: Invalid value: ["10.96.200.200"]: may not change once set',
    );
  });
});

describe('configuration', () => {
  test('keys are good file names', () => {
    expect(errorsOf(configMapKind, { metadata: { name: 'c' }, data: { 'bad key': 'x' } } as KubeObject)).toEqual([
      "data[bad key]: Invalid value: \"bad key\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ]);
  });

  test('an immutable config map stays as it is', () => {
    expect(
      formatFieldErrors(
        configMapKind.validateUpdate?.({ immutable: true, data: { a: '2' } } as KubeObject, { immutable: true, data: { a: '1' } } as KubeObject) ?? [],
      ),
    ).toBe('data: Forbidden: field is immutable when `immutable` is set');
  });

  test('a TLS secret holds certificate and key', () => {
    expect(errorsOf<Secret>(secretKind, { type: 'kubernetes.io/tls' })).toEqual(['data[tls.crt]: Required value', 'data[tls.key]: Required value']);
  });
});

test('a node has each taint once', () => {
  const taint = { key: 'a', value: 'b', effect: 'NoSchedule' };
  expect(errorsOf(nodeKind, { spec: { taints: [taint, taint] } } as KubeObject)).toEqual([
    'spec.taints[1]: Duplicate value: {"effect":"NoSchedule","key":"a","value":"b"}: taints must be unique by key and effect pair',
  ]);
});

describe('a claim', () => {
  const claim = (storage: string, className: string, phase = 'Bound'): PersistentVolumeClaim => ({
    metadata: { name: 'c' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: className, resources: { requests: { storage } } },
    status: { phase, capacity: { storage: '1Gi' } },
  });
  const errors = (next: PersistentVolumeClaim, before: PersistentVolumeClaim) =>
    formatFieldErrors(persistentVolumeClaimKind.validateUpdate?.(next, before) ?? []);

  test('needs an access mode and a size', () => {
    expect(errorsOf(persistentVolumeClaimKind, { spec: {} })).toEqual([
      'spec.accessModes: Required value: at least 1 access mode is required',
      'spec.resources[storage]: Required value',
    ]);
  });

  test('may grow once it is bound, and not shrink', () => {
    expect(persistentVolumeClaimKind.validateUpdate?.(claim('2Gi', 'fast'), claim('1Gi', 'fast'))).toEqual([]);
    expect(errors(claim('500Mi', 'fast'), claim('1Gi', 'fast'))).toBe('spec.resources.requests.storage: Forbidden: field can not be less than status.capacity');
  });

  test('changes in no other way', () => {
    expect(
      errors(claim('1Gi', 'slow'), claim('1Gi', 'fast')),
    ).toBe(`spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
--- expected
+++ got
@@ -3,16 +3,16 @@
     "ReadWriteOnce"
   ],
   "Selector": null,
   "Resources": {
     "Limits": null,
     "Requests": {
       "storage": "1Gi"
     }
   },
   "VolumeName": "",
-  "StorageClassName": "slow",
+  "StorageClassName": "fast",
   "VolumeMode": null,
   "DataSource": null,
   "DataSourceRef": null,
   "VolumeAttributesClassName": null
 }
`);
  });
});
