import { describe, expect, test } from 'vitest';
import type { HorizontalPodAutoscaler } from '#machinery/generated/types.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { deployments, pods, startTestCluster, type TestCluster } from './test-cluster.ts';

const autoscalers: ResourceType = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'x',
  namespaced: true,
};

function addAutoscaler(t: TestCluster, name: string, maxReplicas: number): void {
  t.client.create<HorizontalPodAutoscaler>(autoscalers, 'default', {
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      maxReplicas,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    },
  });
}

const autoscaler = (t: TestCluster, name: string) => t.client.get<HorizontalPodAutoscaler>(autoscalers, 'default', name);
const replicas = (t: TestCluster, name: string): number => t.deployment(name).spec?.replicas ?? 0;
const conditions = (t: TestCluster, name: string): readonly string[] =>
  (autoscaler(t, name).status?.conditions ?? []).map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`);

describe('an autoscaler', () => {
  test('adds pods while they are under load, and takes them away five minutes after it has ended', async () => {
    const t = await startTestCluster();
    t.createDeployment('web', 1, { containers: [{ name: 'web', image: 'nginx', resources: { requests: { cpu: '2m' } } }] });
    t.createService('web', { selector: { app: 'web' }, ports: [{ port: 80 }] });
    await t.until(() => t.deployment('web').status?.availableReplicas === 1);
    addAutoscaler(t, 'web', 3);
    t.createPod('load', {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'load', image: 'busybox', command: ['sh', '-c', 'while sleep 0.1; do wget -q -O- http://web >/dev/null; done'] }],
    });
    await t.until(() => replicas(t, 'web') === 3);
    await t.simulation.advance(60_000);
    expect(conditions(t, 'web')).toEqual([
      'AbleToScale=True ReadyForNewScale: recommended size matches current size',
      'ScalingActive=True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      expect.stringMatching(/^ScalingLimited=(True TooManyReplicas|False DesiredWithinRange)/),
    ]);
    expect(t.events('web').filter((event) => event.startsWith('SuccessfulRescale'))[0]).toMatch(
      /^SuccessfulRescale 1 New size: [23]; reason: cpu resource utilization \(percentage of request\) above target$/,
    );
    t.client.delete(pods, 'default', 'load');
    await t.simulation.advance(240_000);
    expect(replicas(t, 'web')).toBe(3);
    expect(conditions(t, 'web')[0]).toBe(
      'AbleToScale=True ScaleDownStabilized: recent recommendations were higher than current one, applying the highest recent recommendation',
    );
    await t.simulation.advance(120_000);
    expect(replicas(t, 'web')).toBe(1);
    expect(t.events('web')).toContain('SuccessfulRescale 1 New size: 1; reason: All metrics below target');
  });

  test('says why it cannot tell: pods that ask for nothing, a target that is not there', async () => {
    const t = await startTestCluster();
    t.createDeployment('plain', 1, { containers: [{ name: 'main', image: 'nginx' }] });
    addAutoscaler(t, 'plain', 3);
    addAutoscaler(t, 'nowhere', 3);
    await t.simulation.advance(90_000);
    const [pod] = t.client.list(pods, { labelSelector: 'app=plain' }).items;
    const why = `failed to get cpu utilization: missing request for cpu in container main of Pod ${pod?.metadata.name}`;
    expect(conditions(t, 'plain')).toEqual([
      "AbleToScale=True SucceededGetScale: the HPA controller was able to get the target's current scale",
      `ScalingActive=False FailedGetResourceMetric: the HPA was unable to compute the replica count: ${why}`,
    ]);
    const events = t.events('plain').join('\n');
    expect(events).toContain(why);
    expect(events).toContain(`invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`);
    expect(conditions(t, 'nowhere')).toEqual([
      'AbleToScale=False FailedGetScale: the HPA controller was unable to get the target\'s current scale: deployments.apps "nowhere" not found',
    ]);
    expect(t.client.list(deployments).items).toHaveLength(1);
  });
});
