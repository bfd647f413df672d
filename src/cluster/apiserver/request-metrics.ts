import type { ApiRequest } from '#client/transport.ts';
import type { Store } from '../store/store.ts';
import type { RequestInfo } from './request-info.ts';
import type { ResourceRegistry } from './resource-registry.ts';

/** Counts requests, and writes down what `/metrics` answers: the text form of Prometheus. */
export interface RequestMetrics {
  count(request: ApiRequest, info: RequestInfo, code: number): void;
  format(): string;
}

/** Creates counters at zero. */
export function createRequestMetrics(store: Store, registry: ResourceRegistry): RequestMetrics {
  const counts = new Map<string, number>();
  return {
    count(request, info, code) {
      const key = formatLabels(labelsOf(request, info, code));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    format() {
      const objects = new Map(registry.all().map(({ kind, collection }) => [formatLabels({ group: kind.group, resource: kind.plural }), collection.size]));
      const revision = new Map([['', store.revision]]);
      return [
        ...formatMetric(
          'apiserver_request_total',
          'counter',
          'Counter of apiserver requests broken out for each verb, group, version, resource and code.',
          counts,
        ),
        ...formatMetric('apiserver_resource_objects', 'gauge', 'Number of stored objects by kind.', objects),
        ...formatMetric('drydock_store_revision', 'counter', 'The revision of the store.', revision),
      ]
        .map((line) => `${line}\n`)
        .join('');
    },
  };
}

type Labels = Readonly<Record<string, string>>;

function labelsOf(request: ApiRequest, info: RequestInfo, code: number): Labels {
  const dryRun = request.query?.['dryRun'] === 'All' ? 'All' : '';
  const common = { code: String(code), component: 'apiserver', dry_run: dryRun };
  if (!info.isResource) return { ...common, group: '', resource: '', scope: '', subresource: info.path, verb: request.method, version: '' };
  const { group, resource, subresource, version, namespace, name } = info;
  const scope = name !== '' ? 'resource' : namespace !== '' ? 'namespace' : 'cluster';
  return { ...common, group, resource, scope, subresource, verb: verbOf(request, info.verb), version };
}

function verbOf({ headers }: ApiRequest, verb: string): string {
  if (verb === 'create') return 'POST';
  if (verb === 'update') return 'PUT';
  if (verb === 'patch' && headers?.['content-type']?.startsWith('application/apply-patch')) return 'APPLY';
  return verb.toUpperCase();
}

function formatLabels(labels: Labels): string {
  const escapeLabel = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',')}}`;
}

function formatMetric(name: string, type: 'counter' | 'gauge', help: string, values: ReadonlyMap<string, number>): string[] {
  const lines = [...values].map(([labels, value]) => `${name}${labels} ${value}`).sort();
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
}
