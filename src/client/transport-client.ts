import { bodyOf, requests } from './api-requests.ts';
import type { Client, DirectClient } from './client.ts';
import type { DirectTransport, Transport } from './transport.ts';

/** Creates a client over a transport: in-process or HTTP alike. */
export function createClient(transport: Transport): Client {
  return {
    transport,
    get: async (type, namespace, name, subresource) => bodyOf(await transport.request(requests.get(type, namespace, name, subresource))),
    list: async (type, options) => bodyOf(await transport.request(requests.list(type, options))),
    create: async (type, namespace, object, options) => bodyOf(await transport.request(requests.create(type, namespace, object, options))),
    update: async (type, namespace, object, options) => bodyOf(await transport.request(requests.update(type, namespace, object, options))),
    patch: async (type, namespace, name, patch, options) => bodyOf(await transport.request(requests.patch(type, namespace, name, patch, options))),
    delete: async (type, namespace, name, options) => bodyOf(await transport.request(requests.delete(type, namespace, name, options))),
    watch: (type, options, handlers) => transport.watch(requests.watch(type, options), handlers),
    async request(request) {
      const response = await transport.request(request);
      bodyOf(response);
      return response;
    },
  };
}

/** Creates the control plane's client: it answers at once. */
export function createDirectClient(transport: DirectTransport): DirectClient {
  const { requestNow } = transport;
  return {
    get: (type, namespace, name) => bodyOf(requestNow(requests.get(type, namespace, name))),
    list: (type, options) => bodyOf(requestNow(requests.list(type, options))),
    create: (type, namespace, object, options) => bodyOf(requestNow(requests.create(type, namespace, object, options))),
    update: (type, namespace, object, options) => bodyOf(requestNow(requests.update(type, namespace, object, options))),
    updateStatus: (type, namespace, object) => bodyOf(requestNow(requests.update(type, namespace, object, { subresource: 'status' }))),
    patch: (type, namespace, name, patch, options) => bodyOf(requestNow(requests.patch(type, namespace, name, patch, options))),
    delete: (type, namespace, name, options) => bodyOf(requestNow(requests.delete(type, namespace, name, options))),
    watch: (type, options, handlers) => transport.watch(requests.watch(type, options), handlers),
  };
}
