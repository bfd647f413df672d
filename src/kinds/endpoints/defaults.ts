import type { Endpoints } from '#machinery/generated/types.ts';
import { mapShared } from '../structural-sharing.ts';

/** Ports are TCP ones unless they say otherwise. */
export function endpointsDefaults(endpoints: Endpoints): Endpoints {
  const subsets = mapShared(endpoints.subsets, (subset) => {
    const ports = mapShared(subset.ports, (port) => (port.protocol ? port : { ...port, protocol: 'TCP' }));
    return ports === undefined || ports === subset.ports ? subset : { ...subset, ports };
  });
  return subsets === undefined || subsets === endpoints.subsets ? endpoints : { ...endpoints, subsets };
}
