import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, createCluster } from '#cluster/cluster.ts';
import { runScriptOn } from '#course/lab/run-script.ts';
import { createWorkstation } from '#course/lab/workstation.ts';
import { images } from '#images/catalog.ts';
import { kinds } from '#kinds/catalog.ts';
import type { Machine } from '#os/process.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';

const here = new URL('.', import.meta.url);
const commands = readFileSync(new URL('commands.txt', here), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const names = readdirSync(new URL('files/', here));

/** What time changes by itself. */
const VOLATILE = new Set(['Event', 'Lease', 'Node']);

const SETUP = `kubectl create deployment web --image=nginx:1.27 --replicas=2
kubectl create configmap settings --from-literal=a=b
kubectl rollout status deployment/web
`;
const COMMAND_LIMIT_MS = 120_000;

describe('wrong input', () => {
  let cluster: Cluster;
  let machine: Machine;

  beforeAll(async () => {
    const simulation = createSimulation({
      seed: 'bad input',
      startMs: Date.UTC(2026, 0, 5, 9),
      limits: defaultLimits,
      host: { turn: () => new Promise((resolve) => setImmediate(resolve)) },
    });
    const nodes = ['control-plane', 'worker-1', 'worker-2'].map((name) => ({ name, cpu: '2', memory: '4Gi' }));
    cluster = createCluster({ simulation, nodes, images });
    await cluster.boot();
    machine = createWorkstation({ cluster, namespace: 'default', files: {} });
    for (const name of names) machine.fs.write(`/home/user/${name}`, new Uint8Array(readFileSync(new URL(`files/${name}`, here))));
    const { code, output } = await runScriptOn(machine, SETUP, COMMAND_LIMIT_MS);
    expect({ code, output }).toMatchObject({ code: 0 });
    await simulation.runUntil(() => cluster.settled(), COMMAND_LIMIT_MS);
  });

  const snapshot = (): string[] => {
    const client = cluster.direct('test');
    return kinds
      .filter((kind) => !VOLATILE.has(kind.kind))
      .flatMap((kind) =>
        client.list(kind).items.map((object) => `${kind.plural} ${object.metadata.namespace ?? ''}/${object.metadata.name} ${object.metadata.resourceVersion}`),
      );
  };

  test('is plentiful', () => {
    expect(commands.length).toBeGreaterThanOrEqual(200);
  });

  test.each(commands)('%s', async (command) => {
    const before = snapshot();
    const { code, output } = await runScriptOn(machine, command, COMMAND_LIMIT_MS);
    expect(output.trim(), 'says what is wrong').not.toBe('');
    expect(output).not.toMatch(/InvariantError|TypeError|RangeError|undefined is not|\[object Object\]/);
    expect(code, output).not.toBe(0);
    expect(snapshot()).toEqual(before);
  });
});
