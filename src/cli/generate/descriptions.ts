import { type Definition, ownFieldsOf } from './definition.ts';

/**
 * The descriptions as source text, each text once: a row per definition with the index of its own text and then of its
 * fields' texts, in the order of the schema table (so without the apiVersion and kind of an object).
 */
export function formatDescriptions(definitions: readonly Definition[]): string {
  const indexes = new Map<string, number>();
  const indexOf = (text: string): number => {
    const index = indexes.get(text) ?? indexes.size;
    indexes.set(text, index);
    return index;
  };
  const rows = definitions.map((definition) => {
    const texts = [definition.description, ...ownFieldsOf(definition).map((field) => field.description)];
    return `  ${JSON.stringify(definition.name)}: [${texts.map((text) => indexOf(text)).join(', ')}],\n`;
  });
  const topLevel = definitions.find((definition) => definition.topLevel);
  const typeMeta = Object.fromEntries(
    (topLevel?.fields ?? []).filter(({ name }) => name === 'apiVersion' || name === 'kind').map((field) => [field.name, field.description]),
  );
  const texts = [...indexes.keys()].map((text) => `  ${JSON.stringify(text)},\n`);
  return [
    `export const descriptionTexts: readonly string[] = [\n${texts.join('')}];\n`,
    '/** The texts of the two fields that every object has. */',
    `export const typeMetaDescriptions: Readonly<Record<'apiVersion' | 'kind', string>> = ${JSON.stringify(typeMeta)};\n`,
    '/** Per definition: its own text, then one per field of the schema table. */',
    `export const descriptionRows: Readonly<Record<string, readonly number[]>> = {\n${rows.join('')}};\n`,
  ].join('\n');
}
