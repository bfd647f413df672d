import { clusterAdmin } from '#cluster/apiserver/identity.ts';
import type { Cluster } from '#cluster/cluster.ts';
import { concatBytes, decodeText } from '#os/bytes.ts';

const LINES = 200;

/**
 * Reads the end of a container's log, as `kubectl logs --tail=200`. Reading leaves no trace.
 * @param done is told the text, or what the server says instead, as soon as the simulation moves on
 */
export function readLog(cluster: Cluster, pod: { readonly namespace: string; readonly name: string }, container: string, done: (text: string) => void): void {
  const chunks: Uint8Array[] = [];
  cluster
    .transport(clusterAdmin, { latencyMs: 0 })
    .bytes(
      { method: 'GET', path: `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/log`, query: { container, tailLines: String(LINES) } },
      { onBytes: (bytes) => void chunks.push(bytes), onEnd: (error) => done(error ? error.message : decodeText(concatBytes(chunks))) },
    );
}
