import type { WatchEvent } from '#client/transport.ts';
import type { KubeList, KubeObject, Stored } from '#machinery/object.ts';
import type { ApiCall } from '../api-call.ts';
import { inVersion } from '../custom-resources/storage-version.ts';
import { showOwnership } from '../field-ownership/shown-ownership.ts';
import { queryText } from '../request-info.ts';
import type { AcceptedForm } from './accepted-form.ts';
import { partialMetadata } from './partial-metadata.ts';
import { createTable, parseIncludeObject } from './table.ts';

/** Puts the answer to a resource request into the form that was asked for. Statuses stay as they are. */
export function transformAnswer(call: ApiCall, { as }: AcceptedForm, answer: KubeObject): KubeObject {
  if (answer.kind === 'Status') return answer;
  const { kind, apiVersion } = call.resource;
  const isList = answer.kind === `${kind.kind}List` && answer.apiVersion === apiVersion;
  const body = isList ? listInVersion(call, answer) : answer.kind === kind.kind ? inVersion(call.resource, answer) : answer;
  if (!isList && (body.kind !== kind.kind || body.apiVersion !== apiVersion)) return body; // a Scale or the like has no columns of its own
  const list = body as unknown as KubeList<Stored<KubeObject>>;
  if (as === 'object' || as === 'discovery') {
    if (call.trusted) return body;
    return isList ? ({ ...list, items: list.items.map((item) => showOwnership(call, item)) } as KubeObject) : showOwnership(call, body);
  }
  const objects = isList ? list.items : [body as Stored<KubeObject>];
  if (as === 'partial') {
    if (!isList) return partialMetadata(showOwnership(call, body));
    const items = objects.map((object) => partialMetadata(showOwnership(call, object)));
    return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: list.metadata, items } as KubeObject;
  }
  const metadata = isList ? list.metadata : { resourceVersion: body.metadata?.resourceVersion ?? '' };
  return createTable(kind, objects, metadata, tableOptions(call));
}

function listInVersion({ resource }: ApiCall, body: KubeObject): KubeObject {
  if (!resource.kind.custom) return body;
  const list = body as unknown as KubeList<Stored<KubeObject>>;
  return { ...list, items: list.items.map((item) => inVersion(resource, item)) } as KubeObject;
}

/** The same for the events of a watch. A Table names its columns in the first event only. */
export function transformEvents(call: ApiCall, form: AcceptedForm): (event: WatchEvent) => WatchEvent {
  const transform = transformForm(call, form);
  if (!call.resource.kind.custom) return transform;
  return (event) => transform(event.type === 'ERROR' ? event : { type: event.type, object: inVersion(call.resource, event.object) });
}

function transformForm(call: ApiCall, { as }: AcceptedForm): (event: WatchEvent) => WatchEvent {
  const show = (event: WatchEvent): KubeObject => (event.type === 'BOOKMARK' ? event.object : showOwnership(call, event.object));
  if (as === 'partial') return (event) => (event.type === 'ERROR' ? event : { type: event.type, object: partialMetadata(show(event)) });
  if (as !== 'table') return (event) => (event.type === 'ERROR' || call.trusted ? event : { type: event.type, object: show(event) });
  const { kind } = call.resource;
  parseIncludeObject(queryText(call.request, 'includeObject'));
  let isFirst = true;
  return ({ type, object }) => {
    if (type === 'ERROR') return { type, object };
    const options = { ...tableOptions(call), omitColumns: !isFirst };
    isFirst = false;
    const metadata = { resourceVersion: object.metadata?.resourceVersion ?? '' };
    if (type === 'BOOKMARK')
      return { type, object: { ...createTable(kind, [], metadata, options), rows: [{ cells: [], object: partialMetadata(object) }] } as KubeObject };
    return { type, object: createTable(kind, [object as Stored<KubeObject>], metadata, options) };
  };
}

function tableOptions(call: ApiCall): { includeObject: 'None' | 'Metadata' | 'Object'; nowMs: number } {
  return { includeObject: parseIncludeObject(queryText(call.request, 'includeObject')), nowMs: call.core.simulation.clock.now };
}
