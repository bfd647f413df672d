import { defineKind, type Kind, type ScaleAccess } from '#kinds/kind.ts';
import { allVerbs } from '#kinds/verbs.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion, CustomResourceSubresourceScale } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { fillDefaults } from '#machinery/structural/defaults.ts';
import type { JsonSchema } from '#machinery/structural/json-schema.ts';
import { hasRules, validateByRules } from '#machinery/structural/rules.ts';
import { validateBySchema } from '#machinery/structural/validate.ts';
import { readPath, writePath } from './json-field-path.ts';
import { createPrinterColumns } from './printer-columns.ts';

/** What a definition without a schema would have; every version must have one, so this is never met. */
const OPEN: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** One version of a custom resource as the API server serves it: like a built-in kind. */
export function createCustomKind({ spec }: CustomResourceDefinition, version: CustomResourceDefinitionVersion): Kind {
  const { group, names, scope } = spec;
  const schema = version.schema?.openAPIV3Schema ?? OPEN;
  const hasStatus = version.subresources?.status !== undefined;
  const scale = version.subresources?.scale;
  const apiVersion = `${group}/${version.name}`;
  const judged = withoutMetadata(schema);
  const validate = (object: KubeObject) => {
    const errors = validateBySchema(judged, object, '');
    return errors.length > 0 ? errors : validateByRules(judged, object, undefined, '');
  };
  // Rules are judged once: by `validate` those about the object alone, here those about how it changes.
  const validateUpdate = (next: KubeObject, before: KubeObject) => {
    if (!hasRules(judged) || validateBySchema(judged, next, '').length > 0) return [];
    const alone = new Set(validateByRules(judged, next, undefined, '').map(({ field, message }) => field + message));
    return validateByRules(judged, next, before, '').filter(({ field, message }) => !alone.has(field + message));
  };
  const warning = version.deprecated ? version.deprecationWarning || `${apiVersion} ${names.kind} is deprecated` : undefined;
  return defineKind<KubeObject>({
    group,
    version: version.name,
    kind: names.kind,
    plural: names.plural,
    singular: names.singular || names.kind.toLowerCase(),
    namespaced: scope === 'Namespaced',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    schema: '',
    custom: { schema, storageApiVersion: `${group}/${spec.versions.find(({ storage }) => storage)?.name ?? version.name}` },
    verbs: allVerbs,
    hasStatus,
    hasGeneration: true,
    returnsDeletedObject: false,
    ...(scale && { scale: createScaleAccess(scale) }),
    ...(warning !== undefined && { deprecation: warning }),
    defaults: (object) => fillDefaults(schema, object) as KubeObject,
    ...(hasStatus && { prepareForCreate: withoutStatus }),
    validate,
    validateUpdate,
    validateStatusUpdate: (next, before) => [...validate(next), ...validateUpdate(next, before)],
    columns: createPrinterColumns(version.additionalPrinterColumns ?? []),
    ...(version.selectableFields && { fieldSelectors: Object.fromEntries(version.selectableFields.map(({ jsonPath }) => selectorOf(jsonPath))) }),
    example: { apiVersion, kind: names.kind, metadata: { name: 'example' } },
  });
}

/** A status that nobody has set yet is not there at all. */
function withoutStatus(object: KubeObject & { readonly status?: unknown }): KubeObject {
  const { status: _dropped, ...rest } = object;
  return rest;
}

/** Metadata is judged by the rules of all objects; its schema may only restrict the name. */
function withoutMetadata(schema: JsonSchema): JsonSchema {
  if (!schema.properties?.['metadata']) return schema;
  const { metadata: _judgedElsewhere, ...properties } = schema.properties;
  return { ...schema, properties };
}

function selectorOf(jsonPath: string): readonly [string, (object: KubeObject) => string] {
  return [
    jsonPath.replace(/^\./, ''),
    (object) => {
      const value = readPath(object, jsonPath);
      return value === undefined || value === null ? '' : String(value);
    },
  ];
}

function createScaleAccess({ specReplicasPath, statusReplicasPath, labelSelectorPath }: CustomResourceSubresourceScale): ScaleAccess<KubeObject> {
  const count = (object: KubeObject, path: string): number => {
    const value = readPath(object, path);
    return typeof value === 'number' ? value : 0;
  };
  return {
    replicas: (object) => count(object, specReplicasPath),
    statusReplicas: (object) => count(object, statusReplicasPath),
    selector(object) {
      const value = labelSelectorPath ? readPath(object, labelSelectorPath) : undefined;
      return typeof value === 'string' ? value : '';
    },
    withReplicas: (object, replicas) => writePath(object, specReplicasPath, replicas),
  };
}
