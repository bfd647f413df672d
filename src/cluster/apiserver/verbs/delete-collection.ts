import type { KubeObject } from '#machinery/object.ts';
import type { ApiAnswer, ApiCall } from '../api-call.ts';
import { isMeant, parseCollectionQuery } from '../collection-query.ts';
import { deleteObject, readDeleteOptions } from './delete.ts';

/** DELETE of a collection: every object that the selectors mean, one by one. */
export function deleteCollectionFromRequest(call: ApiCall): ApiAnswer {
  const { kind, apiVersion, collection } = call.resource;
  const query = parseCollectionQuery(call);
  const options = readDeleteOptions(call);
  const items = collection.list(query.namespace).filter((object) => isMeant(query, object));
  for (const object of items) deleteObject(call, object, options);
  const body = { apiVersion, kind: `${kind.kind}List`, metadata: { resourceVersion: String(call.core.store.revision) }, items };
  return { status: 200, body: body as unknown as KubeObject };
}
