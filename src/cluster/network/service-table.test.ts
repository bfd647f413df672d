import { describe, expect, test } from 'vitest';
import type { EndpointSlice, Service } from '#machinery/generated/types.ts';
import { createRandom } from '#sim/random.ts';
import { createAddressPool, nodeAddress } from './address-plan.ts';
import { planServicePorts } from './kube-proxy.ts';
import { planQuestions } from './resolver.ts';
import { createServiceTable } from './service-table.ts';

const service = (spec: Partial<NonNullable<Service['spec']>> = {}): Service => ({
  metadata: { name: 'web', namespace: 'shop' },
  spec: { clusterIP: '10.96.0.9', ports: [{ port: 80, nodePort: 30080 }], ...spec },
});
const slice = (endpoints: NonNullable<EndpointSlice['endpoints']>): EndpointSlice => ({ addressType: 'IPv4', ports: [{ port: 8080 }], endpoints });
const endpoint = (last: number, conditions = {}, nodeName = 'n1') => ({ addresses: [`10.244.0.${last}`], conditions, nodeName });

describe('the rules of a Service', () => {
  test('send to endpoints that are ready, or else to those that are still serving', () => {
    const ready = planServicePorts(service(), [slice([endpoint(2, { ready: true }), endpoint(3, { ready: false, serving: true, terminating: true })])]);
    expect(ready[0]?.backends.map((item) => item.address)).toEqual(['10.244.0.2']);
    const dying = planServicePorts(service(), [slice([endpoint(3, { ready: false, serving: true, terminating: true }), endpoint(4, { ready: false })])]);
    expect(dying[0]?.backends.map((item) => item.address)).toEqual(['10.244.0.3']);
    expect(planServicePorts(service({ clusterIP: 'None' }), [])).toEqual([]);
  });

  test('refuse without endpoints, drop without local ones, and know nothing of other ports', () => {
    const table = createServiceTable(createRandom('x'));
    table.replace('shop/web', planServicePorts(service(), []));
    expect(table.translate('10.96.0.9', 80, '10.244.0.5', 'n1', 0)).toBe('refused');
    expect(table.translate('10.96.0.9', 81, '10.244.0.5', 'n1', 0)).toBe(undefined);
    expect(table.isKnownAddress('10.96.0.9')).toBe(true);
    table.replace('shop/web', planServicePorts(service({ externalTrafficPolicy: 'Local' }), [slice([endpoint(2, {}, 'n2')])]));
    expect(table.translateNodePort(30080, 'x', 'n1', 0)).toBe('dropped');
    expect(table.translateNodePort(30080, 'x', 'n2', 0)).toEqual({ address: '10.244.0.2', port: 8080, nodeName: 'n2' });
    expect(table.keepsClient(30080)).toBe(true);
    table.replace('shop/web', []);
    expect(table.isKnownAddress('10.96.0.9')).toBe(false);
  });

  test('keep a client with its backend for as long as its affinity lasts', () => {
    const table = createServiceTable(createRandom('x'));
    const affine = service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } } });
    table.replace('shop/web', planServicePorts(affine, [slice([endpoint(2), endpoint(3), endpoint(4)])]));
    const at = (client: string, nowMs: number) => table.translate('10.96.0.9', 80, client, 'n1', nowMs);
    const first = at('a', 0);
    for (let ms = 1000; ms < 30_000; ms += 1000) expect(at('a', ms)).toEqual(first);
    const others = new Set(Array.from({ length: 20 }, (_, index) => JSON.stringify(at(`client-${index}`, 0))));
    expect(others.size).toBe(3);
  });
});

test('a name is looked up by search list and dots', () => {
  const config = { search: ['shop.svc.cluster.local', 'svc.cluster.local'], ndots: 5 };
  expect(planQuestions('web', config)).toEqual(['web.shop.svc.cluster.local', 'web.svc.cluster.local', 'web']);
  expect(planQuestions('web.', config)).toEqual(['web']);
  expect(planQuestions('a.b.c.d.e.f', config)[0]).toBe('a.b.c.d.e.f');
});

test('addresses are handed out in turn and again when they are given back', () => {
  const pool = createAddressPool('10.244.3.0/29');
  const taken = [1, 2, 3, 4, 5, 6].map(() => pool.take());
  expect(taken).toEqual(['10.244.3.2', '10.244.3.3', '10.244.3.4', '10.244.3.5', '10.244.3.6', undefined]);
  pool.release('10.244.3.4');
  expect(pool.take()).toBe('10.244.3.4');
  expect(new Set(Array.from({ length: 5000 }, (_, index) => nodeAddress(index))).size).toBe(5000);
});
