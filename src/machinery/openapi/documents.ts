import type { ApiResource } from '../generated/resources.ts';
import { fnv1a32 } from '../template-hash.ts';
import { type CustomDefinition, createCustomOpenApiV3 } from './custom-v3.ts';
import type { Descriptions } from './descriptions.ts';
import { createOpenApiV2, encodeOpenApiV2 } from './v2-protobuf.ts';
import { createOpenApiV3, type OpenApiV3Document } from './v3.ts';

/** The OpenAPI documents of a server, each made when it is first asked for. */
export interface OpenApiDocuments {
  /** What `/openapi/v3` answers: where each group version's document is. */
  index(): { readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>> };
  /** @param key `api/v1`, `apis/apps/v1`; undefined for a group version that is not served */
  v3(key: string): OpenApiV3Document | undefined;
  /** What `/openapi/v2` answers, with the content type `openApiV2ContentType`. */
  v2(): Uint8Array;
}

/**
 * @param resources what the server serves, subresources included
 * @param descriptions asked at the first use of each document
 * @param custom custom resources; their documents are in version 3 only
 */
export function createOpenApiDocuments(
  resources: readonly ApiResource[],
  descriptions: () => Descriptions,
  custom: readonly CustomDefinition[] = [],
): OpenApiDocuments {
  const customByKey = new Map<string, CustomDefinition[]>();
  for (const definition of custom) {
    const key = `apis/${definition.kind.group}/${definition.kind.version}`;
    customByKey.set(key, [...(customByKey.get(key) ?? []), definition]);
  }
  const byKey = new Map<string, ApiResource[]>();
  for (const resource of resources) {
    const key = resource.group === '' ? `api/${resource.version}` : `apis/${resource.group}/${resource.version}`;
    const list = byKey.get(key) ?? [];
    list.push(resource);
    byKey.set(key, list);
  }
  const made = new Map<string, OpenApiV3Document>();
  let encoded: Uint8Array | undefined;
  return {
    index() {
      const keys = [...byKey.keys(), ...customByKey.keys()].sort();
      // Clients cache by the hash: it changes when what is served does.
      const hash = (key: string) =>
        fnv1a32(JSON.stringify(byKey.get(key) ?? customByKey.get(key)))
          .toString(16)
          .toUpperCase()
          .padStart(8, '0');
      return { paths: Object.fromEntries(keys.map((key) => [key, { serverRelativeURL: `/openapi/v3/${key}?hash=${hash(key)}` }])) };
    },
    v3(key) {
      const served = byKey.get(key);
      const defined = customByKey.get(key);
      if (!served && !defined) return undefined;
      const document = made.get(key) ?? (served ? createOpenApiV3(served, descriptions()) : createCustomOpenApiV3(defined ?? [], descriptions()));
      made.set(key, document);
      return document;
    },
    v2() {
      encoded ??= encodeOpenApiV2(createOpenApiV2(resources, descriptions()));
      return encoded;
    },
  };
}
