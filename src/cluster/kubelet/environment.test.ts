import { expect, test } from 'vitest';
import type { Container, Pod } from '#machinery/generated/types.ts';
import type { ConfigSource } from './config-source.ts';
import { expandReferences, planEnvironment } from './environment.ts';

const meta = { name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const source: ConfigSource = {
  configMap: (_, name) => (name === 'app' ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta, data: { MODE: 'dev', COLOR: 'blue' } } : undefined),
  secret: (_, name) => (name === 'db' ? { apiVersion: 'v1', kind: 'Secret', metadata: meta, data: { password: btoa('s3cret') } } : undefined),
  services: (namespace) =>
    namespace === 'shop'
      ? [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { ...meta, name: 'my-web' },
            spec: { clusterIP: '10.96.3.4', ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
          },
        ]
      : [],
  claim: () => undefined,
  persistentVolume: () => undefined,
  serviceAccountToken: () => '',
};
const around = { hostAddress: '192.168.192.2', podAddress: '10.244.1.2', nodeAllocatable: { cpu: '4', memory: '8Gi' } };
const planned = (container: Partial<Container>, spec: Partial<NonNullable<Pod['spec']>> = {}): Record<string, string> => {
  const whole: Container = { name: 'c', ...container };
  const pod: Pod = {
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [whole], enableServiceLinks: false, nodeName: 'node-1', ...spec },
  };
  return Object.fromEntries(planEnvironment(pod, whole, source, around));
};

test('env overrides envFrom, and references see both', () => {
  expect(
    planned({
      envFrom: [{ configMapRef: { name: 'app' }, prefix: 'APP_' }],
      env: [
        { name: 'APP_MODE', value: 'prod' },
        { name: 'ALL', value: '$(APP_MODE)-$(APP_COLOR)-$(NONE)-$$(APP_MODE)' },
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      ],
    }),
  ).toEqual({ APP_MODE: 'prod', APP_COLOR: 'blue', ALL: 'prod-blue-$(NONE)-$(APP_MODE)', PASSWORD: 's3cret' });
});

test('the downward API gives fields of the pod and resources of the container', () => {
  expect(
    planned({
      resources: { limits: { memory: '64Mi', cpu: '250m' } },
      env: [
        { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'APP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
        { name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
        { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      ],
    }),
  ).toEqual({ POD: 'web', IP: '10.244.1.2', APP: 'web', MEM: '64', CPU: '1' });
});

test('services of the namespace become variables', () => {
  expect(planned({}, { enableServiceLinks: true })).toEqual({
    MY_WEB_SERVICE_HOST: '10.96.3.4',
    MY_WEB_SERVICE_PORT: '80',
    MY_WEB_SERVICE_PORT_HTTP: '80',
    MY_WEB_PORT: 'tcp://10.96.3.4:80',
    MY_WEB_PORT_80_TCP: 'tcp://10.96.3.4:80',
    MY_WEB_PORT_80_TCP_PROTO: 'tcp',
    MY_WEB_PORT_80_TCP_PORT: '80',
    MY_WEB_PORT_80_TCP_ADDR: '10.96.3.4',
  });
});

test.each<[EnvFailure, string]>([
  [{ envFrom: [{ configMapRef: { name: 'none' } }] }, 'configmap "none" not found'],
  [{ envFrom: [{ secretRef: { name: 'none' } }] }, 'secret "none" not found'],
  [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'app', key: 'k' } } }] }, "couldn't find key k in ConfigMap shop/app"],
  [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'k' } } }] }, "couldn't find key k in Secret shop/db"],
])('what is missing is named: %j', (container, message) => {
  expect(() => planned(container)).toThrow(message);
});
type EnvFailure = Partial<Container>;

test('optional references that are missing leave the variable out', () => {
  expect(planned({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'none', key: 'k', optional: true } } }] })).toEqual({});
});

test('an escaped reference loses one dollar sign', () => {
  expect(expandReferences('$$(A) $(A) $A', () => 'x')).toBe('$(A) x $A');
});
