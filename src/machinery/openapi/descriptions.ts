import { schemaOf } from '../schema/schema.ts';

/** The texts that `kubectl explain` and editors show. */
export interface Descriptions {
  /** @param typeName `apps.v1.Deployment`; '' for one without a text */
  ofType(typeName: string): string;
  ofField(typeName: string, field: string): string;
}

/** What is used as long as the texts are not there: they are a large module that most sessions never need. */
export const noDescriptions: Descriptions = { ofType: () => '', ofField: () => '' };

let loaded: Descriptions = noDescriptions;

/**
 * The texts, or none until a host has loaded them. A simulation cannot wait for a module, so what it serves must not depend
 * on when it arrives: hosts load the texts before they start a simulation that is to serve them.
 */
export function loadedDescriptions(): Descriptions {
  return loaded;
}

/** Loads the texts, once. */
export async function loadDescriptions(): Promise<Descriptions> {
  if (loaded === noDescriptions) loaded = await readDescriptions();
  return loaded;
}

async function readDescriptions(): Promise<Descriptions> {
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
