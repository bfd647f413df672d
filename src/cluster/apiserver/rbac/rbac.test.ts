import { describe, expect, it } from 'vitest';
import { createTestServer, type SendOptions, type TestServer } from '../test-server.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const TEAM = `${RBAC}/namespaces/default`;
const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
const as = (name: string, ...groups: string[]): SendOptions => ({ identity: { name, groups: [...groups, 'system:authenticated'] } });

function make(test: TestServer, path: string, body: object, options?: SendOptions): void {
  const { status, body: answer } = test.send(`POST ${path}`, body, options);
  expect(status, JSON.stringify(answer)).toBe(201);
}

function withReader(): TestServer {
  const test = createTestServer();
  const rules = [
    { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['only-this'], verbs: ['get', 'update'] },
  ];
  make(test, `${TEAM}/roles`, { metadata: { name: 'reader' }, rules });
  const subjects = [
    { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' },
    { kind: 'ServiceAccount', name: 'bot', namespace: 'default' },
  ];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
  make(test, `${TEAM}/rolebindings`, { metadata: { name: 'jane-reads' }, subjects, roleRef });
  return test;
}

describe('RBAC', () => {
  it('allows what a bound role allows, where it is bound', () => {
    const test = withReader();
    const asks = (line: string, name: string): number => test.send(line, undefined, as(name)).status;
    expect(asks('GET /api/v1/namespaces/default/pods', 'jane')).toBe(200);
    expect(asks('GET /api/v1/namespaces/default/pods', 'system:serviceaccount:default:bot')).toBe(200);
    expect(asks('GET /api/v1/namespaces/kube-system/pods', 'jane')).toBe(403);
    expect(asks('GET /api/v1/namespaces/default/secrets', 'jane')).toBe(403);
    expect(asks('DELETE /api/v1/namespaces/default/pods/x', 'jane')).toBe(403);
    expect(asks('GET /apis/apps/v1/namespaces/default/deployments/only-this', 'jane')).toBe(404);
    expect(asks('GET /apis/apps/v1/namespaces/default/deployments/other', 'jane')).toBe(403);
    expect(asks('GET /api', 'jane')).toBe(200);
    expect(asks('GET /metrics', 'jane')).toBe(403);
    expect(test.server.handle({ method: 'GET', path: '/healthz' }).status).toBe(200);
  });

  it('names a role that is not there', () => {
    const test = createTestServer();
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'nope' };
    make(test, `${TEAM}/rolebindings`, { metadata: { name: 'b' }, subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }], roleRef });
    expect(test.send('GET /api/v1/namespaces/default/pods', undefined, as('jane')).body).toMatchObject({
      message:
        'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default": RBAC: clusterrole.rbac.authorization.k8s.io "nope" not found',
    });
  });

  it('answers who may what', () => {
    const test = withReader();
    const canI = (attributes: object, options: SendOptions): unknown => {
      const { body } = test.send(`POST ${AUTHORIZATION}/selfsubjectaccessreviews`, { spec: { resourceAttributes: attributes } }, options);
      return (body as { status: unknown }).status;
    };
    expect(canI({ namespace: 'default', verb: 'list', resource: 'pods' }, as('jane'))).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "jane-reads/default" of Role "reader" to User "jane"',
    });
    expect(canI({ namespace: 'default', verb: 'delete', resource: 'pods' }, as('jane'))).toEqual({ allowed: false });
    expect(canI({ verb: '*', resource: '*', group: '*' }, {})).toEqual({ allowed: true });
    const { body } = test.send(`POST ${AUTHORIZATION}/selfsubjectrulesreviews`, { spec: { namespace: 'default' } }, as('jane'));
    expect((body as { status: { resourceRules: object[] } }).status.resourceRules).toContainEqual({
      verbs: ['get', 'update'],
      apiGroups: ['apps'],
      resources: ['deployments'],
      resourceNames: ['only-this'],
    });
    const who = test.send('POST /apis/authentication.k8s.io/v1/selfsubjectreviews', {}, as('jane', 'developers'));
    expect(who).toMatchObject({ status: 201, body: { status: { userInfo: { username: 'jane', groups: ['developers', 'system:authenticated'] } } } });
    const other = { spec: { user: 'jane', resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods', subresource: 'log' } } };
    expect(test.send(`POST ${AUTHORIZATION}/subjectaccessreviews`, other).body).toMatchObject({ status: { allowed: true } });
  });

  it('lets nobody hand on what they do not have', () => {
    const test = withReader();
    const admin = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' };
    make(test, `${TEAM}/rolebindings`, {
      metadata: { name: 'joe' },
      subjects: [{ kind: 'User', name: 'joe', apiGroup: 'rbac.authorization.k8s.io' }],
      roleRef: admin,
    });
    const role = (verbs: string[], resources: string[]): object => ({ metadata: { name: 'r' }, rules: [{ apiGroups: [''], resources, verbs }] });
    expect(test.send(`POST ${TEAM}/roles`, role(['get'], ['nodes']), as('joe')).body).toMatchObject({
      code: 403,
      message:
        'roles.rbac.authorization.k8s.io "r" is forbidden: user "joe" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}',
    });
    make(test, `${TEAM}/roles`, role(['get'], ['pods', 'pods/log']), as('joe'));
    const binding = { metadata: { name: 'b' }, subjects: [], roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' } };
    expect(test.send(`POST ${TEAM}/rolebindings`, binding, as('joe')).body).toMatchObject({ code: 403, reason: 'Forbidden' });
  });

  it('starts with the standard roles', () => {
    const test = createTestServer();
    const { items } = test.send(`GET ${RBAC}/clusterroles`).body as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata }) => metadata.name)).toEqual([
      'admin',
      'cluster-admin',
      'edit',
      'system:aggregate-to-admin',
      'system:aggregate-to-edit',
      'system:aggregate-to-view',
      'system:basic-user',
      'system:discovery',
      'system:public-info-viewer',
      'view',
    ]);
  });
});
