import type { EndpointSlice, Endpoints, Service } from '#machinery/generated/types.ts';
import { endpointSlices, endpoints as endpointsType, services } from '../../resource-types.ts';
import { defineController, defineIndex, defineWatch } from '../controller.ts';
import { MANAGED_BY, SERVICE_NAME } from '../endpointslice/slices.ts';
import { MIRROR, planMirror } from './mirrored-slices.ts';

const BY_SOURCE = 'mirrored';

/** Makes EndpointSlices of Endpoints that somebody wrote by hand for a Service without a selector. */
export const endpointSliceMirroringController = defineController({
  name: 'endpointslicemirroring',
  eventSource: 'endpoint-slice-mirroring-controller',
  for: endpointsType,
  watches: [
    defineWatch<Service>({ type: services, keys: ({ metadata }) => [{ namespace: metadata.namespace ?? '', name: metadata.name }] }),
    defineWatch<EndpointSlice>({
      type: endpointSlices,
      keys: (slice) => (isOurs(slice) ? [{ namespace: slice.metadata.namespace ?? '', name: sourceName(slice) }] : []),
    }),
  ],
  indexes: [
    defineIndex<EndpointSlice>({
      type: endpointSlices,
      name: BY_SOURCE,
      values: (slice) => (isOurs(slice) ? [`${slice.metadata.namespace ?? ''}/${sourceName(slice)}`] : []),
    }),
  ],
  reconcile({ namespace, name }, context) {
    const source = context.lister<Endpoints>(endpointsType).get(namespace, name);
    const service = context.lister<Service>(services).get(namespace, name);
    const existing = context.lister<EndpointSlice>(endpointSlices).byIndex(BY_SOURCE, `${namespace}/${name}`);
    const isWanted =
      source !== undefined && source.metadata.deletionTimestamp === undefined && !isSkipped(source) && service !== undefined && !service.spec?.selector;
    const plan = isWanted ? planMirror(source, existing) : { create: [], update: [], delete: existing };
    for (const slice of plan.create) context.client.create<EndpointSlice>(endpointSlices, namespace, slice);
    for (const slice of plan.update) context.client.update<EndpointSlice>(endpointSlices, namespace, slice);
    for (const slice of plan.delete) context.client.delete(endpointSlices, namespace, slice.metadata.name, { preconditions: { uid: slice.metadata.uid } });
    return undefined;
  },
});

function isSkipped(source: Endpoints): boolean {
  const { labels, annotations } = source.metadata ?? {};
  return labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true' || annotations?.['control-plane.alpha.kubernetes.io/leader'] !== undefined;
}

function isOurs(slice: EndpointSlice): boolean {
  return slice.metadata?.labels?.[MANAGED_BY] === MIRROR;
}

function sourceName(slice: EndpointSlice): string {
  return slice.metadata?.labels?.[SERVICE_NAME] ?? '';
}
