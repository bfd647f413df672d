import type { ConfigMap } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { validateConfigMap, validateConfigMapUpdate } from './validation.ts';

/** Configuration as keys and values. */
export const configMapKind: Kind<ConfigMap> = defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  namespaced: true,
  shortNames: ['cm'],
  categories: [],
  schema: 'core.v1.ConfigMap',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  columns: [
    nameColumn,
    {
      name: 'Data',
      type: 'string',
      description: 'How many keys there are, text and binary ones together.',
      cell: (map) => Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length,
    },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeConfigMap),
  example: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'example', namespace: 'default' } },
});
