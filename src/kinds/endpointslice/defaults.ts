import type { EndpointSlice } from '#machinery/generated/types.ts';
import { mapShared, withFields } from '../structural-sharing.ts';

/** Ports have a name, '' if need be, and are TCP ones unless they say otherwise. */
export function endpointSliceDefaults(slice: EndpointSlice): EndpointSlice {
  const ports = mapShared(slice.ports, (port) => withFields(port, { name: port.name ?? '', protocol: port.protocol || 'TCP' }));
  return ports === undefined || ports === slice.ports ? slice : { ...slice, ports };
}
