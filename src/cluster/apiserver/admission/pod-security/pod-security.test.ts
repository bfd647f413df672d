import { expect, test } from 'vitest';
import { createTestServer, type TestServer } from '../../test-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const MERGE = { headers: { 'content-type': 'application/merge-patch+json' } };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly message?: string };
}

function label(server: TestServer, labels: Readonly<Record<string, string>>): Answer {
  const said = Object.fromEntries(Object.entries(labels).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level]));
  return server.send('PATCH /api/v1/namespaces/default', { metadata: { labels: said } }, MERGE) as Answer;
}

function run(server: TestServer, spec: object, container: object = {}): Answer {
  const pod = { metadata: { name: 'web' }, spec: { ...spec, containers: [{ name: 'nginx', image: 'nginx', ...container }] } };
  return server.send(`POST ${PODS}`, pod) as Answer;
}

test('a restricted namespace lets in only pods that say they are harmless', () => {
  const server = createTestServer();
  label(server, { enforce: 'restricted' });
  expect(run(server, {}).body.message).toBe(
    'pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "nginx" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "nginx" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "nginx" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "nginx" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
  const harmless = { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } };
  expect(run(server, { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } }, harmless).status).toBe(201);
});

test('a baseline namespace keeps out what reaches the node', () => {
  const server = createTestServer();
  label(server, { enforce: 'baseline', 'enforce-version': 'v1.30' });
  const spec = { hostNetwork: true, hostPID: true, volumes: [{ name: 'root', hostPath: { path: '/' } }] };
  const container = { ports: [{ containerPort: 80, hostPort: 80 }], securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN', 'KILL'] } } };
  expect(run(server, spec, container).body.message).toBe(
    'pods "web" is forbidden: violates PodSecurity "baseline:v1.30": non-default capabilities (container "nginx" must not include "SYS_ADMIN" in securityContext.capabilities.add), host namespaces (hostNetwork=true, hostPID=true), hostPath volumes (volume "root"), hostPort (container "nginx" uses hostPort 80), privileged (container "nginx" must not set securityContext.privileged=true)',
  );
  expect(run(server, {}).status).toBe(201);
});

test('warnings are for pods and for what makes them', () => {
  const server = createTestServer();
  label(server, { warn: 'baseline' });
  const warning = '299 - "would violate PodSecurity \\"baseline:latest\\": host namespaces (hostNetwork=true)"';
  expect(run(server, { hostNetwork: true })).toMatchObject({ status: 201, headers: { warning } });
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { hostNetwork: true, containers: [{ name: 'nginx', image: 'nginx' }] } };
  const deployment = { metadata: { name: 'web' }, spec: { selector: { matchLabels: labels }, template } };
  expect(server.send('POST /apis/apps/v1/namespaces/default/deployments', deployment).headers['warning']).toBe(warning);
});

test('a namespace that becomes stricter tells which pods would not be let in', () => {
  const server = createTestServer();
  run(server, { hostNetwork: true });
  expect(label(server, { enforce: 'baseline' }).headers['warning']).toBe(
    '299 - "existing pods in namespace \\"default\\" violate the new PodSecurity enforce level \\"baseline:latest\\"", 299 - "web: host namespaces"',
  );
  expect(label(server, { enforce: 'strict' }).body.message).toBe(
    'Namespace "default" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
  );
});
