import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { schemaOf } from '#machinery/schema/schema.ts';
import { parseComment, scanFields } from './declaration-scanner.ts';
import { mergeRuleOf } from './merge-rules.ts';
import { listOmittedZeros } from './omitted-zeros.ts';
import { planResources } from './resources.ts';
import { formatSchemaTable } from './schema-table.ts';
import { formatTypeDeclarations } from './type-declarations.ts';

test('the members of a declaration are read with their comments', () => {
  const source = `export interface Pod {
    /** What \\*it\\* is.
     * Two lines. */
    "kind"?: "Pod" | "Other";
    spec: { [key: string]: Array<{ a: string; b?: number }>; };
    readonly on: (x: { y: string }) => void;
  }`;
  expect([...scanFields(source, 0)]).toEqual([
    ['kind', { optional: true, type: '"Pod" | "Other"', description: 'What *it* is.\nTwo lines.' }],
    ['spec', { optional: false, type: '{ [key: string]: Array<{ a: string; b?: number }>; }', description: '' }],
    ['on', { optional: false, type: '(x: { y: string }) => void', description: '' }],
  ]);
  expect(parseComment('/**\n * A.\n * @deprecated\n */')).toBe('A.');
});

const widget = {
  name: 'apps.v1.Widget',
  description: 'A widget.',
  topLevel: true,
  fields: [
    { name: 'apiVersion', type: { kind: 'string' }, required: false, description: '' },
    { name: 'kind', type: { kind: 'string' }, required: false, description: '' },
    { name: 'parts', type: { kind: 'list', of: { kind: 'ref', name: 'apps.v1.Part' } }, required: true, description: '' },
    { name: 'size', type: { kind: 'map', of: { kind: 'quantity' } }, required: false, description: '' },
    { name: 'mode', type: { kind: 'enum', values: ['A', 'B'] }, required: false, description: '' },
    { name: 'port', type: { kind: 'list', of: { kind: 'intOrString' } }, required: false, description: '' },
  ],
} as const;
const part = { name: 'apps.v1.Part', description: '', topLevel: false, fields: [] };

test('a definition becomes one short row of the schema table', () => {
  expect(formatSchemaTable([widget])).toContain('"apps.v1.Widget": "K;parts!:[@Part;size:{Q;mode:eA|B;port:[I"');
});

test('and a read-only interface', () => {
  expect(formatTypeDeclarations([part, widget])).toContain(
    `export interface Widget {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly parts: readonly Part[];
  readonly size?: Readonly<Record<string, string>>;
  readonly mode?: string;
  readonly port?: readonly (number | string)[];
}`,
  );
});

test('merge rules are found for every version of a package', () => {
  expect(mergeRuleOf('core.v1.PodSpec', 'containers')).toEqual({
    listType: 'map',
    listMapKeys: ['name'],
    mapType: undefined,
    patchStrategy: 'merge',
    patchMergeKey: 'name',
  });
  expect(mergeRuleOf('core.v1.PodSpec', 'hostname').patchStrategy).toBe('');
});

test('every zero that is left out belongs to an optional scalar of the API', () => {
  const broken = listOmittedZeros().filter((place) => {
    const [packageName = '', type = '', field = ''] = place.split('.');
    const found = schemaOf(`${packageName}.v1.${type}`).fields.get(field);
    return found === undefined || found.required || !['string', 'enum', 'boolean', 'int32', 'int64'].includes(found.type.kind);
  });
  expect(broken).toEqual([]);
});

test('resources follow from REST operations', () => {
  const names = new Map([
    ['V1Deployment', 'apps.v1.Deployment'],
    ['V1Scale', 'autoscaling.v1.Scale'],
  ]);
  const root = '/apis/apps/v1/namespaces/{namespace}/deployments';
  const operations = [
    { name: 'listNamespacedDeployment', path: root, bodyClass: 'V1DeploymentList' },
    { name: 'createNamespacedDeployment', path: root, bodyClass: 'V1Deployment' },
    { name: 'readNamespacedDeploymentScale', path: `${root}/{name}/scale`, bodyClass: 'V1Scale' },
  ];
  expect(planResources(operations, names)).toEqual([
    {
      group: 'apps',
      version: 'v1',
      name: 'deployments',
      singular: 'deployment',
      namespaced: true,
      kind: 'Deployment',
      kindGroupVersion: undefined,
      verbs: ['create', 'list', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
      schema: 'apps.v1.Deployment',
    },
    {
      group: 'apps',
      version: 'v1',
      name: 'deployments/scale',
      singular: '',
      namespaced: true,
      kind: 'Scale',
      kindGroupVersion: { group: 'autoscaling', version: 'v1' },
      verbs: ['get'],
      shortNames: [],
      categories: [],
      schema: 'autoscaling.v1.Scale',
    },
  ]);
});

test('the schema table that every page loads stays small', () => {
  const table = readFileSync(new URL('../../machinery/generated/schema-table.ts', import.meta.url));
  expect(gzipSync(table, { level: 9 }).length).toBeLessThan(14.5 * 1024);
});
