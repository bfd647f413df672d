import type { DiscoveredResource } from './kubectl-context.ts';

/**
 * Finds what a user types for a type: plural, singular, short name or kind, in any case, with a group
 * (`deployments.apps`; a prefix of one will do) or a version and a group (`deployments.v1.apps`).
 * @param resources preferred first
 * @returns undefined when nothing is called so
 */
export function findResource(resources: readonly DiscoveredResource[], word: string): DiscoveredResource | undefined {
  const [name = '', ...rest] = word.split('.');
  const isCalled = callsResource(resources, name.toLowerCase());
  const isKind = (resource: DiscoveredResource): boolean => resource.kind.toLowerCase() === name.toLowerCase();
  for (const matches of [isCalled, isKind]) {
    const named = resources.filter(matches);
    const found = rest.length === 0 ? named[0] : (findVersioned(named, rest) ?? findGrouped(named, rest.join('.')));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name kubectl's error messages call an unknown type by: without group and version. */
export function bareResourceName(word: string): string {
  return word.split('.')[0] ?? word;
}

/** The error for a type nobody knows. */
export function unknownResourceMessage(word: string): string {
  return `the server doesn't have a resource type "${bareResourceName(word)}"`;
}

function callsResource(resources: readonly DiscoveredResource[], name: string): (resource: DiscoveredResource) => boolean {
  // A short name means the plural of the first resource that has it, as upstream's shortcut expander.
  const isReal = resources.some((resource) => resource.plural === name || resource.singular === name);
  const expanded = isReal ? name : (resources.find((resource) => resource.shortNames.includes(name))?.plural ?? name);
  return (resource) => resource.plural === expanded || resource.singular === expanded;
}

function findVersioned(resources: readonly DiscoveredResource[], [version = '', ...group]: readonly string[]): DiscoveredResource | undefined {
  return resources.find((resource) => resource.version === version && resource.group === group.join('.'));
}

function findGrouped(resources: readonly DiscoveredResource[], group: string): DiscoveredResource | undefined {
  return resources.find((resource) => resource.group === group) ?? resources.find((resource) => resource.group.startsWith(group));
}

/** `deployment.apps`, or `pod` for the core group: how kubectl calls an object's type in what it prints. */
export function formatKindName(type: { readonly kind: string; readonly group: string }): string {
  return type.group === '' ? type.kind.toLowerCase() : `${type.kind.toLowerCase()}.${type.group}`;
}
