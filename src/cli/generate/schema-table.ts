import { type Definition, type FieldDefinition, type FieldType, ownFieldsOf } from './definition.ts';
import { mergeRuleOf } from './merge-rules.ts';
import { isZeroOmitted } from './omitted-zeros.ts';

const scalarCodes: Readonly<Record<string, string>> = {
  string: 's',
  boolean: 'b',
  int32: 'i',
  int64: 'l',
  double: 'd',
  bytes: 'y',
  time: 'T',
  microTime: 'U',
  intOrString: 'I',
  quantity: 'Q',
  any: 'x',
};

/**
 * The schema table as source text: one short string per structure. The grammar, read again by `machinery/schema/schema.ts`:
 * `[A|G][K];field[!]:type[ flags];…`: `K` for an object or list (its apiVersion and kind are left out), `A`/`G` the map type,
 * `!` required, types a letter each, `[` list of, `{` map of, `@` reference (short within its own package), `e` enum values;
 * flags ` S` set, ` Mk1,k2` map list, ` P` strategy and merge key (bare: merge by the map list's first key), ` A`/` G` map type, ` Z` the zero value is never written.
 */
export function formatSchemaTable(definitions: readonly Definition[]): string {
  const rows = definitions.map((definition) => `  ${JSON.stringify(definition.name)}: ${JSON.stringify(formatDefinition(definition))},\n`);
  return `export const schemaTable: Readonly<Record<string, string>> = {\n${rows.join('')}};\n`;
}

function formatDefinition(definition: Definition): string {
  const { name, topLevel } = definition;
  const { mapType } = mergeRuleOf(name);
  const head = `${mapType === 'atomic' ? 'A' : mapType === 'granular' ? 'G' : ''}${topLevel ? 'K' : ''}`;
  const packagePrefix = name.slice(0, name.lastIndexOf('.') + 1);
  return [head, ...ownFieldsOf(definition).map((field) => formatField(name, field, packagePrefix))].join(';');
}

function formatField(definitionName: string, field: FieldDefinition, packagePrefix: string): string {
  const rule = mergeRuleOf(definitionName, field.name);
  let flags = '';
  if (rule.listType === 'set') flags += ' S';
  if (rule.listType === 'map') flags += ` M${rule.listMapKeys.join(',')}`;
  if (rule.patchStrategy === 'merge' && rule.patchMergeKey !== '' && rule.patchMergeKey === rule.listMapKeys[0]) flags += ' P';
  else if (rule.patchStrategy !== '') flags += ` P${rule.patchStrategy}${rule.patchMergeKey === '' ? '' : `=${rule.patchMergeKey}`}`;
  if (rule.mapType !== undefined) flags += rule.mapType === 'atomic' ? ' A' : ' G';
  if (isZeroOmitted(definitionName, field.name)) flags += ' Z';
  return `${field.name}${field.required ? '!' : ''}:${formatType(field.type, packagePrefix)}${flags}`;
}

function formatType(type: FieldType, packagePrefix: string): string {
  if (type.kind === 'ref') return `@${type.name.startsWith(packagePrefix) ? type.name.slice(packagePrefix.length) : type.name}`;
  if (type.kind === 'list') return `[${formatType(type.of, packagePrefix)}`;
  if (type.kind === 'map') return `{${formatType(type.of, packagePrefix)}`;
  if (type.kind === 'enum') return `e${type.values.join('|')}`;
  return scalarCodes[type.kind] ?? 'x';
}
