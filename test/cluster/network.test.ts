import { beforeAll, describe, expect, test } from 'vitest';
import type { Service } from '#machinery/generated/types.ts';
import { deployments, isReady, pods, services, startTestCluster, type TestCluster } from './test-cluster.ts';

const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.57';

let t: TestCluster;
beforeAll(async () => {
  t = await startTestCluster({ imagesPresent: true });
  t.createPod('client', { containers: [{ name: 'c', image: AGNHOST }] });
  t.createDeployment('web', 2, { containers: [{ name: 'web', image: AGNHOST, args: ['netexec'], ports: [{ name: 'http', containerPort: 8080 }] }] });
  t.createService('web', { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http', nodePort: 30080 }] });
  t.createService('peers', { clusterIP: 'None', selector: { app: 'web' }, ports: [{ name: 'http', port: 8080 }] });
  t.createService('nobody', { selector: { app: 'none' }, ports: [{ port: 80 }] });
  await t.until(() => t.deployment('web').status?.availableReplicas === 2 && isReady(t.pod('client')));
  await t.simulation.advance(1_000);
});

const clusterAddress = (name: string): string => t.client.get<Service>(services, 'default', name).spec?.clusterIP ?? '';
const webPods = () => t.client.list<import('#machinery/generated/types.ts').Pod>(pods, { labelSelector: 'app=web' }).items;

describe('a Service', () => {
  test('spreads connections over its pods, by name and by address', async () => {
    const names = new Set<string>();
    for (let tried = 0; tried < 12; tried++)
      names.add((await t.exec('client', ['wget', '-qO-', `http://${tried % 2 ? 'web' : clusterAddress('web')}/hostname`])).stdout);
    expect([...names].sort()).toEqual(webPods().map((pod) => pod.metadata.name));
  });

  test('without endpoints refuses connections, and an unknown name cannot be resolved', async () => {
    expect(await t.exec('client', ['wget', '-qO-', 'http://nobody'])).toEqual({
      stdout: '',
      stderr: `wget: can't connect to remote host (${clusterAddress('nobody')}): Connection refused\n`,
      code: 1,
    });
    expect(await t.exec('client', ['wget', '-qO-', 'http://nothing'])).toEqual({ stdout: '', stderr: "wget: bad address 'nothing'\n", code: 1 });
    expect(await t.exec('client', ['wget', '-T', '2', '-qO-', 'http://web:81'])).toEqual({ stdout: '', stderr: 'wget: download timed out\n', code: 1 });
  });

  test('has names in the cluster DNS', async () => {
    const { stdout, code } = await t.exec('client', ['nslookup', 'web.default.svc.cluster.local.']);
    expect({ stdout, code }).toEqual({
      stdout: `Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tweb.default.svc.cluster.local\nAddress: ${clusterAddress('web')}\n\n`,
      code: 0,
    });
    const headless = (await t.exec('client', ['nslookup', 'peers.default.svc.cluster.local.'])).stdout;
    for (const pod of webPods()) expect(headless).toContain(`Address: ${pod.status?.podIP}\n`);
    expect((await t.exec('client', ['nslookup', 'gone.default.svc.cluster.local.'])).stdout).toContain(
      "** server can't find gone.default.svc.cluster.local: NXDOMAIN",
    );
  });

  test('of type NodePort answers on every node, from outside as well; pods do not', async () => {
    const { httpRequest } = await import('#os/http.ts');
    const ask = async (host: string, port: number): Promise<string> => {
      let answer: string | undefined;
      t.simulation.inject(() => {
        httpRequest(t.simulation, t.cluster.workstationNetwork(), { host, port, target: '/clientip', timeoutMs: 3_000 }).then(
          (response) => {
            answer = new TextDecoder().decode(response.body);
          },
          (error: Error) => {
            answer = error.message;
          },
        );
      });
      await t.until(() => answer !== undefined);
      return answer ?? '';
    };
    for (const node of t.cluster.nodes) expect(await ask(node.address, 30080)).toMatch(new RegExp(`^${node.address}:\\d+$`));
    expect(await ask(t.cluster.node('node-1').address, 30081)).toBe('Connection refused');
    expect(await ask(webPods()[0]?.status?.podIP ?? '', 8080)).toBe('Connection timed out');
  });

  test('follows its pods when they are scaled away', async () => {
    t.client.patch(deployments, 'default', 'web', { spec: { replicas: 0 } }, { type: 'merge' });
    await t.until(() => webPods().length === 0);
    await t.simulation.advance(1_000);
    expect((await t.exec('client', ['curl', '-s', '-S', 'http://web'])).stderr).toMatch(
      /^curl: \(7\) Failed to connect to web port 80 after \d+ ms: Could not connect to server\n$/,
    );
  });

  test('leads a host port of a node to the pod that asks for it, for as long as the pod is there', async () => {
    t.createPod('ported', {
      nodeName: 'node-1',
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'c', image: AGNHOST, args: ['netexec'], ports: [{ containerPort: 8080, hostPort: 9000 }] }],
    });
    await t.until(() => isReady(t.pod('ported')));
    await t.simulation.advance(1_000);
    const ask = () => t.exec('client', ['wget', '-T', '3', '-qO-', `http://${t.cluster.node('node-1').address}:9000/hostname`]);
    expect(await ask()).toEqual({ stdout: 'ported', stderr: '', code: 0 });
    t.client.delete(pods, 'default', 'ported');
    await t.simulation.advance(5_000);
    expect((await ask()).stderr).toContain('Connection refused');
  });
});
