import type { DirectClient } from '#client/client.ts';
import { type Cluster, createCluster } from '#cluster/cluster.ts';
import type { ClusterOptions, NodeOptions } from '#cluster/cluster-options.ts';
import { images } from '#images/catalog.ts';
import type { Deployment, Event, Pod, PodSpec, Service } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation, type Simulation } from '#sim/simulation.ts';

const core = (kind: string, plural: string): ResourceType => ({ group: '', version: 'v1', kind, plural, singular: kind.toLowerCase(), namespaced: true });
export const pods = core('Pod', 'pods');
export const services = core('Service', 'services');
export const configMaps = core('ConfigMap', 'configmaps');
export const secrets = core('Secret', 'secrets');
export const eventsType = core('Event', 'events');
export const nodes: ResourceType = { ...core('Node', 'nodes'), namespaced: false };
export const deployments: ResourceType = { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', singular: 'deployment', namespaced: true };

export const startMs = Date.UTC(2026, 10, 20, 10, 0, 0);

const threeNodes: readonly NodeOptions[] = [1, 2, 3].map((index) => ({ name: `node-${index}`, cpu: '4', memory: '8Gi' }));

/** What a command in a container came to. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code; -1 when the command could not be run, with why in stderr. */
  readonly code: number;
}

/** A cluster with what tests ask of one. */
export interface TestCluster {
  readonly simulation: Simulation;
  readonly cluster: Cluster;
  readonly client: DirectClient;
  /** Virtual milliseconds since the cluster was started. */
  readonly elapsedMs: number;
  pod(name: string): Stored<Pod>;
  hasPod(name: string): boolean;
  createPod(name: string, spec: PodSpec, labels?: Readonly<Record<string, string>>): void;
  createDeployment(name: string, replicas: number, spec: PodSpec): void;
  createService(name: string, spec: NonNullable<Service['spec']>): void;
  deployment(name: string): Stored<Deployment>;
  /** `reason count message` of the events about an object of this name, in the order of their first time. */
  events(name: string): readonly string[];
  /** Runs a command in a container through the API server; virtual time passes until it has ended. */
  exec(pod: string, command: readonly string[], options?: { readonly container?: string; readonly limitMs?: number }): Promise<CommandResult>;
  logs(pod: string, query?: Readonly<Record<string, string>>): Promise<string>;
  /** Lets time pass until it holds. @throws when it does not within ten minutes */
  until(holds: () => boolean, limitMs?: number): Promise<void>;
}

export async function startTestCluster(options: Partial<ClusterOptions> & { readonly seed?: string } = {}): Promise<TestCluster> {
  const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const { seed = 'test', ...rest } = options;
  const simulation = createSimulation({ seed, startMs, limits: defaultLimits, host });
  const cluster = createCluster({ simulation, nodes: threeNodes, images, ...rest });
  if (!(await cluster.boot())) throw new Error('the cluster did not become ready');
  const client = cluster.direct('test');
  const transport = cluster.transport({ name: 'admin', groups: ['system:masters', 'system:authenticated'] }, { latencyMs: 2 });

  const test: TestCluster = {
    simulation,
    cluster,
    client,
    get elapsedMs() {
      return simulation.clock.now - startMs;
    },
    pod: (name) => client.get<Pod>(pods, 'default', name),
    hasPod(name) {
      try {
        client.get<Pod>(pods, 'default', name);
        return true;
      } catch (error) {
        if (error instanceof StatusError) return false;
        throw error;
      }
    },
    createPod: (name, spec, labels) =>
      void client.create<Pod>(pods, 'default', { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...(labels && { labels }) }, spec }),
    createDeployment(name, replicas, spec) {
      const labels = { app: name };
      const template = { metadata: { labels }, spec };
      client.create<Deployment>(deployments, 'default', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name },
        spec: { replicas, selector: { matchLabels: labels }, template },
      });
    },
    createService: (name, spec) => void client.create<Service>(services, 'default', { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec }),
    deployment: (name) => client.get<Deployment>(deployments, 'default', name),
    events(name) {
      const found = client.list<Event>(eventsType).items.filter((event) => event.involvedObject.name === name);
      const rank = (event: Stored<Event>): string => `${event.firstTimestamp ?? event.eventTime ?? ''} ${event.metadata.resourceVersion.padStart(9, '0')}`;
      return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).map((event) => `${event.reason} ${event.count ?? 1} ${event.message}`);
    },
    async exec(pod, command, { container, limitMs = 60_000 } = {}) {
      const decoder = new TextDecoder();
      const output = ['', '', '', ''];
      let closed: { error?: Error } | undefined;
      const query = { command, stdout: 'true', stderr: 'true', ...(container !== undefined && { container }) };
      simulation.inject(() => {
        transport.channels(
          { method: 'POST', path: `/api/v1/namespaces/default/pods/${pod}/exec`, query },
          {
            onOpen() {},
            onMessage(channel, bytes) {
              output[channel] += decoder.decode(bytes);
            },
            onClose(error) {
              closed = error ? { error } : {};
            },
          },
        );
      });
      await simulation.runUntil(() => closed !== undefined, limitMs);
      if (closed?.error) return { stdout: '', stderr: closed.error.message, code: -1 };
      const status = JSON.parse(output[3] || '{}') as { status?: string; message?: string; details?: { causes?: { reason: string; message: string }[] } };
      const code = status.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
      const failed = status.status !== 'Success' && code === undefined;
      return { stdout: output[1] ?? '', stderr: failed ? (status.message ?? 'no answer') : (output[2] ?? ''), code: failed ? -1 : Number(code ?? 0) };
    },
    async logs(pod, query = {}) {
      const decoder = new TextDecoder();
      let text = '';
      let ended = false;
      simulation.inject(() => {
        transport.bytes(
          { method: 'GET', path: `/api/v1/namespaces/default/pods/${pod}/log`, query },
          {
            onBytes(bytes) {
              text += decoder.decode(bytes);
            },
            onEnd(error) {
              if (error) text += `[${error.message}]`;
              ended = true;
            },
          },
        );
      });
      await simulation.runUntil(() => ended, 60_000);
      return text;
    },
    async until(holds, limitMs = 600_000) {
      if (!(await simulation.runUntil(holds, limitMs))) throw new Error(`it did not come to be within ${limitMs} ms`);
    },
  };
  return test;
}

/** A container's state in short: `running`, `waiting ErrImagePull`, `terminated Error 1`. */
export function stateOf(pod: Stored<Pod>, container = 0): string {
  const state = pod.status?.containerStatuses?.[container]?.state;
  if (state?.waiting) return `waiting ${state.waiting.reason}`;
  if (state?.terminated) return `terminated ${state.terminated.reason} ${state.terminated.exitCode}`;
  return state?.running ? 'running' : 'unknown';
}

export function isReady(pod: Stored<Pod>): boolean {
  return pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
}
