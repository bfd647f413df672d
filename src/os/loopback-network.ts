import type { Simulation } from '#sim/simulation.ts';
import { createListenerTable } from './listener-table.ts';
import { NetworkError, type NetworkNamespace } from './network.ts';
import { createSocketPair } from './socket-pair.ts';

const isLoopback = (address: string): boolean => address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
const isAddress = (name: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(name) || name.includes(':');

/** Creates the network of a machine that is connected to nothing: it reaches itself by 127.0.0.1 and `localhost`. */
export function createLoopbackNetwork(simulation: Simulation): NetworkNamespace {
  const listeners = createListenerTable(simulation);
  return {
    addresses: ['127.0.0.1'],
    listen: (port, address = '') => listeners.listen(port === 0 ? listeners.nextPort() : port, address),
    async connect(address, port, options = {}) {
      options.cancel?.throwIfCancelled();
      if (!isLoopback(address)) throw new NetworkError('ENETUNREACH', 'Network is unreachable');
      if (!listeners.isListening(port, address)) throw new NetworkError('ECONNREFUSED', 'Connection refused');
      const [client, server] = createSocketPair(simulation, { address, port: listeners.nextPort() }, { address, port });
      listeners.deliver(port, address, server);
      return client;
    },
    async resolve(name) {
      if (isAddress(name)) return [name];
      if (name === 'localhost') return ['127.0.0.1'];
      throw new NetworkError('ENOTFOUND', 'Name or service not known');
    },
  };
}
