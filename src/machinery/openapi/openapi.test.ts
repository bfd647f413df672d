import { describe, expect, test } from 'vitest';
import { apiResources } from '../generated/resources.ts';
import { loadDescriptions, noDescriptions } from './descriptions.ts';
import { createOpenApiDocuments } from './documents.ts';
import { ExplainError, explain } from './explain-model.ts';
import { createOpenApiV2, encodeOpenApiV2 } from './v2-protobuf.ts';
import { createOpenApiV3 } from './v3.ts';

const apps = apiResources.filter((resource) => resource.group === 'apps');
const deployment = { group: 'apps', version: 'v1', kind: 'Deployment' };

describe('the OpenAPI v3 document of a group version', () => {
  test('has a schema for every reference', () => {
    const document = createOpenApiV3(apps, noDescriptions);
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(100);
    expect([...new Set(references)].filter((name) => !(name in document.components.schemas))).toEqual([]);
  });

  test('describes kinds, merge keys and operations', () => {
    const { components, paths } = createOpenApiV3(apps, noDescriptions);
    expect(components.schemas['io.k8s.api.apps.v1.Deployment']?.['x-kubernetes-group-version-kind']).toEqual([deployment]);
    const podSpec = components.schemas['io.k8s.api.core.v1.PodSpec']?.['properties'] as Record<string, unknown>;
    expect(podSpec['containers']).toEqual({
      type: 'array',
      items: { allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.Container' }], default: {} },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'name',
    });
    expect(Object.keys(paths['/apis/apps/v1/namespaces/{namespace}/deployments'] ?? {}).sort()).toEqual(['delete', 'get', 'post']);
    expect(paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.['patch']).toMatchObject({
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': deployment,
    });
    expect(paths['/apis/apps/v1/deployments']).toHaveProperty('get');
  });
});

describe('explaining from it', () => {
  test('tells a field, its type and what is inside', async () => {
    const document = createOpenApiV3(apps, await loadDescriptions());
    const containers = explain(document, deployment, ['spec', 'template', 'spec', 'containers']);
    expect(containers.field).toEqual({ name: 'containers', type: '[]Container', enum: [] });
    expect(containers.description).toMatch(/^List of containers belonging to the pod\.[\s\S]*\nA single application container/);
    const types = Object.fromEntries(containers.fields.map((field) => [field.name, field.type]));
    expect(types).toMatchObject({ name: 'string', args: '[]string', env: '[]EnvVar', resources: 'ResourceRequirements', stdin: 'boolean' });
    expect(containers.fields.filter((field) => field.required).map((field) => field.name)).toEqual(['name']);
    expect(explain(document, deployment, ['spec', 'strategy', 'type']).field).toEqual({ name: 'type', type: 'string', enum: ['Recreate', 'RollingUpdate'] });
    expect(explain(document, deployment, []).fields.map((field) => field.name)).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
    expect(() => explain(document, deployment, ['spec', 'foo'])).toThrow(new ExplainError('field "foo" does not exist'));
  });
});

/** The fields of a protobuf message, nested messages as bytes. */
function readMessage(bytes: Uint8Array): [number, Uint8Array][] {
  const fields: [number, Uint8Array][] = [];
  let position = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[position++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (position < bytes.length) {
    const tag = varint();
    const length = tag % 8 === 2 ? varint() : 0;
    if (tag % 8 === 0) varint();
    fields.push([Math.floor(tag / 8), bytes.subarray(position, position + length)]);
    position += length;
  }
  expect(position).toBe(bytes.length);
  return fields;
}

test('the OpenAPI v2 document is sound protobuf with every definition in it', () => {
  const document = createOpenApiV2(apps, noDescriptions);
  const fields = readMessage(encodeOpenApiV2(document));
  expect(fields.map(([field]) => field)).toEqual([1, 2, 8, 9]);
  const decoder = new TextDecoder();
  const names = readMessage(fields[3]?.[1] ?? new Uint8Array()).map(([, named]) => decoder.decode(readMessage(named)[0]?.[1]));
  expect(names).toEqual(Object.keys(document.definitions));
  expect(decoder.decode(fields[0]?.[1])).toBe('2.0');
});

test('a server finds its documents by group version', () => {
  const documents = createOpenApiDocuments(apps, () => noDescriptions);
  expect(documents.index()).toEqual({
    paths: { 'apis/apps/v1': { serverRelativeURL: expect.stringMatching(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{8}$/) } },
  });
  expect(documents.v3('apis/apps/v1')).toEqual(createOpenApiV3(apps, noDescriptions));
  expect(documents.v3('apis/apps/v1')).toBe(documents.v3('apis/apps/v1'));
  expect(documents.v3('api/v1')).toBeUndefined();
});
