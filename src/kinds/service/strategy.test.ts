import { expect, test } from 'vitest';
import type { ServiceSpec } from '#machinery/generated/types.ts';
import { prepareServiceForUpdate } from './strategy.ts';

const changed = (spec: ServiceSpec, before: ServiceSpec) => prepareServiceForUpdate({ spec }, { spec: before }).spec;
const nodePort: ServiceSpec = { type: 'NodePort', externalTrafficPolicy: 'Cluster', internalTrafficPolicy: 'Cluster' };

test('a service that is no longer reached from outside loses its policy for that', () => {
  expect(changed({ ...nodePort, type: 'ClusterIP' }, nodePort)).toEqual({ type: 'ClusterIP', internalTrafficPolicy: 'Cluster' });
});

test('a policy that was changed together with the type is kept, for validation to refuse', () => {
  expect(changed({ ...nodePort, type: 'ClusterIP', externalTrafficPolicy: 'Local' }, nodePort)).toMatchObject({ externalTrafficPolicy: 'Local' });
});

test('a load balancer that becomes a node port no longer says whether it allocates those', () => {
  const balancer: ServiceSpec = { ...nodePort, type: 'LoadBalancer', allocateLoadBalancerNodePorts: true };
  expect(changed({ ...balancer, type: 'NodePort' }, balancer)).toEqual(nodePort);
});

test('an external name keeps nothing of the traffic inside', () => {
  expect(changed({ ...nodePort, type: 'ExternalName', externalName: 'example.com' }, nodePort)).toEqual({ type: 'ExternalName', externalName: 'example.com' });
});

test('without a new type nothing changes', () => {
  const next = { spec: { ...nodePort } };
  expect(prepareServiceForUpdate(next, { spec: nodePort })).toBe(next);
});
