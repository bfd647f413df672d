import type { Secret } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { secretDefaults } from './defaults.ts';
import { validateSecret, validateSecretUpdate } from './validation.ts';

/** Small confidential data as keys and bytes. */
export const secretKind: Kind<Secret> = defineKind<Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  namespaced: true,
  shortNames: [],
  categories: [],
  schema: 'core.v1.Secret',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  defaults: secretDefaults,
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  columns: [
    nameColumn,
    { name: 'Type', type: 'string', description: 'What the secret is for.', cell: (secret) => secret.type ?? '' },
    { name: 'Data', type: 'string', description: 'How many keys there are.', cell: (secret) => Object.keys(secret.data ?? {}).length },
    ageColumn,
  ],
  fieldSelectors: { type: (secret) => secret.type ?? '' },
  describe: describedBy(async () => (await import('./describe.ts')).describeSecret),
  example: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'example', namespace: 'default' } },
});
