import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSortedMap } from './sorted-map.ts';

it('lists what a plain map holds, by key, however often it is asked', () => {
  const step = fc.record({ key: fc.nat(400).map((n) => `k-${n}`), act: fc.constantFrom('set', 'set', 'set', 'delete'), list: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 900 }), fc.boolean(), (steps, listsOften) => {
      const map = createSortedMap<number>();
      const model = new Map<string, number>();
      const expected = (): number[] => [...model.keys()].sort().map((key) => model.get(key) ?? -1);
      for (const [n, { key, act, list }] of steps.entries()) {
        if (act === 'set') expect(map.set(key, n)).toBe(model.get(key));
        else expect(map.delete(key)).toBe(model.get(key));
        if (act === 'set') model.set(key, n);
        else model.delete(key);
        if (list && (listsOften || n % 300 === 0)) expect(map.values()).toEqual(expected());
      }
      expect(map.values()).toEqual(expected());
      expect(map.values()).toBe(map.values());
      expect(map.size).toBe(model.size);
    }),
    { numRuns: 100 },
  );
});

it('never changes an array it has handed out', () => {
  const map = createSortedMap<string>();
  map.set('b', 'B');
  const first = map.values();
  map.set('a', 'A');
  map.delete('b');
  expect([first, map.values()]).toEqual([['B'], ['A']]);
});
