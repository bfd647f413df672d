import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ApiRequest, ChannelConnection } from '#client/transport.ts';
import type { Caller } from '#cluster/apiserver/api-server.ts';
import type { Cluster } from '#cluster/cluster.ts';
import { StatusError } from '#machinery/status-error.ts';

/** v5 of the protocol adds that one channel can be closed: byte 255 and the channel. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io', 'portforward.k8s.io', 'v4.base64.channel.k8s.io'];
const CLOSE_CHANNEL = 255;

interface UpgradeOptions {
  readonly cluster: Cluster;
  readRequest(message: IncomingMessage): ApiRequest;
  identify(request: ApiRequest): Caller;
  note(line: string): void;
}

/** Serves exec, attach and port-forward over WebSocket: each message is a byte that names a channel, and what goes over it. */
export function serveWebSockets(server: Server, options: UpgradeOptions): void {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol) && !protocol.includes('base64')) ?? false,
  });
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    const request = options.readRequest(message);
    if ((message.headers.upgrade ?? '').toLowerCase() !== 'websocket') {
      // Older clients ask for SPDY; they try again when it is refused.
      socket.end(
        'HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\ncontent-length: 44\r\nconnection: close\r\n\r\nunable to upgrade: only WebSocket is served\n',
      );
      return;
    }
    sockets.handleUpgrade(message, socket, head, (webSocket) => {
      options.note(`${request.method} ${request.path} (WebSocket)`);
      const { simulation, apiServer } = options.cluster;
      let connection: ChannelConnection | undefined;
      const early: (readonly [number, Uint8Array])[] = [];
      const send = (channel: number, bytes: Uint8Array): void => {
        const frame = new Uint8Array(bytes.length + 1);
        frame[0] = channel;
        frame.set(bytes, 1);
        webSocket.send(frame);
      };
      const refuse = (error: Error): void => {
        if (error instanceof StatusError) send(3, new TextEncoder().encode(JSON.stringify(error.status)));
      };
      simulation.inject(() => {
        connection = apiServer.channels(
          request,
          {
            onOpen() {},
            onMessage: send,
            onClose(error) {
              if (error) refuse(error);
              webSocket.close(1000);
            },
          },
          options.identify(request),
        );
        for (const [channel, bytes] of early.splice(0)) deliver(connection, channel, bytes);
      });
      webSocket.on('message', (data: Buffer) => {
        const [channel = 0] = data;
        const bytes = new Uint8Array(data.subarray(1));
        if (!connection) early.push([channel, bytes]);
        else simulation.inject(() => connection && deliver(connection, channel, bytes));
      });
      webSocket.on('close', () => simulation.inject(() => connection?.close()));
    });
  });
}

function deliver(connection: ChannelConnection, channel: number, bytes: Uint8Array): void {
  if (channel === CLOSE_CHANNEL) connection.closeChannel(bytes[0] ?? 0);
  else connection.send(channel, bytes);
}
