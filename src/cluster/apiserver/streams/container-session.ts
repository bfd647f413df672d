import type { ChannelConnection, ChannelHandlers } from '#client/transport.ts';
import type { Status } from '#machinery/status-error.ts';
import { StatusError } from '#machinery/status-error.ts';
import { badRequest, internalError } from '#machinery/status-errors.ts';
import { decodeText, encodeText } from '#os/bytes.ts';
import { createPipe } from '#os/pipe.ts';
import type { ExitStatus } from '#os/process.ts';
import type { ByteWriter } from '#os/stream.ts';
import { createTty } from '#os/terminal-device.ts';
import { createWriter } from '#os/writers.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import type { ApiCall } from '../api-call.ts';
import type { StreamOptions } from '../kubelet-connection.ts';
import { isTrue, queryTexts } from '../request-info.ts';
import { requireContainer, requireKubelet, requirePod } from './pod-stream.ts';

/** The channels of exec and attach. */
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const RESIZE = 4;

/**
 * `pods/exec` and `pods/attach`: streams between a client and a process in a container; at the end the fourth channel
 * carries a Status that holds the exit code.
 * @throws StatusError when the request makes no sense or the node cannot be reached
 */
export function openSession(call: ApiCall, handlers: ChannelHandlers): ChannelConnection {
  const { clock } = call.core.simulation;
  const pod = requirePod(call);
  const address = requireContainer(call, pod);
  const command = queryTexts(call.request, 'command');
  const isExec = call.info.subresource === 'exec';
  if (isExec && command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') {
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${pod.status.phase}`);
  }
  const kubelet = requireKubelet(call, pod);
  const source = createCancelSource();
  const session = createSessionStreams(call, (channel, bytes) => {
    if (!source.token.cancelled) handlers.onMessage(channel, bytes);
  });
  const options: StreamOptions = { ...session.options, cancel: source.token };
  const end = (status: Status): void => {
    if (source.token.cancelled) return;
    handlers.onMessage(STATUS, encodeText(JSON.stringify(status)));
    source.cancel('ended');
    handlers.onClose();
  };
  clock.after(0, () => {
    if (source.token.cancelled) return;
    handlers.onOpen();
    const running = isExec ? kubelet.exec(address, command, options) : kubelet.attach(address, options);
    running
      .then((exit) => end(statusOfExit(exit)))
      .catch((error: unknown) => {
        if (!(error instanceof Cancelled)) end(statusOfError(error));
      });
  });
  return {
    send: session.send,
    closeChannel: session.closeChannel,
    close() {
      session.hangUp();
      source.cancel('closed');
    },
  };
}

interface SessionStreams {
  readonly options: Omit<StreamOptions, 'cancel'>;
  send(channel: number, bytes: Uint8Array): void;
  closeChannel(channel: number): void;
  hangUp(): void;
}

function createSessionStreams(call: ApiCall, emit: (channel: number, bytes: Uint8Array) => void): SessionStreams {
  const { simulation } = call.core;
  const wants = (key: string): boolean => isTrue(call.request.query?.[key]);
  const writer = (channel: number): ByteWriter => createWriter({ write: async (bytes) => emit(channel, bytes), close() {} });
  if (wants('tty')) {
    const tty = createTty(simulation, { columns: 80, rows: 24, onOutput: (text) => emit(STDOUT, encodeText(text)) });
    return {
      options: { tty, ...(wants('stdin') && { stdin: tty.reader }), stdout: tty.writer, stderr: tty.writer },
      send(channel, bytes) {
        if (channel !== RESIZE) tty.input(decodeText(bytes));
        else resize(decodeText(bytes), (columns, rows) => tty.resize(columns, rows));
      },
      closeChannel() {},
      hangUp: () => tty.hangUp(),
    };
  }
  const stdin = wants('stdin') ? createPipe(simulation, Number.MAX_SAFE_INTEGER) : undefined;
  return {
    options: {
      ...(stdin && { stdin: stdin.reader }),
      ...(wants('stdout') && { stdout: writer(STDOUT) }),
      ...(wants('stderr') && { stderr: writer(STDERR) }),
    },
    send(channel, bytes) {
      if (channel === 0) void stdin?.writer.write(bytes);
    },
    closeChannel(channel) {
      if (channel === 0) stdin?.writer.close();
    },
    hangUp: () => stdin?.writer.close(),
  };
}

/** The message of the resize channel: `{"Width":80,"Height":24}`. */
function resize(text: string, apply: (columns: number, rows: number) => void): void {
  const size = JSON.parse(text) as { readonly Width?: number; readonly Height?: number };
  if (size.Width && size.Height) apply(size.Width, size.Height);
}

function statusOfExit({ code }: ExitStatus): Status {
  if (code === 0) return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 200 };
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
    code: 500,
  };
}

function statusOfError(error: unknown): Status {
  if (error instanceof StatusError) return error.status;
  return internalError(`error executing command in container: ${error instanceof Error ? error.message : String(error)}`).status;
}
