import type { KubeObject } from '#machinery/object.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { DiscoveredResource, KubectlContext } from '../kubectl-context.ts';
import { hasManifests, type ManifestSources, readManifests } from './manifest-files.ts';
import { readManifestObject } from './manifest-object.ts';
import { parseResourceArgs, type ResourceArgs } from './resource-args.ts';

/** What a command line names: files, or types with names, selectors or `--all`. */
export interface TargetRequest {
  readonly files?: ManifestSources;
  /** `pod web`, `pods,svc`, `deploy/web rs/web-1` … */
  readonly args: readonly string[];
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly allNamespaces?: boolean;
  /** Whether a type without a name means every object of it (`get`, `describe`). */
  readonly all?: boolean;
  /** `--all`: every object of the types; names are then refused. */
  readonly selectAll?: boolean;
  /** The type of arguments that are names only (`kubectl cordon node-1`). */
  readonly defaultType?: string;
  /** Whether manifests are held against `--validate` (default: only that they can be decoded). */
  readonly validate?: boolean;
  /** Whether objects of files may lack a name (the server gives one, or says that it is missing). */
  readonly allowUnnamed?: boolean;
}

/** One thing to work on: an object by name, a collection (`name` is ''), or what was wrong with a manifest. */
export type Target = NamedTarget | { readonly error: Error };

export interface NamedTarget {
  readonly type: DiscoveredResource;
  /** '' for cluster-scoped types and for all namespaces. */
  readonly namespace: string;
  readonly name: string;
  /** The file it was read from; '' when it was named on the command line. */
  readonly source: string;
  /** As written in the file. */
  readonly object?: KubeObject;
}

export interface TargetSelection {
  readonly targets: readonly Target[];
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** Whether the user named exactly one object, so that it is not printed as a list. */
  readonly singleItem: boolean;
}

const nothingNamed = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/**
 * Works out what a command line names. Reads files, and discovery for the types; no object is fetched.
 * @throws UsageError with kubectl's text
 */
export async function planTargets(kubectl: KubectlContext, process: Process, request: TargetRequest): Promise<TargetSelection> {
  const labelSelector = request.labelSelector ?? '';
  const fieldSelector = request.fieldSelector ?? '';
  if (request.files !== undefined && hasManifests(request.files)) {
    if (request.args.length > 0) {
      throw new UsageError('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    }
    const targets = await targetsOfFiles(kubectl, process, request.files, request);
    return { targets, labelSelector, fieldSelector, singleItem: targets.length === 1 && isSingleFile(process, request.files) };
  }
  const args = parseResourceArgs(request.args, request.defaultType);
  if (args === undefined) throw new UsageError(nothingNamed);
  const { names } = args;
  if (names.length === 0 && labelSelector === '' && fieldSelector === '' && !request.all && !request.selectAll) {
    throw new UsageError('resource(s) were provided, but no name was specified');
  }
  if (names.length > 0) refuseSelectors(request, args);
  const targets = await targetsOfArgs(kubectl, args, request.allNamespaces ?? false);
  return { targets, labelSelector, fieldSelector, singleItem: names.length === 1 };
}

function refuseSelectors(request: TargetRequest, args: ResourceArgs): void {
  if (request.labelSelector || request.selectAll) throw new UsageError('name cannot be provided when a selector is specified');
  if (request.fieldSelector) throw new UsageError('name cannot be provided when a field selector is specified');
  if (request.allNamespaces) throw new UsageError('a resource cannot be retrieved by name across all namespaces');
  if (args.names.some((entry) => entry.name === '')) throw new UsageError('resource name may not be empty');
}

async function targetsOfArgs(kubectl: KubectlContext, args: ResourceArgs, allNamespaces: boolean): Promise<NamedTarget[]> {
  const namespace = allNamespaces ? '' : kubectl.namespace;
  const at = (type: DiscoveredResource, name: string): NamedTarget => ({ type, namespace: type.namespaced ? namespace : '', name, source: '' });
  if (args.names.length > 0) {
    const targets: NamedTarget[] = [];
    for (const { type, name } of args.names) targets.push(at(await kubectl.resolveResource(type), name));
    return targets;
  }
  const targets: NamedTarget[] = [];
  for (const word of args.types) {
    const inCategory = resourcesOfCategory(await kubectl.resources(), word);
    const types = inCategory.length > 0 ? inCategory : [await kubectl.resolveResource(word)];
    targets.push(...types.map((type) => at(type, '')));
  }
  return targets;
}

/** The listable resources of a category (`all`), each in its preferred version. */
function resourcesOfCategory(resources: readonly DiscoveredResource[], category: string): DiscoveredResource[] {
  const found = new Map<string, DiscoveredResource>();
  for (const resource of resources) {
    const key = `${resource.plural}.${resource.group}`;
    if (resource.categories.includes(category) && resource.verbs.includes('list') && !found.has(key)) found.set(key, resource);
  }
  return [...found.values()];
}

async function targetsOfFiles(
  kubectl: KubectlContext,
  process: Process,
  files: ManifestSources,
  { validate = false, allowUnnamed = false }: Pick<TargetRequest, 'validate' | 'allowUnnamed'>,
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const document of await readManifests(process, files)) {
    if ('error' in document) {
      targets.push(document);
      continue;
    }
    try {
      for (const object of readManifestObject(document.value, document.source, { validate })) {
        const target = await targetOfObject(kubectl, object, document.source);
        targets.push(target.name === '' && !allowUnnamed ? { error: new UsageError('resource name may not be empty') } : target);
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      targets.push({ error });
    }
  }
  return targets;
}

/** @throws UsageError when the server does not know the kind, or the namespace contradicts `-n` */
export async function targetOfObject(kubectl: KubectlContext, object: KubeObject, source: string): Promise<NamedTarget> {
  const { apiVersion = '', kind = '', metadata } = object;
  const type = await kubectl.resolveKind(apiVersion, kind);
  const name = metadata?.name ?? '';
  const own = metadata?.namespace ?? '';
  if (type === undefined) {
    throw new UsageError(
      `resource mapping not found for name: "${name}" namespace: "${own}" from "${source}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`,
    );
  }
  if (!type.namespaced) return { type, namespace: '', name, source, object };
  if (kubectl.namespaceGiven && own !== '' && own !== kubectl.namespace) {
    throw new UsageError(
      `the namespace from the provided object "${own}" does not match the namespace "${kubectl.namespace}". You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  const namespace = own || kubectl.namespace;
  return { type, namespace, name, source, object: own === '' ? { ...object, metadata: { ...metadata, namespace } } : object };
}

function isSingleFile(process: Process, files: ManifestSources): boolean {
  const [first] = files.filenames;
  if (files.filenames.length !== 1 || first === undefined) return false;
  return first === '-' || process.fs.stat(process.resolvePath(first)).type !== 'directory';
}
