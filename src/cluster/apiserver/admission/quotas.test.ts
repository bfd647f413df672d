import { describe, expect, it } from 'vitest';
import type { Kind } from '#kinds/kind.ts';
import { limitRangeKind } from '#kinds/limitrange/limitrange.ts';
import { resourceQuotaKind } from '#kinds/resourcequota/resourcequota.ts';
import { createTestServer, type TestServer } from '../test-server.ts';

const NAMESPACE = '/api/v1/namespaces/default';

function newServer(): TestServer {
  return createTestServer(undefined, {}, [limitRangeKind, resourceQuotaKind] as unknown as readonly Kind[]);
}

const quota = { metadata: { name: 'q' }, spec: { hard: { pods: '2', 'requests.cpu': '250m', 'limits.memory': '1Gi', configmaps: '1' } } };
const range = {
  metadata: { name: 'lim' },
  spec: {
    limits: [
      {
        type: 'Container',
        default: { cpu: '500m', memory: '128Mi' },
        defaultRequest: { cpu: '100m', memory: '64Mi' },
        max: { cpu: '1', memory: '256Mi' },
        min: { cpu: '50m', memory: '16Mi' },
      },
    ],
  },
};
const pod = (name: string, resources?: object): object => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx', ...(resources && { resources }) }] },
});

function refusal({ send }: TestServer, path: string, body: object): unknown {
  const { status, body: answer } = send(`POST ${NAMESPACE}/${path}`, body);
  expect(status, JSON.stringify(answer)).toBe(403);
  return (answer as { message: string }).message;
}

describe('quotas and limits', () => {
  it('refuse pods that do not say what a quota bounds', () => {
    const test = newServer();
    test.send(`POST ${NAMESPACE}/resourcequotas`, quota);
    expect(refusal(test, 'pods', pod('a'))).toBe('pods "a" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c');
  });

  it('fill in what a LimitRange gives, and note it', () => {
    const test = newServer();
    test.send(`POST ${NAMESPACE}/limitranges`, range);
    expect(test.send(`POST ${NAMESPACE}/pods`, pod('a')).body).toMatchObject({
      metadata: {
        annotations: { 'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c' },
      },
      spec: { containers: [{ resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } } }] },
    });
    expect(refusal(test, 'pods', pod('big', { limits: { cpu: '2', memory: '8Mi' } }))).toBe(
      'pods "big" is forbidden: [minimum memory usage per Container is 16Mi, but request is 8Mi, maximum cpu usage per Container is 1, but limit is 2]',
    );
  });

  it('refuse what goes beyond a quota, counted by hand or by its controller', () => {
    for (const hasController of [false, true]) {
      const test = newServer();
      test.send(`POST ${NAMESPACE}/limitranges`, range);
      test.send(`POST ${NAMESPACE}/resourcequotas`, quota);
      if (hasController) {
        const status = { status: { hard: quota.spec.hard, used: { pods: '0', 'requests.cpu': '0', 'limits.memory': '0', configmaps: '0' } } };
        test.send(`PATCH ${NAMESPACE}/resourcequotas/q/status`, status, { headers: { 'content-type': 'application/merge-patch+json' } });
      }
      for (const name of ['a', 'b']) expect(test.send(`POST ${NAMESPACE}/pods`, pod(name)).status).toBe(201);
      expect(refusal(test, 'pods', pod('c'))).toBe(
        'pods "c" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=100m, used: pods=2,requests.cpu=200m, limited: pods=2,requests.cpu=250m',
      );
      expect(test.send(`POST ${NAMESPACE}/configmaps`, { metadata: { name: 'one' } }).status).toBe(201);
      expect(refusal(test, 'configmaps', { metadata: { name: 'two' } })).toBe(
        'configmaps "two" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1',
      );
      const { used } = (test.send(`GET ${NAMESPACE}/resourcequotas/q`).body as { status: { used?: object } }).status;
      expect(used).toEqual(hasController ? { pods: '2', 'requests.cpu': '200m', 'limits.memory': '256Mi', configmaps: '1' } : undefined);
    }
  });
});
