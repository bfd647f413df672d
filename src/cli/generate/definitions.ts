import type { ClientAttribute, ClientClass } from './client-package.ts';
import type { Definition, FieldDefinition, FieldType } from './definition.ts';
import type { ModelsType } from './models-package.ts';

/** The definitions of both packages as one, with the names of the classes they came from. */
export interface MergedDefinitions {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly nameOfClass: ReadonlyMap<string, string>;
  /** Where the packages contradict each other; empty when both describe the same Kubernetes. */
  readonly differences: readonly string[];
}

/** Classes of the client that belong to no API object. */
const ignoredClasses: ReadonlySet<string> = new Set(['V1GroupResource', 'VersionInfo']);

const wireTypes: Readonly<Record<string, FieldType>> = {
  Quantity: { kind: 'quantity' },
  IntOrString: { kind: 'intOrString' },
  RawExtension: { kind: 'any' },
  'meta.v1.Time': { kind: 'time' },
  'meta.v1.MicroTime': { kind: 'microTime' },
};

/** Puts the two packages together: structure and formats of the one, enums, wire types and descriptions of the other. */
export function mergeDefinitions(classes: readonly ClientClass[], models: ReadonlyMap<string, ModelsType>): MergedDefinitions {
  const modelOfClass = matchClasses(classes, models);
  const nameOfClass = new Map([...modelOfClass].map(([className, model]) => [className, model.name]));
  const differences: string[] = [];
  const definitions = new Map<string, Definition>();
  for (const clientClass of classes) {
    if (ignoredClasses.has(clientClass.className)) continue;
    const model = modelOfClass.get(clientClass.className);
    if (model === undefined) {
      differences.push(`${clientClass.className} is only in @kubernetes/client-node`);
      continue;
    }
    differences.push(...compareFields(clientClass, model));
    definitions.set(model.name, mergeDefinition(clientClass, model, models, nameOfClass));
  }
  return { definitions, nameOfClass, differences };
}

function matchClasses(classes: readonly ClientClass[], models: ReadonlyMap<string, ModelsType>): Map<string, ModelsType> {
  const classNames = new Set(classes.map((each) => each.className));
  const byVersionAndType = new Map<string, ModelsType[]>();
  for (const model of models.values()) {
    const key = model.name.split('.').slice(-2).join('.');
    byVersionAndType.set(key, [...(byVersionAndType.get(key) ?? []), model]);
  }
  const matched = new Map<string, ModelsType>();
  for (const { className } of classes) {
    const [, prefix, version = '', type = ''] = /^([A-Z][a-z]+)?(V\d+)([A-Z].*)$/.exec(className) ?? [];
    const candidates = byVersionAndType.get(`${version.toLowerCase()}.${type}`) ?? [];
    const isMatch = (model: ModelsType): boolean => {
      const packageName = model.name.split('.')[0] ?? '';
      if (prefix !== undefined) return packageName === prefix.toLowerCase();
      return candidates.length === 1 || !classNames.has(packageName.charAt(0).toUpperCase() + packageName.slice(1) + version + type);
    };
    const [model, ...others] = candidates.filter(isMatch);
    if (model !== undefined && others.length === 0) matched.set(className, model);
  }
  return matched;
}

function compareFields(clientClass: ClientClass, model: ModelsType): string[] {
  const differences: string[] = [];
  const known = new Set(clientClass.attributes.map((attribute) => attribute.baseName));
  for (const field of model.fields.keys()) if (!known.has(field)) differences.push(`${model.name}.${field} is only in kubernetes-models`);
  if (model.fields.size === 0) return differences;
  for (const { name, baseName } of clientClass.attributes) {
    if (baseName === 'apiVersion' || baseName === 'kind') continue;
    const field = model.fields.get(baseName);
    if (field === undefined) differences.push(`${model.name}.${baseName} is only in @kubernetes/client-node`);
    else if (field.optional !== clientClass.fields.get(name)?.optional) differences.push(`${model.name}.${baseName} is required in one package only`);
  }
  return differences;
}

function mergeDefinition(
  clientClass: ClientClass,
  model: ModelsType,
  models: ReadonlyMap<string, ModelsType>,
  nameOfClass: ReadonlyMap<string, string>,
): Definition {
  const baseNames = new Set(clientClass.attributes.map((attribute) => attribute.baseName));
  const fields = clientClass.attributes.map((attribute): FieldDefinition => {
    const declared = clientClass.fields.get(attribute.name);
    const modelField = model.fields.get(attribute.baseName);
    return {
      name: attribute.baseName,
      type: parseType(attribute, attribute.type, modelField?.type, models, nameOfClass),
      required: declared?.optional === false,
      description: modelField?.description || declared?.description || '',
    };
  });
  const topLevel = ['apiVersion', 'kind', 'metadata'].every((name) => baseNames.has(name));
  return { name: model.name, description: model.description || clientClass.description, fields, topLevel };
}

/**
 * @param type the client's type, which knows the shape
 * @param modelType the models' type of the same place, which knows enums and wire types
 */
function parseType(
  attribute: ClientAttribute,
  type: string,
  modelType: string | undefined,
  models: ReadonlyMap<string, ModelsType>,
  nameOfClass: ReadonlyMap<string, string>,
): FieldType {
  const element = /^(?:Array|Set)<(.+)>$/.exec(type)?.[1];
  if (element !== undefined) {
    const modelElement = /^Array<([\s\S]+)>$/.exec(modelType ?? '')?.[1];
    return { kind: 'list', of: parseType(attribute, element, modelElement, models, nameOfClass) };
  }
  const value = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (value !== undefined) {
    const modelValue = /^\{ \[key: string\]: ([\s\S]+); \}$/.exec(modelType ?? '')?.[1];
    return { kind: 'map', of: parseType(attribute, value, modelValue, models, nameOfClass) };
  }
  const wireType = wireTypes[models.get((modelType ?? '').replace(/^I/, ''))?.name ?? ''];
  if (wireType !== undefined) return wireType;
  if (type === 'Date') return { kind: 'time' };
  if (type === 'V1MicroTime') return { kind: 'microTime' };
  if (type === 'IntOrString') return { kind: 'intOrString' };
  if (type === 'any') return { kind: 'any' };
  if (type === 'boolean') return { kind: 'boolean' };
  if (type === 'number') return { kind: attribute.format === 'double' ? 'double' : attribute.format === 'int32' ? 'int32' : 'int64' };
  if (type === 'string') return parseStringType(attribute.format, modelType ?? '');
  const name = nameOfClass.get(type);
  if (name === undefined) throw new Error(`the type ${type} of ${attribute.baseName} is unknown`);
  return { kind: 'ref', name };
}

function parseStringType(format: string, modelType: string): FieldType {
  if (format === 'byte') return { kind: 'bytes' };
  const values = [...modelType.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
  return values.length > 1 ? { kind: 'enum', values } : { kind: 'string' };
}
