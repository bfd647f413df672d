import type { Status } from '#machinery/status-error.ts';
import { StatusError } from '#machinery/status-error.ts';
import { encodeText } from '#os/bytes.ts';
import type { ByteReader, ByteWriter } from '#os/stream.ts';
import { Cancelled, type CancelToken, createCancelSource } from '#sim/cancel.ts';
import type { Invocation } from '../command.ts';

// The channels of v5.channel.k8s.io; 1 is the standard output.
const [STDIN, STDERR, STATUS, RESIZE] = [0, 2, 3, 4];

export interface RemoteRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly stdin: boolean;
  /** Whether the other side has a terminal; the own one then passes every key on. */
  readonly tty: boolean;
  /** Streams in the place of the process's own. */
  readonly streams?: { readonly stdin: ByteReader; readonly stdout: ByteWriter; readonly stderr: ByteWriter };
}

/** What came to the standard output or error, in order. */
type Arrival = { readonly channel: number; readonly bytes: Uint8Array };

/**
 * Connects the process's streams with a command in a container until that ends.
 * @returns the exit code of the command
 * @throws StatusError when it could not be run
 */
export async function runRemoteSession({ kubectl, process }: Invocation, request: RemoteRequest): Promise<number> {
  const { clock } = process.simulation;
  const { stdin, stdout, stderr } = request.streams ?? process;
  const arrivals: Arrival[] = [];
  let status: Status | undefined;
  let closed = false;
  let failure: Error | undefined;
  let wakeReader: (() => void) | undefined;
  const notify = (): void => wakeReader?.();
  const connection = kubectl.client().transport.channels(
    { method: 'GET', path: request.path, query: request.query },
    {
      onOpen() {},
      onMessage(channel, bytes) {
        if (channel === STATUS) status = JSON.parse(new TextDecoder().decode(bytes)) as Status;
        else arrivals.push({ channel, bytes });
        notify();
      },
      onClose(error) {
        closed = true;
        failure = error;
        notify();
      },
    },
  );
  const inputEnd = createCancelSource(process.cancel);
  const terminal = request.tty ? process.tty : undefined;
  const wasRaw = terminal?.raw ?? false;
  terminal?.setRaw(true);
  if (terminal) {
    const sendSize = (): void => connection.send(RESIZE, encodeText(JSON.stringify({ Width: terminal.columns, Height: terminal.rows })));
    sendSize();
    process.onSignal('WINCH', sendSize);
  }
  if (request.stdin) void pumpInput(stdin, connection, inputEnd.token);
  try {
    for (;;) {
      for (const { channel, bytes } of arrivals.splice(0)) await (channel === STDERR ? stderr : stdout).write(bytes, process.cancel);
      if (arrivals.length > 0) continue;
      if (status || closed) break;
      await clock.wait<void>((wake) => {
        wakeReader = () => wake();
        return () => {
          wakeReader = undefined;
        };
      }, process.cancel);
    }
  } finally {
    inputEnd.cancel();
    connection.close();
    if (terminal) {
      terminal.setRaw(wasRaw);
      process.onSignal('WINCH', undefined);
    }
  }
  if (!status && failure) throw failure;
  return exitCodeOf(status);
}

async function pumpInput(
  stdin: ByteReader,
  connection: { send(channel: number, bytes: Uint8Array): void; closeChannel(channel: number): void },
  cancel: CancelToken,
): Promise<void> {
  try {
    for (let bytes = await stdin.read(cancel); bytes; bytes = await stdin.read(cancel)) connection.send(STDIN, bytes);
    connection.closeChannel(STDIN);
  } catch (error) {
    // The session is over; whoever reads next gets what was typed since.
    if (!(error instanceof Cancelled)) throw error;
  }
}

function exitCodeOf(status: Status | undefined): number {
  if (!status || status.status === 'Success') return 0;
  const cause = status.details?.causes?.find((one) => one.reason === 'ExitCode');
  if (status.reason === 'NonZeroExitCode' && cause) return Number(cause.message);
  throw new StatusError(status);
}
