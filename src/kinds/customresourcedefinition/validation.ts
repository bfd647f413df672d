import { isDeepEqual } from '#machinery/equality.ts';
import { type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '#machinery/generated/types.ts';
import { validateDns1035Label, validateDnsSubdomain } from '#machinery/names.ts';
import { fillDefaults } from '#machinery/structural/defaults.ts';
import type { JsonSchema } from '#machinery/structural/json-schema.ts';
import { itemSchema } from '#machinery/structural/json-schema.ts';
import { validateBySchema } from '#machinery/structural/validate.ts';
import { validateStructuralSchema } from '#machinery/structural/validate-structural.ts';

type Names = CustomResourceDefinition['spec']['names'];

const SCOPES = ['Cluster', 'Namespaced'];
const APPROVAL = 'api-approved.kubernetes.io';
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];

/** What is wrong with a definition, by upstream's rules for apiextensions.k8s.io/v1. */
export function validateDefinition({ metadata, ...rest }: CustomResourceDefinition): readonly FieldError[] {
  const errors: FieldError[] = [];
  const spec = rest.spec as Partial<CustomResourceDefinition['spec']> | undefined;
  const { group = '', scope = '', versions = [], conversion } = spec ?? {};
  const names: Names = spec?.names ?? { kind: '', plural: '' };
  const name = metadata?.name ?? '';
  const expected = `${names.plural ?? ''}.${group}`;
  if (name !== expected) errors.push(invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  checkGroup(group, metadata?.annotations, errors);
  if (!scope) errors.push(required('spec.scope'));
  else if (!SCOPES.includes(scope)) errors.push(notSupported('spec.scope', scope, SCOPES));
  checkNames(names, errors);
  checkConversion(conversion, errors);
  checkVersions(versions, errors);
  return errors;
}

function checkGroup(group: string, annotations: Readonly<Record<string, string>> | undefined, errors: FieldError[]): void {
  if (!group) {
    errors.push(required('spec.group'));
    return;
  }
  for (const message of validateDnsSubdomain(group)) errors.push(invalid('spec.group', group, message));
  if (!group.includes('.')) errors.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  if (/(^|\.)(k8s\.io|kubernetes\.io)$/.test(group) && !annotations?.[APPROVAL]) {
    errors.push(
      required(
        `metadata.annotations[${APPROVAL}]`,
        `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`,
      ),
    );
  }
}

function checkNames(names: Names, errors: FieldError[]): void {
  const checkOne = (field: string, value: string | undefined): void => {
    if (!value) errors.push(required(`spec.names.${field}`));
    else for (const message of validateDns1035Label(value.toLowerCase())) errors.push(invalid(`spec.names.${field}`, value, message));
  };
  checkOne('plural', names.plural);
  checkOne('singular', names.singular);
  checkOne('kind', names.kind);
  checkOne('listKind', names.listKind);
  if (names.kind && names.kind === names.listKind) errors.push(invalid('spec.names.listKind', names.listKind, 'kind and listKind may not be the same'));
  for (const [index, short] of (names.shortNames ?? []).entries()) {
    for (const message of validateDns1035Label(short)) errors.push(invalid(`spec.names.shortNames[${index}]`, short, message));
  }
}

function checkConversion(conversion: CustomResourceDefinition['spec']['conversion'], errors: FieldError[]): void {
  const { strategy } = conversion ?? { strategy: 'None' };
  if (strategy === 'Webhook') errors.push(invalid('spec.conversion.strategy', strategy, 'conversion webhooks are not supported by this simulated server'));
  else if (strategy !== 'None') errors.push(notSupported('spec.conversion.strategy', strategy, ['None', 'Webhook']));
}

function checkVersions(versions: readonly CustomResourceDefinitionVersion[], errors: FieldError[]): void {
  if (versions.length === 0) {
    errors.push(required('spec.versions', 'must have at least one version'));
    return;
  }
  const names = versions.map(({ name }) => name);
  for (const [index, { name }] of versions.entries()) {
    for (const message of validateDns1035Label(name)) errors.push(invalid(`spec.versions[${index}].name`, name, message));
  }
  if (new Set(names).size < names.length) errors.push(invalid('spec.versions', names, 'must not contain duplicated version names'));
  if (versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalid('spec.versions', versions, 'must have exactly one version marked as storage version'));
  }
  // As upstream, where the server's own form has what all versions share at the top.
  const [first] = versions;
  const isShared = versions.every(({ schema }) => isDeepEqual(schema, first?.schema));
  for (const [index, version] of versions.entries()) {
    const at = `spec.versions[${index}]`;
    if (!version.schema?.openAPIV3Schema) errors.push(required(`${at}.schema.openAPIV3Schema`, 'schemas are required'));
    else if (index === 0 || !isShared)
      checkSchema(version.schema.openAPIV3Schema, isShared ? 'spec.validation.openAPIV3Schema' : `${at}.schema.openAPIV3Schema`, errors);
    checkColumns(version, versions.length === 1 ? 'spec' : at, errors);
  }
}

function checkColumns({ additionalPrinterColumns = [] }: CustomResourceDefinitionVersion, at: string, errors: FieldError[]): void {
  for (const [index, { name, type, jsonPath }] of additionalPrinterColumns.entries()) {
    const path = `${at}.additionalPrinterColumns[${index}]`;
    if (!name) errors.push(required(`${path}.name`));
    if (!type) errors.push(required(`${path}.type`, `must be one of ${COLUMN_TYPES.join(',')}`));
    else if (!COLUMN_TYPES.includes(type)) errors.push(invalid(`${path}.type`, type, `must be one of ${COLUMN_TYPES.join(',')}`));
    if (!jsonPath) errors.push(required(`${path}.JSONPath`));
  }
}

function checkSchema(schema: JsonSchema, path: string, errors: FieldError[]): void {
  errors.push(...validateStructuralSchema(schema, path));
  if (errors.length === 0) checkDefaults(schema, path, errors);
}

/** A default must be what its own schema allows. */
function checkDefaults(schema: JsonSchema, path: string, errors: FieldError[]): void {
  if (schema.default !== undefined) errors.push(...validateBySchema(schema, fillDefaults(schema, schema.default), `${path}.default`));
  for (const [name, property] of Object.entries(schema.properties ?? {})) checkDefaults(property, `${path}.properties[${name}]`, errors);
  const items = itemSchema(schema);
  if (items) checkDefaults(items, `${path}.items`, errors);
}

/** What may not change once the names are accepted. */
export function validateDefinitionUpdate(next: CustomResourceDefinition, before: CustomResourceDefinition): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!next.spec?.names || !before.spec?.names) return errors;
  const isEstablished = before.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false;
  const keep = (field: string, now: unknown, then: unknown): void => {
    if (now !== then) errors.push(invalid(field, now, 'field is immutable'));
  };
  if (isEstablished) {
    keep('spec.scope', next.spec.scope, before.spec.scope);
    keep('spec.names.kind', next.spec.names.kind, before.spec.names.kind);
  }
  keep('spec.group', next.spec.group, before.spec.group);
  keep('spec.names.plural', next.spec.names.plural, before.spec.names.plural);
  const missing = (before.status?.storedVersions ?? []).find((stored) => !next.spec.versions?.some(({ name }) => name === stored));
  if (missing !== undefined) {
    const index = before.status?.storedVersions?.indexOf(missing) ?? 0;
    errors.push(
      invalid(
        `status.storedVersions[${index}]`,
        missing,
        `missing from spec.versions; ${missing} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${missing} and removes ${missing} from status.storedVersions`,
      ),
    );
  }
  return errors;
}
