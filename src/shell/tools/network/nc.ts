import { type Listener, NetworkError, type Socket } from '#os/network.ts';
import type { Process } from '#os/process.ts';
import { BrokenPipeError } from '#os/stream.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool } from '../tool.ts';

/** netcat: connects or listens, and copies bytes both ways. */
export const nc = createTool('nc', { letters: 'zvnlkp:w:u' }, async (process, args) => {
  if (args.has('u')) throw new UsageError('UDP is not simulated');
  if (args.has('l')) return listen(process, Number(args.value('p') ?? args.operands.at(-1) ?? 0), args.has('k'));
  const [host, port] = args.operands;
  if (host === undefined || port === undefined) throw new UsageError('usage: nc [-zvnlk] [-p PORT] [-w SECONDS] HOST PORT');
  const verbose = args.has('v');
  let address = host;
  try {
    [address = host] = await process.network.resolve(host, process.cancel);
    const seconds = args.value('w');
    const socket = await process.network.connect(address, Number(port), {
      cancel: process.cancel,
      ...(seconds !== undefined && { timeoutMs: Number(seconds) * 1000 }),
    });
    if (verbose) await process.printError(`${host} (${address}:${port}) open\n`);
    if (args.has('z')) socket.close();
    else await relay(process, socket);
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === 'ENOTFOUND') await process.printError(`nc: bad address '${host}'\n`);
    else if (verbose || !args.has('z')) await process.printError(`nc: ${host} (${address}:${port}): ${error.message}\n`);
    return 1;
  }
});

async function listen(process: Process, port: number, again: boolean): Promise<number> {
  let listener: Listener;
  try {
    listener = process.network.listen(port);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.printError(`nc: bind: ${error.message}\n`);
    return 1;
  }
  try {
    do {
      const socket = await listener.accept(process.cancel);
      if (!socket) break;
      await relay(process, socket);
    } while (again);
  } finally {
    listener.close();
  }
  return 0;
}

/** Copies both ways until the other side has ended. */
async function relay(process: Process, socket: Socket): Promise<void> {
  const send = async (): Promise<void> => {
    for (let bytes = await process.stdin.read(process.cancel); bytes; bytes = await process.stdin.read(process.cancel))
      await socket.write(bytes, process.cancel);
    socket.end();
  };
  try {
    const sending = send().catch((error: unknown) => {
      if (!(error instanceof BrokenPipeError) && !process.cancel.cancelled) throw error;
    });
    for (let bytes = await socket.read(process.cancel); bytes; bytes = await socket.read(process.cancel)) await process.stdout.write(bytes, process.cancel);
    void sending;
  } finally {
    socket.close();
  }
}
