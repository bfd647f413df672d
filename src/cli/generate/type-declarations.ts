import { type Definition, type FieldType, splitDefinitionName } from './definition.ts';

/** Declared by hand in `object.ts`, because machinery needs them before anything is generated. */
const handWritten: Readonly<Record<string, string>> = {
  'meta.v1.ObjectMeta': 'ObjectMeta',
  'meta.v1.OwnerReference': 'OwnerReference',
  'meta.v1.ManagedFieldsEntry': 'ManagedFieldsEntry',
};

/** Who keeps the plain name when several packages have a type of that name; the others follow in alphabetical order. */
const precedence = ['core', 'meta', 'apps', 'batch', 'networking', 'rbac', 'policy', 'autoscaling', 'authentication', 'storage', 'discovery'];

/** TypeScript's read-only interfaces of all definitions, named as in Kubernetes. */
export function formatTypeDeclarations(definitions: readonly Definition[]): string {
  const typeNames = planTypeNames(definitions);
  const imports = `import type { ${Object.values(handWritten).sort().join(', ')} } from '../object.ts';\n\nexport type { ${Object.values(handWritten).sort().join(', ')} };\n\n`;
  const declared = definitions.filter((definition) => handWritten[definition.name] === undefined);
  return imports + declared.map((definition) => formatInterface(definition, typeNames)).join('\n');
}

function planTypeNames(definitions: readonly Definition[]): Map<string, string> {
  const byType = new Map<string, string[]>();
  for (const { name } of definitions) {
    const { type } = splitDefinitionName(name);
    byType.set(type, [...(byType.get(type) ?? []), name]);
  }
  const rank = (name: string) => {
    const { packageName, version } = splitDefinitionName(name);
    const place = precedence.indexOf(packageName);
    // A later version of the same package comes first.
    return `${String(place < 0 ? precedence.length : place).padStart(2, '0')} ${packageName} ${99 - Number(version.slice(1))}`;
  };
  const typeNames = new Map<string, string>();
  for (const [type, names] of byType) {
    const [first = '', ...others] = names.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    typeNames.set(first, type);
    const packages = new Set([splitDefinitionName(first).packageName]);
    for (const name of others) {
      const { packageName, version } = splitDefinitionName(name);
      const isSecond = packages.has(packageName);
      packages.add(packageName);
      typeNames.set(name, capitalize(packageName) + (isSecond ? capitalize(version) : '') + type);
    }
  }
  return typeNames;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function formatInterface(definition: Definition, typeNames: ReadonlyMap<string, string>): string {
  const fields = definition.fields.map((field) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(field.name) ? field.name : JSON.stringify(field.name);
    return `  readonly ${key}${field.required ? '' : '?'}: ${formatType(field.type, typeNames)};\n`;
  });
  return `/** ${definition.name} */\nexport interface ${typeNames.get(definition.name)} {\n${fields.join('')}}\n`;
}

/** Enums are plain strings: before validation a learner's object may hold anything. Quantities are texts: decoding makes them so. */
function formatType(type: FieldType, typeNames: ReadonlyMap<string, string>): string {
  switch (type.kind) {
    case 'ref':
      return typeNames.get(type.name) ?? 'unknown';
    case 'list':
      return `readonly ${/[ |]/.test(formatType(type.of, typeNames)) ? `(${formatType(type.of, typeNames)})` : formatType(type.of, typeNames)}[]`;
    case 'map':
      return `Readonly<Record<string, ${formatType(type.of, typeNames)}>>`;
    case 'boolean':
      return 'boolean';
    case 'int32':
    case 'int64':
    case 'double':
      return 'number';
    case 'intOrString':
      return 'number | string';
    case 'any':
      return 'unknown';
    default:
      return 'string';
  }
}
