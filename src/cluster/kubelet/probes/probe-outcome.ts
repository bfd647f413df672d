import type { Container, HTTPGetAction, Probe } from '#machinery/generated/types.ts';
import { httpRequest } from '#os/http.ts';
import { HttpProtocolError, type HttpResponse, headerOf } from '#os/http-message.ts';
import { NetworkError, type NetworkNamespace } from '#os/network.ts';
import { ExecError } from '#os/process.ts';
import { emptyReader } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import { formatExecError, type RunningContainer } from '../runtime/container-runtime.ts';

/** What one probe found. `error`: it could not be carried out, which counts neither way. */
export interface ProbeOutcome {
  readonly result: 'success' | 'failure' | 'error';
  readonly output: string;
}

/** What a probe is carried out against. */
export interface ProbeTarget {
  readonly simulation: Simulation;
  readonly container: Container;
  readonly live: RunningContainer;
  readonly podAddress: string;
  /** The node's namespace: the kubelet probes from there. */
  readonly network: NetworkNamespace;
}

/** How much of an answer ends up in an event: 10 KiB. */
const MAX_OUTPUT_BYTES = 10 * 1024;
const MAX_REDIRECTS = 10;

const success: ProbeOutcome = { result: 'success', output: '' };
const failure = (output: string): ProbeOutcome => ({ result: 'failure', output });

/** Carries a probe out once, within its timeout. Texts are those that Go's net package and the kubelet's probers give. */
export async function carryOutProbe(probe: Probe, target: ProbeTarget): Promise<ProbeOutcome> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec) return probeByCommand(probe.exec.command ?? [], timeoutMs, target);
  if (probe.httpGet) return probeByHttp(probe.httpGet, timeoutMs, target);
  if (probe.tcpSocket)
    return probeByConnection(probe.tcpSocket.host || target.podAddress, portNumber(probe.tcpSocket.port, target.container), timeoutMs, target);
  return { result: 'error', output: 'gRPC probes are not simulated' };
}

/** The number behind a port that may be the name of one of the container's ports; 0 when there is none of that name. */
export function portNumber(port: number | string, container: Container): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find((item) => item.name === port);
  return named?.containerPort ?? (Number(port) || 0);
}

async function probeByCommand(command: readonly string[], timeoutMs: number, target: ProbeTarget): Promise<ProbeOutcome> {
  const output = createCapture(MAX_OUTPUT_BYTES);
  const source = createCancelSource();
  const timer = target.simulation.clock.after(timeoutMs, () => source.cancel());
  try {
    const child = target.live.exec(command, { stdin: emptyReader(), stdout: output.writer, stderr: output.writer });
    source.token.onCancel(() => child.kill('KILL'));
    const status = await child.wait(source.token);
    return status.code === 0 ? success : failure(output.text.trimEnd());
  } catch (error) {
    if (error instanceof Cancelled) return failure(`command timed out: ${JSON.stringify(command.join(' '))} timed out after ${timeoutMs / 1000}s`);
    if (!(error instanceof ExecError)) throw error;
    const message = `rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: ${formatExecError(error, command[0] ?? '')}`;
    return { result: 'error', output: message };
  } finally {
    timer.cancel();
    output.writer.close();
  }
}

async function probeByConnection(address: string, port: number, timeoutMs: number, target: ProbeTarget): Promise<ProbeOutcome> {
  try {
    const socket = await target.network.connect(address, port, { timeoutMs });
    socket.close();
    return success;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return failure(`dial tcp ${address}:${port}: ${formatDialError(error)}`);
  }
}

async function probeByHttp(action: HTTPGetAction, timeoutMs: number, target: ProbeTarget): Promise<ProbeOutcome> {
  const host = action.host || target.podAddress;
  const port = portNumber(action.port, target.container);
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  let path = (action.path ?? '/').startsWith('/') ? (action.path ?? '/') : `/${action.path}`;
  const url = (): string => `${scheme}://${host}:${port}${path}`;
  try {
    for (let redirects = 0; ; redirects++) {
      const response = await sendProbe(action, host, port, path, timeoutMs, target);
      if (scheme === 'https') return failure(`Get "${url()}": http: server gave HTTP response to HTTPS client`);
      const location = redirects < MAX_REDIRECTS ? sameHostLocation(response, host, port) : undefined;
      if (location !== undefined) path = location;
      else return response.status >= 200 && response.status < 400 ? success : failure(`HTTP probe failed with statuscode: ${response.status}`);
    }
  } catch (error) {
    if (error instanceof HttpProtocolError) return failure(`Get "${url()}": EOF`);
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === 'ETIMEDOUT') return failure(`Get "${url()}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`);
    if (error.code === 'ECONNRESET') return failure(`Get "${url()}": read tcp ${host}:${port}: read: connection reset by peer`);
    return failure(`Get "${url()}": dial tcp ${host}:${port}: ${formatDialError(error)}`);
  }
}

function sendProbe(action: HTTPGetAction, host: string, port: number, path: string, timeoutMs: number, target: ProbeTarget): Promise<HttpResponse> {
  const own = (action.httpHeaders ?? []).map((header) => [header.name, header.value ?? ''] as const);
  const defaults = [['User-Agent', 'kube-probe/1.36'] as const, ['Accept', '*/*'] as const];
  const headers = [...own, ...defaults.filter(([name]) => headerOf(own, name) === undefined)];
  return httpRequest(target.simulation, target.network, { host, port, target: path, headers, timeoutMs });
}

/** Where a redirect leads when it stays on the same host; one to another host counts as a success and is not followed. */
function sameHostLocation(response: HttpResponse, host: string, port: number): string | undefined {
  if (response.status < 300 || response.status > 399) return undefined;
  const location = headerOf(response.headers, 'Location');
  if (location === undefined) return undefined;
  if (location.startsWith('/')) return location;
  const prefix = `http://${host}${port === 80 ? '' : `:${port}`}`;
  return location.startsWith(`${prefix}/`) ? location.slice(prefix.length) : undefined;
}

function formatDialError(error: NetworkError): string {
  if (error.code === 'ETIMEDOUT') return 'i/o timeout';
  if (error.code === 'ECONNREFUSED') return 'connect: connection refused';
  return `connect: ${error.message.toLowerCase()}`;
}
