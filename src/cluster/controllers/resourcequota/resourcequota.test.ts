import { describe, expect, it } from 'vitest';
import type { KubeObject } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { configMaps, deployments, pods, services } from '../../resource-types.ts';
import { planStatus } from './resourcequota.ts';

const types: readonly ResourceType[] = [pods, services, configMaps, deployments];

function pod(cpu: string | undefined, phase = 'Running', extra: object = {}): KubeObject {
  const resources = cpu === undefined ? {} : { requests: { cpu, memory: '64Mi' }, limits: { cpu: '1' } };
  return { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', resources }], ...extra }, status: { phase } } as KubeObject;
}

function count(spec: object, objects: Readonly<Record<string, readonly KubeObject[]>>): unknown {
  return planStatus({ spec }, types, ({ plural }) => objects[plural] ?? []).used;
}

describe('what a quota counts', () => {
  it.each([
    ['nothing as 0', { hard: { pods: '2', 'requests.cpu': '1' } }, {}, { pods: '0', 'requests.cpu': '0' }],
    [
      'requests and limits of pods, under both names',
      { hard: { cpu: '1', 'requests.memory': '1Gi', 'limits.cpu': '4', pods: '5' } },
      { pods: [pod('100m'), pod('1')] },
      { cpu: '1100m', 'requests.memory': '128Mi', 'limits.cpu': '2', pods: '2' },
    ],
    ['ended pods only as objects', { hard: { pods: '5', 'count/pods': '5' } }, { pods: [pod('1', 'Succeeded'), pod('1')] }, { pods: '1', 'count/pods': '2' }],
    [
      'the largest init container where it is more',
      { hard: { 'requests.cpu': '4' } },
      { pods: [pod('100m', 'Running', { initContainers: [{ name: 'i', resources: { requests: { cpu: '2' } } }] })] },
      { 'requests.cpu': '2' },
    ],
    [
      'node ports and load balancers',
      { hard: { services: '5', 'services.nodeports': '5', 'services.loadbalancers': '1' } },
      { services: [{ spec: { type: 'LoadBalancer', ports: [{ port: 80 }, { port: 443 }] } } as KubeObject, { spec: { ports: [{ port: 80 }] } } as KubeObject] },
      { services: '2', 'services.nodeports': '2', 'services.loadbalancers': '1' },
    ],
    ['objects of other groups', { hard: { 'count/deployments.apps': '3' } }, { deployments: [{}, {}] }, { 'count/deployments.apps': '2' }],
    ['only what its scopes are about', { hard: { pods: '5' }, scopes: ['BestEffort'] }, { pods: [pod('1'), pod(undefined)] }, { pods: '1' }],
  ])('%s', (_, spec, objects, used) => {
    expect(count(spec, objects as Readonly<Record<string, readonly KubeObject[]>>)).toEqual(used);
  });
});
