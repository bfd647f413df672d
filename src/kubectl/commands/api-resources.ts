import { formatGroupVersion } from '#machinery/resource-type.ts';
import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import { formatYaml } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type FlagValues, type Invocation } from '../command.ts';
import type { DiscoveredResource } from '../kubectl-context.ts';
import { usageErrorOf } from '../kubectl-error.ts';
import { formatOrderedJson } from '../printers/go-value.ts';

const formats = ['', 'wide', 'name', 'json', 'yaml'];

const flags: readonly Flag[] = [
  { name: 'api-group', type: 'string', default: '', usage: 'Limit to the resources of this API group.' },
  { name: 'cached', type: 'bool', default: false, usage: 'Whether to take what was discovered before, where there is any.' },
  { name: 'categories', type: 'strings', default: [], usage: 'Limit to the resources that are in these categories.' },
  { name: 'namespaced', type: 'bool', default: true, usage: 'Limit to the resources that are (or are not) in namespaces; all when it is not given.' },
  { name: 'no-headers', type: 'bool', default: false, usage: 'Whether to leave the column headers out.' },
  { name: 'output', shorthand: 'o', type: 'string', default: '', usage: 'Output format. One of: (json, yaml, wide, name).' },
  { name: 'sort-by', type: 'string', default: '', usage: 'Sort by this field: name or kind.' },
  { name: 'verbs', type: 'strings', default: [], usage: 'Limit to the resources that support these verbs.' },
];

function isWanted(resource: DiscoveredResource, given: FlagValues): boolean {
  if (given.changed('api-group') && resource.group !== given.string('api-group')) return false;
  if (given.changed('namespaced') && resource.namespaced !== given.bool('namespaced')) return false;
  if (resource.verbs.length === 0) return false;
  return (
    given.strings('verbs').every((verb) => resource.verbs.includes(verb)) &&
    given.strings('categories').every((category) => resource.categories.includes(category))
  );
}

/** Each resource in its preferred version, by group and then by name. */
function sortResources(resources: readonly DiscoveredResource[], sortBy: string): DiscoveredResource[] {
  const preferred = new Map<string, DiscoveredResource>();
  for (const resource of resources) {
    const key = `${resource.group}/${resource.plural}`;
    if (!preferred.has(key)) preferred.set(key, resource);
  }
  const keyOf = ({ group, plural, kind }: DiscoveredResource): string => {
    if (sortBy === 'name') return plural;
    return sortBy === 'kind' ? kind : `${group}\u0000${plural}`;
  };
  return [...preferred.values()].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function formatTable(resources: readonly DiscoveredResource[], wide: boolean, noHeaders: boolean): string {
  const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])];
  const rows = resources.map((resource) => [
    resource.plural,
    resource.shortNames.join(','),
    formatGroupVersion(resource),
    String(resource.namespaced),
    resource.kind,
    ...(wide ? [resource.verbs.join(','), resource.categories.join(',')] : []),
  ]);
  return formatTabs(noHeaders ? rows : [header, ...rows], tableTabs);
}

function resourceList(resources: readonly DiscoveredResource[]): object {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: '',
    resources: resources.map((resource) => ({
      name: resource.plural,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      ...(resource.group === '' ? {} : { group: resource.group }),
      version: resource.version,
      kind: resource.kind,
      verbs: resource.verbs,
      ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
      ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
    })),
  };
}

async function run(_: undefined, { args, flags: given, kubectl, process, commandPath }: Invocation): Promise<undefined> {
  if (args.length > 0) throw usageErrorOf(commandPath, `unexpected arguments: [${args.join(' ')}]`);
  const output = given.string('output');
  if (!formats.includes(output)) throw new UsageError(`--output ${output} is not available`);
  const sortBy = given.string('sort-by');
  if (!['', 'name', 'kind'].includes(sortBy)) throw new UsageError('--sort-by accepts only name or kind');
  const all = await kubectl.resources();
  const resources = sortResources(
    all.filter((resource) => isWanted(resource, given)),
    sortBy,
  );
  if (output === 'json') await process.print(`${formatOrderedJson(resourceList(resources))}\n`);
  else if (output === 'yaml') await process.print(formatYaml(resourceList(resources)));
  else if (output === 'name') await process.print(resources.map(({ plural, group }) => `${group === '' ? plural : `${plural}.${group}`}\n`).join(''));
  else await process.print(formatTable(resources, output === 'wide', given.bool('no-headers')));
}

export const apiResourcesCommand = defineCommand<undefined>({
  name: 'api-resources',
  usage: 'api-resources',
  short: 'Print the supported API resources on the server',
  long: 'Print the supported API resources on the server.',
  examples: `  # Print the supported API resources
  kubectl api-resources
  
  # Print them with more information
  kubectl api-resources -o wide
  
  # Print those that are in namespaces
  kubectl api-resources --namespaced=true
  
  # Print those of one API group
  kubectl api-resources --api-group=apps`,
  flags,
  run,
});
