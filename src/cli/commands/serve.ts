import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCluster } from '#cluster/cluster.ts';
import { images } from '#images/catalog.ts';
import { formatYaml } from '#machinery/yaml.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { CliCommand } from '../cli-command.ts';
import { nodeHost } from '../node-host.ts';
import { createServingCertificate } from '../serve/certificate.ts';
import { createHttpsServer } from '../serve/https-server.ts';

const TICK_MS = 10;
/** The most virtual time one tick may bring: after the machine was asleep the cluster does not race. */
const MAX_STEP_MS = 1000;
const LOOPBACK = '127.0.0.1';

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '6443' },
        host: { type: 'string', default: LOOPBACK },
        nodes: { type: 'string', default: '3' },
        seed: { type: 'string', default: '1' },
        speed: { type: 'string', default: '1' },
        kubeconfig: { type: 'string' },
        quiet: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), 2);
  }
}

function readNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new UsageError(`--${name} ${text}: expected a number from ${least}`, 2);
  return value;
}

/** Lets virtual time follow the wall clock until it is told to stop. */
async function drive(simulation: Simulation, speed: number, isStopped: () => boolean): Promise<void> {
  let last = performance.now();
  while (!isStopped()) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    const now = performance.now();
    await simulation.advance(Math.min(MAX_STEP_MS, Math.round((now - last) * speed)));
    last = now;
  }
}

export const serve: CliCommand = {
  name: 'serve',
  usage: '[--port P] [--nodes N] [--seed S] [--speed X] [--host H] [--kubeconfig FILE] [--quiet]',
  short: 'Put a simulated cluster behind HTTPS on this machine, for any Kubernetes client',
  options: [
    ['--port P', 'the port to listen on (default 6443; 0 takes a free one)'],
    ['--nodes N', 'how many nodes the cluster has (default 3)'],
    ['--seed S', 'the seed of the simulation'],
    ['--speed X', 'how many times as fast as the wall clock virtual time runs (default 1)'],
    ['--host H', `the address to listen on (default ${LOOPBACK}: nobody else can reach it)`],
    ['--kubeconfig FILE', 'where to write the kubeconfig (default: a file in a folder of its own)'],
    ['--quiet', 'do not show requests'],
  ],
  async run(args) {
    const options = readOptions(args);
    const nodeCount = readNumber('nodes', options.nodes, 1);
    const speed = readNumber('speed', options.speed, 0.01);
    const simulation = createSimulation({ seed: options.seed, startMs: Date.now(), limits: defaultLimits, host: nodeHost });
    const nodes = Array.from({ length: nodeCount }, (_, i) => ({ name: `node-${i + 1}`, cpu: '4', memory: '8Gi' }));
    const cluster = createCluster({ simulation, images, nodes });
    if (!(await cluster.boot())) throw new UsageError('the nodes did not become Ready within a minute');

    const certificate = await createServingCertificate(options.host);
    const token = randomBytes(24).toString('base64url');
    const note = (line: string): void => {
      if (!options.quiet) console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
    };
    const server = createHttpsServer({ cluster, certificate, token, note });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new UsageError(`cannot listen on ${options.host}:${options.port}: ${error.message}`)));
      server.listen(readNumber('port', options.port, 0), options.host, resolve);
    });
    const { port } = server.address() as AddressInfo;
    const folder = options.kubeconfig === undefined ? mkdtempSync(join(tmpdir(), 'drydock-')) : undefined;
    const file = options.kubeconfig ?? join(folder ?? '', 'kubeconfig');
    writeFileSync(file, formatKubeconfig(`https://${options.host === '0.0.0.0' ? LOOPBACK : options.host}:${port}`, certificate.certificate, token), {
      mode: 0o600,
    });
    console.log(`a cluster of ${nodeCount} node(s) answers at https://${options.host}:${port}\n\n  export KUBECONFIG=${file}\n\nCtrl-C stops it.`);

    let stopped = false;
    const stop = (): void => {
      stopped = true;
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    await drive(simulation, speed, () => stopped);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (folder) rmSync(folder, { recursive: true, force: true });
    return 0;
  },
};

function formatKubeconfig(server: string, certificate: string, token: string): string {
  return formatYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'drydock',
    clusters: [{ name: 'drydock', cluster: { server, 'certificate-authority-data': Buffer.from(certificate).toString('base64') } }],
    contexts: [{ name: 'drydock', context: { cluster: 'drydock', user: 'admin' } }],
    users: [{ name: 'admin', user: { token } }],
  });
}
