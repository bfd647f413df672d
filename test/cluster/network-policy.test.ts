import { beforeEach, describe, expect, test } from 'vitest';
import type { Namespace, NetworkPolicy, NetworkPolicySpec, Pod } from '#machinery/generated/types.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { isReady, pods, startTestCluster, type TestCluster } from './test-cluster.ts';

const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.57';
const policies: ResourceType = { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy', plural: 'networkpolicies', singular: 'x', namespaced: true };
const namespaces: ResourceType = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', singular: 'x', namespaced: false };

let t: TestCluster;
beforeEach(async () => {
  t = await startTestCluster({ imagesPresent: true });
  const server = { name: 'main', image: AGNHOST, args: ['netexec'], ports: [{ name: 'http', containerPort: 8080 }] };
  t.client.create<Namespace>(namespaces, '', { metadata: { name: 'shop', labels: { team: 'shop' } } });
  t.createPod('db', { containers: [{ ...server, readinessProbe: { httpGet: { port: 'http', path: '/healthz' } } }] }, { app: 'db' });
  t.createPod('api', { containers: [server] }, { app: 'api' });
  t.createPod('web', { containers: [server] }, { app: 'web' });
  t.createService('db', { selector: { app: 'db' }, ports: [{ port: 80, targetPort: 8080 }] });
  await t.until(() => ['db', 'api', 'web'].every((name) => isReady(t.pod(name))));
  await t.simulation.advance(1_000);
});

async function policy(name: string, spec: NetworkPolicySpec): Promise<void> {
  t.client.create<NetworkPolicy>(policies, 'default', { metadata: { name }, spec });
  await t.simulation.advance(1_000);
}

/** What a pod gets from a URL, in short. */
async function ask(from: string, url: string): Promise<string> {
  const { stdout, stderr } = await t.exec(from, ['wget', '-T', '3', '-qO-', url]);
  return (stdout || stderr).trim();
}

const TIMED_OUT = 'wget: download timed out';

describe('network policies', () => {
  test('shut a pod off that one selects, but for what its rules let in; its node still reaches it', async () => {
    expect(await ask('web', 'http://db/hostname')).toBe('db');
    await policy('closed', { podSelector: { matchLabels: { app: 'db' } } });
    expect([await ask('web', 'http://db/hostname'), await ask('api', 'http://db/hostname')]).toEqual([TIMED_OUT, TIMED_OUT]);
    await policy('from-api', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'api' } } }], ports: [{ port: 'http' }] }],
    });
    expect([await ask('web', 'http://db/hostname'), await ask('api', 'http://db/hostname')]).toEqual([TIMED_OUT, 'db']);
    await t.simulation.advance(30_000);
    expect(isReady(t.pod('db'))).toBe(true);
    t.client.delete(policies, 'default', 'closed');
    t.client.delete(policies, 'default', 'from-api');
    await t.simulation.advance(1_000);
    expect(await ask('web', 'http://db/hostname')).toBe('db');
  });

  test('tell namespaces apart, and ranges of addresses with their exceptions', async () => {
    t.client.create<Pod>(pods, 'shop', { metadata: { name: 'till', labels: { app: 'api' } }, spec: { containers: [{ name: 'main', image: AGNHOST }] } });
    await t.simulation.advance(5_000);
    const till = t.client.get<Pod>(pods, 'shop', 'till').status?.podIP ?? '';
    const fromTill = async (): Promise<boolean> => {
      const { httpRequest } = await import('#os/http.ts');
      let status = 0;
      const visitor = t.cluster.visitorNetwork('shop');
      t.simulation.inject(() => {
        httpRequest(t.simulation, visitor, { host: t.pod('db').status?.podIP ?? '', port: 8080, target: '/', timeoutMs: 2_000 }).then(
          (response) => {
            status = response.status;
          },
          () => {
            status = -1;
          },
        );
      });
      await t.until(() => status !== 0);
      return status === 200;
    };
    await policy('by-namespace', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'shop' } } }] }],
    });
    expect([await ask('api', 'http://db/hostname'), await fromTill()]).toEqual([TIMED_OUT, true]);
    t.client.delete(policies, 'default', 'by-namespace');
    const api = t.pod('api').status?.podIP ?? '';
    await policy('by-range', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ ipBlock: { cidr: '10.244.0.0/16', except: [`${api}/32`] } }] }],
    });
    expect([till.startsWith('10.244.'), await ask('api', 'http://db/hostname'), await ask('web', 'http://db/hostname'), await fromTill()]).toEqual([
      true,
      TIMED_OUT,
      'db',
      false,
    ]);
  });

  test('of outgoing traffic stop names from being resolved until DNS is allowed', async () => {
    await policy('no-way-out', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] });
    const address = t.pod('db').status?.podIP ?? '';
    expect([await ask('web', `http://${address}:8080/hostname`), await ask('web', 'http://db/hostname')]).toEqual([TIMED_OUT, "wget: bad address 'db'"]);
    await policy('dns', {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ port: 53, protocol: 'UDP' }] }],
    });
    expect(await ask('web', 'http://db/hostname')).toBe(TIMED_OUT);
    await policy('to-db', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 8080, endPort: 8090 }] }],
    });
    expect([await ask('web', 'http://db/hostname'), await ask('api', `http://${t.pod('web').status?.podIP}:8080/hostname`)]).toEqual(['db', TIMED_OUT]);
  });
});
