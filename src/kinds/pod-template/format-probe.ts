import type { Probe } from '#machinery/generated/types.ts';
import { joinHostPort } from '../endpoints/format-endpoints.ts';

/** `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3`. */
export function formatProbe(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0 } = probe;
  const numbers = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${numbers}`;
  if (probe.httpGet) {
    const { host = '', port, path = '', scheme = '' } = probe.httpGet;
    const authority = joinHostPort(host, port ?? 0);
    const slash = path === '' || path.startsWith('/') ? '' : '/';
    return `http-get ${scheme.toLowerCase()}://${authority}${slash}${escapeUrlPath(path)} ${numbers}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port ?? 0} ${numbers}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${numbers}`;
  return `unknown ${numbers}`;
}

/** A path as Go prints it in a URL: a question mark belongs to the path and is escaped. */
function escapeUrlPath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}
