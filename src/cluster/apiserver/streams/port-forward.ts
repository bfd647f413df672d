import type { ChannelConnection, ChannelHandlers } from '#client/transport.ts';
import { badRequest } from '#machinery/status-errors.ts';
import { encodeText } from '#os/bytes.ts';
import { createPipe } from '#os/pipe.ts';
import { createWriter } from '#os/writers.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import type { ApiCall } from '../api-call.ts';
import { queryTexts } from '../request-info.ts';
import { requireKubelet, requirePod } from './pod-stream.ts';

/**
 * `pods/portforward`: for the n-th port asked for, channel 2n carries data and channel 2n+1 an error text.
 * The first message of each channel is the port, two bytes, low byte first, as in upstream's protocol.
 * @throws StatusError when the request makes no sense or the node cannot be reached
 */
export function openPortForward(call: ApiCall, handlers: ChannelHandlers): ChannelConnection {
  const { simulation } = call.core;
  const ports = queryTexts(call.request, 'ports').flatMap((text) => text.split(','));
  if (ports.length === 0) throw badRequest('query parameter "ports" is required');
  const numbers = ports.map(parsePort);
  const pod = requirePod(call);
  if (pod.status?.phase !== 'Running') throw badRequest(`unable to forward port because pod is not running. Current status=${pod.status?.phase ?? ''}`);
  const kubelet = requireKubelet(call, pod);
  const source = createCancelSource();
  const pipes = numbers.map(() => createPipe(simulation, Number.MAX_SAFE_INTEGER));
  const { namespace = '', name } = pod.metadata;
  let open = numbers.length;

  const forward = async (port: number, index: number): Promise<void> => {
    const emit = (channel: number, bytes: Uint8Array): void => {
      if (!source.token.cancelled) handlers.onMessage(channel, bytes);
    };
    const data = index * 2;
    const head = Uint8Array.of(port & 0xff, port >> 8);
    emit(data, head);
    emit(data + 1, head);
    const output = createWriter({ write: async (bytes) => emit(data, bytes), close() {} });
    const input = pipes[index]?.reader;
    try {
      if (input) await kubelet.portForward(namespace, name, port, input, output, source.token);
    } catch (error) {
      if (!(error instanceof Cancelled)) emit(data + 1, encodeText(error instanceof Error ? error.message : String(error)));
    }
    open--;
    if (open > 0 || source.token.cancelled) return;
    source.cancel('ended');
    handlers.onClose();
  };

  simulation.clock.after(0, () => {
    if (source.token.cancelled) return;
    handlers.onOpen();
    numbers.forEach((port, index) => void forward(port, index));
  });
  return {
    send(channel, bytes) {
      if (channel % 2 === 0) void pipes[channel / 2]?.writer.write(bytes);
    },
    closeChannel: (channel) => pipes[channel / 2]?.writer.close(),
    close: () => source.cancel('closed'),
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw badRequest(`invalid port value: ${text}`);
}
