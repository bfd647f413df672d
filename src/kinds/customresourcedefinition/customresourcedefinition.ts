import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from '#machinery/generated/types.ts';
import { formatTime } from '#machinery/time.ts';
import { defineKind, type Kind } from '../kind.ts';
import { withFields } from '../structural-sharing.ts';
import { nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { validateDefinition, validateDefinitionUpdate } from './validation.ts';

/** Keeps a definition until its instances are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** A kind of objects that users bring along. */
export const customResourceDefinitionKind: Kind<CustomResourceDefinition> = defineKind<CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  namespaced: false,
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  schema: 'apiextensions.v1.CustomResourceDefinition',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: true,
  defaults,
  prepareForCreate: (definition) => ({
    ...definition,
    status: { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: storedVersions(definition, []) },
  }),
  prepareForUpdate(next, before, { subresource }) {
    if (subresource !== '' || next.spec === before.spec || !next.status) return next;
    const stored = storedVersions(next, before.status?.storedVersions ?? []);
    return stored === before.status?.storedVersions ? next : { ...next, status: { ...next.status, storedVersions: stored } };
  },
  validate: validateDefinition,
  validateUpdate: validateDefinitionUpdate,
  beginDeletion,
  columns: [
    nameColumn,
    { name: 'Created At', type: 'string', description: 'When it was created.', cell: (definition) => definition.metadata.creationTimestamp },
  ],
  example: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'examples.example.com' },
    spec: {
      group: 'example.com',
      names: { plural: 'examples', singular: 'example', kind: 'Example', listKind: 'ExampleList' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  },
});

function defaults(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec } = definition;
  if (!spec?.names) return definition;
  const { names } = spec;
  const kind = names.kind ?? '';
  const complete = {
    ...(!names.singular && kind !== '' && { singular: kind.toLowerCase() }),
    ...(!names.listKind && kind !== '' && { listKind: `${kind}List` }),
  };
  const next = withFields(spec, { conversion: spec.conversion ?? { strategy: 'None' }, names: withFields(names, complete) });
  return withFields(definition, { spec: next });
}

/** Every version in which objects may be stored: the present storage version joins those of the past. */
function storedVersions({ spec }: CustomResourceDefinition, before: readonly string[]): readonly string[] {
  const storage = spec?.versions?.find((version) => version.storage)?.name;
  return storage === undefined || before.includes(storage) ? before : [...before, storage];
}

/** As upstream's registry: the first deletion adds the finalizer, and says that instances are on their way out. */
function beginDeletion(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { metadata, status } = definition;
  if (status?.conditions?.some(({ type, status: value }) => type === 'Terminating' && value === 'True')) return definition;
  const terminating: CustomResourceDefinitionCondition = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: metadata?.deletionTimestamp ?? formatTime(0),
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  };
  const others = status?.conditions?.filter(({ type }) => type !== 'Terminating') ?? [];
  return {
    ...definition,
    metadata: { ...metadata, finalizers: [...(metadata?.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER), CLEANUP_FINALIZER] },
    status: { ...status, conditions: [...others, terminating] },
  };
}
