import type { Kind } from '#kinds/kind.ts';
import { hashText } from '#sim/hash.ts';
import type { ResourceRegistry } from './resource-registry.ts';

/** One line of `kubectl api-resources`, or one of its subresources (`pods/log`). */
interface DiscoveredResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

const STATUS_VERBS = ['get', 'patch', 'update'];

/** Documents that tell clients what there is. They are built when first asked for, and anew when resources come or go. */
export interface Discovery {
  /** The document of a path, undefined where there is none. @param aggregated everything at once, as the client accepts it */
  find(path: string, aggregated: boolean): object | undefined;
}

/** Creates the discovery of a registry. */
export function createDiscovery(registry: ResourceRegistry): Discovery {
  let documents = new Map<string, object>();
  let generation = -1;

  return {
    find(path, aggregated) {
      if (generation !== registry.generation) {
        documents = buildDocuments(registry);
        generation = registry.generation;
      }
      const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
      return documents.get(aggregated ? `${plain}?aggregated` : plain);
    },
  };
}

function buildDocuments(registry: ResourceRegistry): Map<string, object> {
  const documents = new Map<string, object>();
  const kinds = registry.all().map(({ kind }) => kind);
  const groups = new Map<string, Map<string, Kind[]>>();
  for (const kind of kinds) {
    const versions = groups.get(kind.group) ?? new Map<string, Kind[]>();
    groups.set(kind.group, versions);
    versions.set(kind.version, [...(versions.get(kind.version) ?? []), kind]);
  }
  const paths = ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/metrics', '/openapi/v2', '/openapi/v3', '/readyz', '/version'];
  const named: { readonly name: string; readonly versions: ReadonlyMap<string, Kind[]> }[] = [];
  for (const [group, versions] of groups) {
    const root = group === '' ? '/api' : `/apis/${group}`;
    for (const [version, members] of versions) {
      const groupVersion = group === '' ? version : `${group}/${version}`;
      documents.set(`${root}/${version}`, {
        kind: 'APIResourceList',
        ...(group !== '' && { apiVersion: 'v1' }),
        groupVersion,
        resources: members.flatMap(discover),
      });
      paths.push(`${root}/${version}`);
    }
    if (group === '') continue;
    named.push({ name: group, versions });
    paths.push(root);
    documents.set(root, { kind: 'APIGroup', apiVersion: 'v1', ...formatGroup(group, versions) });
  }
  documents.set('/api', {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: 'kubernetes.default.svc:443' }],
  });
  documents.set('/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(({ name, versions }) => formatGroup(name, versions)) });
  documents.set('/', { paths: [...new Set(paths)].sort() });
  documents.set('/api?aggregated', aggregate([{ name: '', versions: groups.get('') ?? new Map() }]));
  documents.set('/apis?aggregated', aggregate(named));
  return documents;
}

function formatGroup(name: string, versions: ReadonlyMap<string, readonly Kind[]>): object {
  const list = [...versions.keys()].map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: list, preferredVersion: list[0] };
}

function discover(kind: Kind): DiscoveredResource[] {
  const { plural, namespaced } = kind;
  const sub = (name: string, subKind: string, verbs: readonly string[], group?: string, version?: string): DiscoveredResource => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...(group !== undefined && { group }),
    ...(version !== undefined && { version }),
    kind: subKind,
    verbs,
  });
  const main: DiscoveredResource = {
    name: plural,
    singularName: kind.singular,
    namespaced,
    kind: kind.kind,
    verbs: kind.verbs,
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(kind.categories.length > 0 && { categories: kind.categories }),
    storageVersionHash: storageHash(kind),
  };
  const below = (kind.subresources ?? []).map(({ name, kind: subKind, verbs, group, version }) => sub(name, subKind, verbs, group, version));
  if (kind.hasStatus) below.push(sub('status', kind.kind, STATUS_VERBS));
  if (kind.scale) below.push(sub('scale', 'Scale', STATUS_VERBS, 'autoscaling', 'v1'));
  return [main, ...below.sort((a, b) => (a.name < b.name ? -1 : 1))];
}

/** Eight bytes that stand for where and how objects of the kind are stored. */
function storageHash({ group, version, kind }: Kind): string {
  const text = `${group}/${version}/${kind}`;
  const words = [hashText(text, 1), hashText(text, 2)];
  return btoa(words.map((word) => String.fromCharCode(word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24)).join(''));
}

function aggregate(groups: readonly { readonly name: string; readonly versions: ReadonlyMap<string, readonly Kind[]> }[]): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { ...(name !== '' && { name }), creationTimestamp: null },
      versions: [...versions].map(([version, kinds]) => ({ version, resources: kinds.map(describeAggregated), freshness: 'Current' })),
    })),
  };
}

function describeAggregated(kind: Kind): object {
  const [main, ...below] = discover(kind);
  const responseKind = { group: kind.group, version: kind.version, kind: kind.kind };
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: main?.verbs ?? [],
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(kind.categories.length > 0 && { categories: kind.categories }),
    ...(below.length > 0 && {
      subresources: below.map((sub) => ({
        subresource: sub.name.slice(kind.plural.length + 1),
        responseKind: { group: sub.group ?? kind.group, version: sub.version ?? kind.version, kind: sub.kind },
        verbs: sub.verbs,
      })),
    }),
  };
}
