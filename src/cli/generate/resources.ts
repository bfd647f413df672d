import type { RestOperation } from './client-package.ts';
import { splitDefinitionName } from './definition.ts';
import { discoveryCategories, discoveryShortNames, optionKinds } from './discovery-names.ts';

/** One line of API discovery. */
export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  /** `deployments`, or `deployments/scale` for a subresource. */
  readonly name: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly kind: string;
  /** Where the kind is defined, when that is not the resource's own group and version. */
  readonly kindGroupVersion: { readonly group: string; readonly version: string } | undefined;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** The name of its definition; '' when its body is no API object. */
  readonly schema: string;
}

/** How package names differ from API groups. */
export const groupOfPackage: Readonly<Record<string, string>> = {
  core: '',
  admissionregistration: 'admissionregistration.k8s.io',
  apiextensions: 'apiextensions.k8s.io',
  apiregistration: 'apiregistration.k8s.io',
  authentication: 'authentication.k8s.io',
  authorization: 'authorization.k8s.io',
  certificates: 'certificates.k8s.io',
  coordination: 'coordination.k8s.io',
  discovery: 'discovery.k8s.io',
  events: 'events.k8s.io',
  flowcontrol: 'flowcontrol.apiserver.k8s.io',
  networking: 'networking.k8s.io',
  node: 'node.k8s.io',
  rbac: 'rbac.authorization.k8s.io',
  resource: 'resource.k8s.io',
  storage: 'storage.k8s.io',
  scheduling: 'scheduling.k8s.io',
};

const verbOfOperation: readonly (readonly [RegExp, string])[] = [
  [/^list/, 'list'],
  [/^(read|connectGet)/, 'get'],
  [/^(create|connectPost)/, 'create'],
  [/^(replace|connectPut)/, 'update'],
  [/^(patch|connectPatch)/, 'patch'],
  [/^deleteCollection/, 'deletecollection'],
  [/^(delete|connectDelete)/, 'delete'],
];

interface Draft {
  readonly group: string;
  readonly version: string;
  readonly name: string;
  namespaced: boolean;
  readonly verbs: Set<string>;
  readonly schemas: Set<string>;
}

/** Discovery as the REST operations imply it, sorted as an API server lists it: by name within a group version. */
export function planResources(operations: readonly RestOperation[], nameOfClass: ReadonlyMap<string, string>): ResourceDefinition[] {
  const drafts = new Map<string, Draft>();
  for (const operation of operations) addOperation(drafts, operation, nameOfClass);
  const resources = [...drafts.values()].map(finishResource);
  const key = (resource: ResourceDefinition) => `${resource.group}/${resource.version}/${resource.name}`;
  return resources.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function addOperation(drafts: Map<string, Draft>, operation: RestOperation, nameOfClass: ReadonlyMap<string, string>): void {
  const [, group = '', version = '', rest = ''] = /^\/api(?:s\/([^/]+))?\/(v\d+)\/(.+)$/.exec(operation.path) ?? [];
  const [, namespace, plural, subresource] = /^(namespaces\/\{namespace\}\/)?([a-z]+)(?:\/\{name\}(?:\/([a-z]+)(?:\/\{path\})?)?)?$/.exec(rest) ?? [];
  const verb = verbOfOperation.find(([pattern]) => pattern.test(operation.name))?.[1];
  if (plural === undefined || verb === undefined) return;
  const name = subresource === undefined ? plural : `${plural}/${subresource}`;
  const key = `${group}/${version}/${name}`;
  const draft = drafts.get(key) ?? { group, version, name, namespaced: false, verbs: new Set(), schemas: new Set() };
  drafts.set(key, draft);
  if (namespace !== undefined) draft.namespaced = true;
  draft.verbs.add(verb);
  if (verb === 'list' && name !== 'componentstatuses') draft.verbs.add('watch');
  const schema = nameOfClass.get(verb === 'list' ? (operation.bodyClass ?? '').replace(/List$/, '') : (operation.bodyClass ?? ''));
  if (verb !== 'delete' && verb !== 'deletecollection' && schema !== undefined && schema !== 'meta.v1.Status') draft.schemas.add(schema);
}

function finishResource({ group, version, name, namespaced, verbs, schemas }: Draft): ResourceDefinition {
  const groupOf = (schema: string) => {
    const { packageName } = splitDefinitionName(schema);
    return groupOfPackage[packageName] ?? packageName;
  };
  const isSubresource = name.includes('/');
  const schema = [...schemas].find((each) => groupOf(each) === group) ?? [...schemas][0] ?? '';
  const kind = optionKinds[name] ?? splitDefinitionName(schema).type;
  const schemaVersion = splitDefinitionName(schema).version;
  const isElsewhere = schema !== '' && (groupOf(schema) !== group || schemaVersion !== version);
  const key = group === '' ? name : `${group}/${name}`;
  return {
    group,
    version,
    name,
    singular: isSubresource ? '' : kind.toLowerCase(),
    namespaced,
    kind,
    kindGroupVersion: isElsewhere ? { group: groupOf(schema), version: schemaVersion } : undefined,
    verbs: [...verbs].sort(),
    shortNames: discoveryShortNames[key] ?? [],
    categories: Object.entries(discoveryCategories).flatMap(([category, names]) => (names.includes(key) ? [category] : [])),
    schema,
  };
}
