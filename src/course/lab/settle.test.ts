import { expect, test } from 'vitest';
import { defaultLimits } from '#sim/limits.ts';
import { createLab, type Lab } from './lab.ts';

function startLab(): Promise<Lab> {
  return createLab({
    source: {
      id: 'test/settle',
      exercise: {
        uuid: '00000000-0000-4000-8000-000000000001',
        title: { en: '', 'zh-CN': '' },
        difficulty: 'easy',
        minutes: 1,
        cluster: { nodes: [{ name: 'node-1', cpu: '2', memory: '4Gi' }] },
        setup: [],
        hints: [],
        wrong: [],
      },
      checker: {},
      setup: {},
      files: {},
    },
    seed: 's',
    host: { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) },
    limits: defaultLimits,
    columns: 120,
    rows: 24,
    onOutput: () => {},
  });
}

async function outputOf(lab: Lab, script: string): Promise<string> {
  return (await lab.runScript(script)).output;
}

test('a lab has settled only when a rollout has gone through all of its steps', async () => {
  const lab = await startLab();
  await outputOf(lab, 'kubectl create deployment web --image=nginx:1.27 --replicas=3');
  expect(await lab.settleCluster()).toBe(true);
  await outputOf(lab, 'kubectl set image deployment/web nginx=nginx:1.29');
  expect(await lab.settleCluster()).toBe(true);
  const status = '{.status.replicas} {.status.updatedReplicas} {.status.readyReplicas}';
  expect(await outputOf(lab, `kubectl get deployment web -o jsonpath='${status}'`)).toBe('3 3 3');
});

test('a change that only controllers see has been dealt with when the lab has settled', async () => {
  const lab = await startLab();
  await outputOf(lab, 'kubectl create deployment web --image=nginx:1.27 && kubectl expose deployment web --port=80');
  await lab.settleCluster();
  await outputOf(lab, 'kubectl patch service web -p \'{"spec":{"selector":{"app":"other"}}}\'');
  await lab.settleCluster();
  const endpoints = "kubectl get endpointslices -l kubernetes.io/service-name=web -o jsonpath='{.items[*].endpoints}'";
  expect(await outputOf(lab, endpoints)).not.toContain('ready');
});
