import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error.ts';
import { isObject, itemSchema, type JsonSchema, valueSchema } from './json-schema.ts';
import { checkRuleTexts } from './rules.ts';
import { isPattern } from './validate.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const MUST_BE_EMPTY = 'must be empty to be structural';

/**
 * What keeps a schema from being structural, as upstream requires it of custom resources.
 * @param path `spec.validation.openAPIV3Schema`
 */
export function validateStructuralSchema(schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  checkNode(schema, path, 'root', errors);
  if (schema.type !== undefined && schema.type !== '' && schema.type !== 'object')
    errors.push(invalid(`${path}.type`, schema.type, 'must be object at the root'));
  return errors;
}

type Place = 'root' | 'field' | 'item';

const EMPTY_TYPE: Readonly<Record<Place, string>> = {
  root: 'must not be empty at the root',
  field: 'must not be empty for specified object fields',
  item: 'must not be empty for specified array items',
};

function checkNode(schema: JsonSchema, path: string, place: Place, errors: FieldError[]): void {
  const isFree = schema['x-kubernetes-int-or-string'] === true || (schema['x-kubernetes-preserve-unknown-fields'] === true && place !== 'root');
  if (!schema.type && !isFree) errors.push(required(`${path}.type`, EMPTY_TYPE[place]));
  if (schema.type && !TYPES.includes(schema.type)) errors.push(notSupported(`${path}.type`, schema.type, TYPES));
  checkForbidden(schema, path, errors);
  if (schema.type === 'array' && !itemSchema(schema)) errors.push(required(`${path}.items`, 'must be specified'));
  if (schema.pattern !== undefined && !isPattern(schema.pattern)) {
    errors.push(invalid(`${path}.pattern`, schema.pattern, "must be a valid regular expression, but isn't"));
  }
  if (schema['x-kubernetes-list-type'] === 'map' && (schema['x-kubernetes-list-map-keys'] ?? []).length === 0) {
    errors.push(required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'));
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) checkNode(property, `${path}.properties[${name}]`, 'field', errors);
  const items = itemSchema(schema);
  if (items) checkNode(items, `${path}.items`, 'item', errors);
  const values = isObject(schema.additionalProperties) ? valueSchema(schema) : undefined;
  if (values) checkNode(values, `${path}.additionalProperties`, 'field', errors);
  checkCombinations(schema, path, errors);
}

function checkForbidden(schema: JsonSchema, path: string, errors: FieldError[]): void {
  if (schema.$ref !== undefined) errors.push(forbidden(`${path}.$ref`, '$ref is not supported'));
  if (schema.uniqueItems) {
    errors.push(forbidden(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  }
  if (schema.additionalProperties === false) errors.push(forbidden(`${path}.additionalProperties`, 'additionalProperties cannot be set to false'));
  if (schema.properties && schema.additionalProperties) {
    errors.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  }
  for (const name of ['definitions', 'dependencies', 'patternProperties'] as const) {
    if (schema[name] !== undefined) errors.push(forbidden(`${path}.${name}`, `${name} is not supported`));
  }
  errors.push(...checkRuleTexts(schema['x-kubernetes-validations'] ?? [], `${path}.x-kubernetes-validations`));
}

/** Within allOf, anyOf, oneOf and not a schema may only judge values, not say what they are. */
function checkCombinations(schema: JsonSchema, path: string, errors: FieldError[]): void {
  for (const name of ['allOf', 'anyOf', 'oneOf'] as const) {
    for (const [index, other] of (schema[name] ?? []).entries())
      checkJudging(other, `${path}.${name}[${index}]`, Boolean(schema['x-kubernetes-int-or-string']), errors);
  }
  if (schema.not) checkJudging(schema.not, `${path}.not`, false, errors);
}

function checkJudging(schema: JsonSchema, path: string, isIntOrString: boolean, errors: FieldError[]): void {
  const filled = (['description', 'title', 'nullable', 'default', 'additionalProperties'] as const).filter((name) => schema[name] !== undefined);
  for (const name of filled) errors.push(forbidden(`${path}.${name}`, MUST_BE_EMPTY));
  if (schema.type && !isIntOrString) errors.push(forbidden(`${path}.type`, MUST_BE_EMPTY));
  for (const [name, property] of Object.entries(schema.properties ?? {})) checkJudging(property, `${path}.properties[${name}]`, false, errors);
  const items = itemSchema(schema);
  if (items) checkJudging(items, `${path}.items`, false, errors);
}
