import { expect, test } from 'vitest';
import { createTestServer } from '../test-server.ts';

const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
const REVIEWS = '/apis/authentication.k8s.io/v1/tokenreviews';

test('a token review tells whose token it is, and for whom it is meant', () => {
  const server = createTestServer();
  server.send(`POST ${ACCOUNTS}`, { metadata: { name: 'bot' } });
  const tokenFor = (spec: object): string => (server.send(`POST ${ACCOUNTS}/bot/token`, { spec }).body as { status: { token: string } }).status.token;
  const review = (token: string, audiences?: readonly string[]): unknown =>
    (server.send(`POST ${REVIEWS}`, { spec: { token, ...(audiences && { audiences }) } }).body as { status: unknown }).status;
  expect(review(tokenFor({}))).toMatchObject({
    authenticated: true,
    user: { username: 'system:serviceaccount:default:bot', groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'] },
    audiences: ['https://kubernetes.default.svc.cluster.local'],
  });
  const vault = tokenFor({ audiences: ['vault'] });
  expect(review(vault, ['vault'])).toMatchObject({ authenticated: true, audiences: ['vault'] });
  expect(review(vault, ['other'])).toEqual({ user: {}, error: 'token audiences ["vault"] is invalid for the target audiences ["other"]' });
  expect(review('nonsense')).toEqual({ user: {}, error: '[invalid bearer token, unknown token]' });
  expect(server.server.handle({ method: 'GET', path: '/api/v1/pods', headers: { authorization: `Bearer ${vault}` } }).status).toBe(401);
});

test('requests are counted', () => {
  const server = createTestServer();
  server.send('GET /api/v1/namespaces/default/pods/none');
  server.send('GET /api/v1/namespaces/default/pods/none');
  const { body, headers } = server.send('GET /metrics');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(body).toContain(
    'apiserver_request_total{code="404",component="apiserver",dry_run="",group="",resource="pods",scope="resource",subresource="",verb="GET",version="v1"} 2\n',
  );
  expect(body).toContain('apiserver_resource_objects{group="",resource="namespaces"} 4\n');
});
