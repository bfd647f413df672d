import { schemaOf } from '../schema/schema.ts';

/** The texts that `kubectl explain` and editors show. */
export interface Descriptions {
  /** @param typeName `apps.v1.Deployment`; '' for one without a text */
  ofType(typeName: string): string;
  ofField(typeName: string, field: string): string;
}

/** What is used as long as the texts are not there: they are a large module that most sessions never need. */
export const noDescriptions: Descriptions = { ofType: () => '', ofField: () => '' };

/** Loads the texts. */
export async function loadDescriptions(): Promise<Descriptions> {
  const { descriptionTexts, descriptionRows, typeMetaDescriptions } = await import('../generated/descriptions.ts');
  const textOf = (index: number | undefined) => (index === undefined ? '' : (descriptionTexts[index] ?? ''));
  return {
    ofType: (typeName) => textOf(descriptionRows[typeName]?.[0]),
    ofField(typeName, field) {
      const { topLevel, fields } = schemaOf(typeName);
      if (topLevel && (field === 'apiVersion' || field === 'kind')) return typeMetaDescriptions[field] ?? '';
      const position = [...fields.keys()].indexOf(field) - (topLevel ? 2 : 0);
      return position < 0 ? '' : textOf(descriptionRows[typeName]?.[position + 1]);
    },
  };
}
