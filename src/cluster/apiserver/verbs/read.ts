import { forbidden } from '#machinery/field-error.ts';
import type { KubeList, KubeObject, Stored } from '#machinery/object.ts';
import { badRequest, expired, invalidObject } from '#machinery/status-errors.ts';
import type { ApiAnswer, ApiCall } from '../api-call.ts';
import { type CollectionQuery, isMeant, parseCollectionQuery } from '../collection-query.ts';
import { continueTooOld, formatContinueToken, parseContinueToken } from '../continue-token.ts';
import { queryText } from '../request-info.ts';
import { parseResourceVersion, tooLargeResourceVersion } from '../resource-version.ts';
import { requireObject } from '../stored-object.ts';

/** GET of one object. */
export function getFromRequest(call: ApiCall): ApiAnswer {
  const wanted = parseResourceVersion(queryText(call.request, 'resourceVersion'));
  const { revision } = call.core.store;
  if (wanted !== undefined && wanted > revision) throw tooLargeResourceVersion(wanted, revision);
  return { status: 200, body: requireObject(call) };
}

/** GET of a collection: consistent at one revision, in pages when the client asks for a limit. */
export function listFromRequest(call: ApiCall): ApiAnswer {
  const { kind, apiVersion } = call.resource;
  const query = parseCollectionQuery(call);
  const page = readPage(call, query);
  const body: KubeList<Stored<KubeObject>> = { apiVersion, kind: `${kind.kind}List`, metadata: page.metadata, items: page.items };
  return { status: 200, body: body as unknown as KubeObject };
}

interface Page {
  readonly items: readonly Stored<KubeObject>[];
  readonly metadata: KubeList<KubeObject>['metadata'];
}

interface Snapshot {
  readonly objects: readonly Stored<KubeObject>[];
  readonly revision: number;
  /** The key after which the page starts. */
  readonly after: string | undefined;
}

function readPage(call: ApiCall, query: CollectionQuery): Page {
  const limit = parseLimit(queryText(call.request, 'limit'));
  const { objects, revision, after } = takeSnapshot(call, query.namespace);
  const rest = after === undefined ? objects : objects.slice(firstAfter(objects, after));
  if (limit === 0) return { items: select(rest, query), metadata: { resourceVersion: String(revision) } };
  const items: Stored<KubeObject>[] = [];
  let read = 0;
  for (; read < rest.length && items.length < limit; read++) {
    const object = rest[read] as Stored<KubeObject>;
    if (isMeant(query, object)) items.push(object);
  }
  const last = rest[read - 1];
  if (read >= rest.length || !last) return { items, metadata: { resourceVersion: String(revision) } };
  return {
    items,
    metadata: {
      resourceVersion: String(revision),
      continue: formatContinueToken({ revision, after: keyOf(last) }),
      // As upstream: with selectors the server does not know how many are left.
      ...(!query.isSelective && { remainingItemCount: rest.length - read }),
    },
  };
}

function select(objects: readonly Stored<KubeObject>[], query: CollectionQuery): readonly Stored<KubeObject>[] {
  return query.isSelective ? objects.filter((object) => isMeant(query, object)) : objects;
}

function takeSnapshot(call: ApiCall, namespace: string): Snapshot {
  const { core, request, resource } = call;
  const { collection } = resource;
  const current = core.store.revision;
  const token = queryText(request, 'continue');
  const wanted = parseResourceVersion(queryText(request, 'resourceVersion'));
  const match = queryText(request, 'resourceVersionMatch');
  if (token) {
    if (wanted) throw badRequest('specifying resource version is not allowed when using continue');
    const { revision, after } = parseContinueToken(token);
    if (revision === -1) return { objects: collection.list(namespace), revision: current, after };
    const objects = collection.listAt(revision, namespace);
    if (!objects) throw continueTooOld(after);
    return { objects, revision, after };
  }
  if (match !== undefined && wanted === undefined) {
    const error = forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided');
    throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [error]);
  }
  if (wanted !== undefined && wanted > current) throw tooLargeResourceVersion(wanted, current);
  if (match !== 'Exact' || wanted === undefined) return { objects: collection.list(namespace), revision: current, after: undefined };
  const objects = collection.listAt(wanted, namespace);
  if (!objects) throw expired('The resourceVersion for the provided list is too old.');
  return { objects, revision: wanted, after: undefined };
}

function parseLimit(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Math.max(0, Number(text));
}

/** The key by which collections are sorted. */
function keyOf({ metadata }: Stored<KubeObject>): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

function firstAfter(objects: readonly Stored<KubeObject>[], key: string): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(objects[middle] as Stored<KubeObject>) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
