import type { Listener, NetworkNamespace, Socket } from '#os/network.ts';

/** A pod's network as one of its containers uses it. */
export interface OwnedNetwork {
  readonly namespace: NetworkNamespace;
  /** Closes what the container has opened, as the kernel does when its processes end: the pod's other containers keep theirs. */
  closeAll(): void;
}

export function createOwnedNetwork(shared: NetworkNamespace): OwnedNetwork {
  const open = new Set<{ close(): void }>();

  const ownSocket = (socket: Socket): Socket => {
    const own: Socket = {
      ...socket,
      close() {
        open.delete(own);
        socket.close();
      },
    };
    open.add(own);
    return own;
  };

  const ownListener = (listener: Listener): Listener => {
    const own: Listener = {
      port: listener.port,
      async accept(cancel) {
        const socket = await listener.accept(cancel);
        return socket && ownSocket(socket);
      },
      close() {
        open.delete(own);
        listener.close();
      },
    };
    open.add(own);
    return own;
  };

  return {
    namespace: {
      ...shared,
      listen: (port, address) => ownListener(shared.listen(port, address)),
      connect: async (address, port, options) => ownSocket(await shared.connect(address, port, options)),
    },
    closeAll() {
      for (const item of [...open]) item.close();
    },
  };
}
