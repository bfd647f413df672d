import type { Client } from '#client/client.ts';
import type { DiscoveredResource } from './kubectl-context.ts';

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

interface GroupDiscovery {
  readonly metadata?: { readonly name?: string };
  readonly versions?: readonly { readonly version: string; readonly resources?: readonly ResourceDiscovery[] }[];
}

interface ResourceDiscovery {
  readonly resource: string;
  readonly responseKind?: { readonly group?: string; readonly version?: string; readonly kind?: string };
  readonly scope?: string;
  readonly singularResource?: string;
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** A group as discovery lists it; the first version is the preferred one. */
export interface DiscoveredGroup {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Everything a server serves. */
export interface Discovery {
  /** The core group first, then in the server's order. */
  readonly groups: readonly DiscoveredGroup[];
  /** All versions; within a group the preferred version first. */
  readonly resources: readonly DiscoveredResource[];
}

/**
 * Asks a server what it serves, by aggregated discovery.
 * @throws StatusError, TransportError
 */
export async function discover(client: Client): Promise<Discovery> {
  const groups: DiscoveredGroup[] = [];
  const resources: DiscoveredResource[] = [];
  for (const path of ['/api', '/apis']) {
    const response = await client.request({ method: 'GET', path, headers: { accept: aggregated } });
    const list = response.body as { readonly items?: readonly GroupDiscovery[] };
    for (const group of list.items ?? []) {
      const name = group.metadata?.name ?? '';
      groups.push({ name, versions: (group.versions ?? []).map((version) => version.version) });
      for (const { version, resources: served } of group.versions ?? []) {
        for (const resource of served ?? []) resources.push(readResource(name, version, resource));
      }
    }
  }
  return { groups, resources };
}

function readResource(group: string, version: string, resource: ResourceDiscovery): DiscoveredResource {
  const kind = resource.responseKind?.kind ?? '';
  return {
    group,
    version,
    kind,
    plural: resource.resource,
    singular: resource.singularResource || kind.toLowerCase(),
    namespaced: resource.scope === 'Namespaced',
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    verbs: resource.verbs ?? [],
  };
}
