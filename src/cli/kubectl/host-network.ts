import { lookup } from 'node:dns/promises';
import { createServer, type Socket as NodeSocket, connect as openSocket } from 'node:net';
import { NetworkError, type NetworkErrorCode, type NetworkNamespace, type Socket } from '#os/network.ts';
import type { CancelToken } from '#sim/cancel.ts';

const messages: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  EADDRINUSE: 'Address already in use',
  EACCES: 'Permission denied',
  ENOTFOUND: 'Name or service not known',
  EAI_AGAIN: 'Temporary failure in name resolution',
  ECONNRESET: 'Connection reset by peer',
};

function networkError(error: NodeJS.ErrnoException): NetworkError {
  const code = error.code ?? '';
  return new NetworkError((messages[code] === undefined ? 'ECONNRESET' : code) as NetworkErrorCode, messages[code] ?? error.message);
}

/** A queue that is waited on by one reader at a time. */
function createInbox<T>() {
  const items: T[] = [];
  let isClosed = false;
  let wake: (() => void) | undefined;
  return {
    push(item: T): void {
      items.push(item);
      wake?.();
    },
    close(): void {
      isClosed = true;
      wake?.();
    },
    /** @returns undefined at the end */
    async take(cancel?: CancelToken): Promise<T | undefined> {
      while (items.length === 0 && !isClosed) {
        cancel?.throwIfCancelled();
        await new Promise<void>((resume) => {
          wake = resume;
          cancel?.onCancel(() => resume());
        });
      }
      cancel?.throwIfCancelled();
      return items.shift();
    },
  };
}

function wrapSocket(socket: NodeSocket): Socket {
  const inbox = createInbox<Uint8Array>();
  let failure: NetworkError | undefined;
  socket.on('data', (chunk: Buffer) => inbox.push(new Uint8Array(chunk)));
  socket.on('end', inbox.close);
  socket.on('close', inbox.close);
  socket.on('error', (error) => {
    failure = networkError(error);
    inbox.close();
  });
  return {
    localAddress: socket.localAddress ?? '',
    localPort: socket.localPort ?? 0,
    remoteAddress: socket.remoteAddress ?? '',
    remotePort: socket.remotePort ?? 0,
    async read(cancel) {
      const bytes = await inbox.take(cancel);
      if (bytes === undefined && failure !== undefined) throw failure;
      return bytes;
    },
    write: (bytes) => new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(networkError(error)) : resolve()))),
    end: () => void socket.end(),
    close: () => void socket.destroy(),
  };
}

/** The network of this computer, for what listens (`port-forward`, `proxy`). */
export function createHostNetwork(): NetworkNamespace {
  return {
    addresses: ['127.0.0.1'],
    listen(port, address = '') {
      const inbox = createInbox<Socket>();
      const server = createServer((socket) => inbox.push(wrapSocket(socket)));
      let failure: NetworkError | undefined;
      server.on('error', (error) => {
        failure = networkError(error);
        inbox.close();
      });
      server.listen(port, address === '' ? '0.0.0.0' : address);
      return {
        port,
        async accept(cancel) {
          const socket = await inbox.take(cancel);
          if (socket === undefined && failure !== undefined) throw failure;
          return socket;
        },
        close: () => void server.close(),
      };
    },
    connect: (address, port) =>
      new Promise((resolve, reject) => {
        const socket = openSocket(port, address, () => resolve(wrapSocket(socket)));
        socket.once('error', (error) => reject(networkError(error)));
      }),
    async resolve(name) {
      try {
        return (await lookup(name, { all: true })).map((found) => found.address);
      } catch (error) {
        throw networkError(error as NodeJS.ErrnoException);
      }
    },
  };
}
