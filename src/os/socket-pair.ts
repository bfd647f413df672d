import type { Simulation } from '#sim/simulation.ts';
import type { Socket } from './network.ts';
import { createPipe, type Pipe } from './pipe.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** The two ends of one connection, joined. @returns the client's socket and the server's */
export function createSocketPair(simulation: Simulation, client: Endpoint, server: Endpoint): readonly [Socket, Socket] {
  const toServer = createPipe(simulation);
  const toClient = createPipe(simulation);
  return [createSocket(client, server, toClient, toServer), createSocket(server, client, toServer, toClient)];
}

function createSocket(local: Endpoint, remote: Endpoint, incoming: Pipe, outgoing: Pipe): Socket {
  return {
    localAddress: local.address,
    localPort: local.port,
    remoteAddress: remote.address,
    remotePort: remote.port,
    read: (cancel) => incoming.reader.read(cancel),
    write: (bytes, cancel) => outgoing.writer.write(bytes, cancel),
    end: () => outgoing.writer.close(),
    close() {
      outgoing.writer.close();
      incoming.reader.close();
    },
  };
}
