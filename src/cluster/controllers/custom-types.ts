import type { Informers } from '#client/informer.ts';
import type { CustomResourceDefinition } from '#machinery/generated/types.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { customResourceDefinitions } from '../resource-types.ts';

/** The types that definitions add while the cluster runs. */
export interface CustomTypes {
  /** Those that are served now. */
  readonly types: ReadonlySet<ResourceType>;
}

/** Whether a server has custom resources at all. */
export function hasDefinitions(types: readonly ResourceType[]): boolean {
  return types.some(({ group, plural }) => group === customResourceDefinitions.group && plural === customResourceDefinitions.plural);
}

/** What a definition has the server serve; undefined as long as it does not. */
export function servedTypeOf({ spec, status }: CustomResourceDefinition): ResourceType | undefined {
  const isServed = status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True');
  const version = spec.versions.find(({ storage, served }) => storage && served) ?? spec.versions.find(({ served }) => served);
  if (!isServed || !version) return undefined;
  const { plural, kind, singular = kind.toLowerCase() } = spec.names;
  return { group: spec.group, version: version.name, kind, plural, singular, namespaced: spec.scope === 'Namespaced' };
}

/** Follows the definitions. @param onNew told once of each type: one that comes back is the same */
export function followCustomTypes(informers: Informers, onNew: (type: ResourceType) => void): CustomTypes {
  const known = new Map<string, ResourceType>();
  const types = new Set<ResourceType>();
  const see = (definition: CustomResourceDefinition): void => {
    const served = servedTypeOf(definition);
    if (!served) return;
    const key = `${served.group}/${served.version}/${served.plural}`;
    const type = known.get(key) ?? served;
    types.add(type);
    if (known.has(key)) return;
    known.set(key, type);
    onNew(type);
  };
  informers.subscribe<CustomResourceDefinition>(customResourceDefinitions, {
    onAdd: see,
    onUpdate: see,
    onDelete({ spec }) {
      for (const type of types) if (type.group === spec.group && type.plural === spec.names.plural) types.delete(type);
    },
  });
  return { types };
}
