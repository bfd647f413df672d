import { expect, test } from 'vitest';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { createTestServer, type TestServer } from '../test-server.ts';

const PATH = '/apis/apps/v1/namespaces/default/deployments';
const APPLY = { headers: { 'content-type': 'application/apply-patch+yaml' } };
const labels = { app: 'web' };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels },
  spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } } },
};

interface Answer {
  readonly status: number;
  readonly body: Stored<Deployment & KubeObject> & { readonly message?: string; readonly details?: object };
}

function send(server: TestServer, ...args: Parameters<TestServer['send']>): Answer {
  return server.send(...args) as Answer;
}

function apply(server: TestServer, config: object, manager: string, query = ''): Answer {
  return send(server, `PATCH ${PATH}/web?fieldManager=${manager}${query}`, JSON.stringify(config), APPLY);
}

/** `manager operation/subresource` of each entry, with the replicas where it owns them. */
function owners(server: TestServer): string[] {
  const { metadata } = send(server, `GET ${PATH}/web`).body;
  return (metadata.managedFields ?? []).map(({ manager, operation, subresource, fieldsV1 }) => {
    const replicas = JSON.stringify(fieldsV1).includes('"f:replicas"') ? ' replicas' : '';
    return `${manager} ${operation}${subresource ? `/${subresource}` : ''}${replicas}`;
  });
}

test('every writer is named with what it wrote, the control plane too', () => {
  const server = createTestServer();
  send(server, `POST ${PATH}?fieldManager=kubectl-create`, deployment);
  const stored = server.direct.get<Deployment>(deploymentKind, 'default', 'web');
  expect(stored.metadata.managedFields).toBeUndefined();
  server.direct.updateStatus(deploymentKind, 'default', { ...stored, status: { replicas: 2 } });
  send(
    server,
    `PATCH ${PATH}/web/scale`,
    { spec: { replicas: 3 } },
    { headers: { 'content-type': 'application/merge-patch+json', 'user-agent': 'kubectl/v1' } },
  );
  expect(owners(server)).toEqual(['kube-controller-manager Update/status replicas', 'kubectl Update/scale replicas', 'kubectl-create Update']);
});

test('apply creates, applies again without a write, and refuses what others own', () => {
  const server = createTestServer();
  expect(apply(server, deployment, 'me').status).toBe(201);
  const version = apply(server, deployment, 'me').body.metadata.resourceVersion;
  expect(version).toBe(server.version(1));
  const scaled = { ...deployment, spec: { ...deployment.spec, replicas: 5 } };
  expect(apply(server, scaled, 'you').body).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Apply failed with 1 conflict: conflict with "me": .spec.replicas',
    reason: 'Conflict',
    details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "me"', field: '.spec.replicas' }] },
    code: 409,
  });
  expect(apply(server, scaled, 'you', '&force=true').body.spec?.replicas).toBe(5);
  expect(owners(server)).toEqual(['me Apply', 'you Apply replicas']);
});

test('the conflict with an update names the version, several conflicts are a list', () => {
  const server = createTestServer();
  send(server, `POST ${PATH}?fieldManager=kubectl-create`, deployment);
  const config = { ...deployment, spec: { ...deployment.spec, replicas: 5, template: { spec: { containers: [{ name: 'web', image: 'httpd' }] } } } };
  expect(apply(server, config, 'me').body.message).toBe(
    'Apply failed with 2 conflicts: conflicts with "kubectl-create" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name="web"].image',
  );
});

test('what is no longer applied goes, and a field given up stays with its other owner', () => {
  const server = createTestServer();
  apply(server, { ...deployment, metadata: { name: 'web', labels: { ...labels, tier: 'front' } } }, 'me');
  expect(apply(server, deployment, 'me').body.metadata.labels).toEqual(labels);
  apply(server, { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2 } }, 'hpa');
  const { replicas: _, ...spec } = deployment.spec;
  expect(apply(server, { ...deployment, spec }, 'me').body.spec?.replicas).toBe(2);
  expect(owners(server)).toEqual(['hpa Apply replicas', 'me Apply']);
});

test('a configuration that cannot be read is refused in upstream words', () => {
  const server = createTestServer();
  const message = (config: object, query = 'fieldManager=me'): string | undefined =>
    send(server, `PATCH ${PATH}/web?${query}`, JSON.stringify(config), APPLY).body.message;
  expect(message(deployment, '')).toBe('PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch');
  expect(message({ ...deployment, spec: { ...deployment.spec, foo: 1 } })).toBe(
    'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema',
  );
  expect(message({ ...deployment, metadata: { name: 'web', managedFields: [] } })).toBe('metadata.managedFields must be nil');
  expect(message({ ...deployment, apiVersion: 'apps/v1beta1' })).toBe(
    'Incorrect version specified in apply patch. Specified patch version: apps/v1beta1, expected: apps/v1',
  );
});

test('kubectl takes over what it applied by itself, and goes on writing it down', () => {
  const server = createTestServer();
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(deployment) };
  send(server, `POST ${PATH}?fieldManager=kubectl-client-side-apply`, { ...deployment, metadata: { ...deployment.metadata, annotations } });
  const scaled = { ...deployment, spec: { ...deployment.spec, replicas: 5 } };
  expect(apply(server, scaled, 'me').status).toBe(409);
  const { body } = apply(server, scaled, 'kubectl');
  expect([body.spec?.replicas, body.metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration']]).toEqual([
    5,
    expect.stringContaining('"replicas":5'),
  ]);
});

test('a client may rewrite the owners, which is a change, and end them all', () => {
  const server = createTestServer();
  send(server, `POST ${PATH}?fieldManager=kubectl-create`, deployment);
  const patch = (value: object): Answer =>
    send(server, `PATCH ${PATH}/web`, [{ op: 'replace', path: '/metadata/managedFields', value }], {
      headers: { 'content-type': 'application/json-patch+json' },
    });
  expect(
    patch([{ manager: 'me', operation: 'Apply', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }]).status,
  ).toBe(200);
  expect(owners(server)).toEqual(['me Apply replicas']);
  patch([{}]);
  expect(owners(server)).toEqual([]);
});

test('a dry run shows who would own what', () => {
  const server = createTestServer();
  const { body } = apply(server, deployment, 'me', '&dryRun=All');
  expect(body.metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`)).toEqual(['me Apply']);
  expect(send(server, `GET ${PATH}/web`).status).toBe(404);
});
