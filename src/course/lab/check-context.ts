import type { Client } from '#client/client.ts';
import type { Cluster } from '#cluster/cluster.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { httpRequest } from '#os/http.ts';
import { HttpProtocolError } from '#os/http-message.ts';
import { NetworkError } from '#os/network.ts';
import type { CheckContext, HttpAnswer } from '../checker.ts';
import { readContainerFile } from './read-container-file.ts';

/** What the checks of one judgement share. */
export interface CheckScope {
  readonly client: Client;
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const HTTP_TIMEOUT_MS = 3000;

/** What one check may look at. @param hasPassed whether this check has passed before in this lab */
export function createCheckContext(scope: CheckScope, hasPassed: boolean): CheckContext {
  const { client, namespace } = scope;
  return {
    client,
    namespace,
    parameters: scope.parameters,
    hasPassed,
    async get<T extends KubeObject>(type: Parameters<Client['get']>[0], name: string, inNamespace = namespace): Promise<Stored<T> | undefined> {
      try {
        return await client.get<T>(type, type.namespaced ? inNamespace : '', name);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    async list<T extends KubeObject>(type: Parameters<Client['list']>[0], options: { readonly labelSelector?: string; readonly namespace?: string } = {}) {
      const list = await client.list<T>(type, { namespace, ...options });
      return list.items;
    },
    http: (url) => sendFromInside(scope, url),
    readFile: (pod, path, container) =>
      readContainerFile(client, scope.cluster.simulation.clock, { namespace, pod, path, ...(container ? { container } : {}) }),
  };
}

async function sendFromInside(scope: CheckScope, url: string): Promise<HttpAnswer> {
  const { simulation } = scope.cluster;
  const target = new URL(url);
  try {
    const answer = await httpRequest(simulation, scope.cluster.visitorNetwork(scope.namespace), {
      host: target.hostname,
      port: Number(target.port || 80),
      target: `${target.pathname}${target.search}`,
      timeoutMs: HTTP_TIMEOUT_MS,
    });
    return { status: answer.status, body: new TextDecoder().decode(answer.body), error: '' };
  } catch (error) {
    if (error instanceof NetworkError || error instanceof HttpProtocolError) return { status: 0, body: '', error: error.message };
    throw error;
  }
}
