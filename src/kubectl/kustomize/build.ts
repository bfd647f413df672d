import type { KubeObject } from '#machinery/object.ts';
import { parseYamlDocuments, YamlError } from '#machinery/yaml.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type BuiltResource, formatId, idOf, isSameId, startResource, withObject } from './built-resource.ts';
import { hashContent } from './content-hash.ts';
import { type KustomizeFolder, openFolder } from './folder.ts';
import { absorbGenerated, generateResource } from './generators.ts';
import { type Kustomization, parseKustomization } from './kustomization.ts';
import { addAnnotations, addLabels } from './label-fields.ts';
import { updateReferences } from './name-references.ts';
import { applyPatchEntry, applyStrategicEntry } from './patches.ts';
import { sortForCreation } from './resource-order.ts';
import { renameAround, setImage, setNamespace, setReplicas } from './transformers.ts';

interface Build {
  /** Is told of each deprecated field. */
  warn(line: string): void;
  /** The folders that are being built, from the first one on. */
  readonly visited: readonly string[];
}

/**
 * Builds the kustomization of a folder: its resources and bases, generators, patches and transformations, in the order of
 * upstream's kustomize.
 * @param options.isRestricted whether files outside of the folder are refused (`--load-restrictor`)
 * @param options.warn is told a line for each deprecated field
 * @throws UsageError with kustomize's text
 */
export function buildKustomization(
  process: Process,
  path: string,
  options: { readonly isRestricted: boolean; warn(line: string): void },
): readonly KubeObject[] {
  const build: Build = { warn: options.warn, visited: [] };
  const { resources, kustomization } = buildFolder(openFolder(process, path, options.isRestricted), [], build);
  const hashed = updateReferences(resources.map((resource) => (resource.needsHash ? withHash(resource) : resource)));
  const ordered = kustomization.order === 'fifo' ? hashed : sortForCreation(hashed);
  return ordered.map((resource) => resource.object);
}

function withHash(resource: BuiltResource): BuiltResource {
  const { object } = resource;
  const name = `${object.metadata?.name ?? ''}-${hashContent(object, '')}`;
  return withObject(resource, { ...object, metadata: { ...object.metadata, name } });
}

/** @param below what a component is applied to; [] for a kustomization */
function buildFolder(folder: KustomizeFolder, below: readonly BuiltResource[], build: Build): { resources: BuiltResource[]; kustomization: Kustomization } {
  const cycle = build.visited.find((visited) => visited === folder.path || visited.startsWith(`${folder.path}/`));
  if (cycle !== undefined) throw new UsageError(`cycle detected: candidate root '${folder.path}' contains visited root '${cycle}'`);
  const kustomization = readKustomization(folder);
  for (const line of kustomization.warnings) build.warn(line);
  const inner: Build = { ...build, visited: [...build.visited, folder.path] };
  let resources = [...below];
  for (const path of kustomization.resources) resources = addResources(resources, path, folder, inner);
  const { generatorOptions } = kustomization;
  for (const entry of kustomization.configMapGenerator) resources = absorbGenerated(resources, generateResource('ConfigMap', entry, generatorOptions, folder));
  for (const entry of kustomization.secretGenerator) resources = absorbGenerated(resources, generateResource('Secret', entry, generatorOptions, folder));
  for (const path of kustomization.components) resources = addComponent(resources, path, folder, inner);
  return { resources: transform(resources, kustomization, folder), kustomization };
}

function readKustomization(folder: KustomizeFolder): Kustomization {
  try {
    return parseKustomization(folder.readKustomization());
  } catch (error) {
    if (!(error instanceof UsageError) || !error.message.startsWith('kind should be')) throw error;
    throw new UsageError(`Failed to read kustomization file under ${folder.path}:\n${error.message}`);
  }
}

/** Adds what a path names: the objects of a file, or of another kustomization. */
function addResources(resources: readonly BuiltResource[], path: string, folder: KustomizeFolder, build: Build): BuiltResource[] {
  let problem: string;
  try {
    return readResourceFile(folder, path).reduce((all, object) => addUnique(all, startResource(object), path), [...resources]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problem = error.message.startsWith('merging resources') ? error.message : `accumulating resources from '${path}': ${error.message}`;
  }
  try {
    const built = buildFolder(folder.enter(path), [], build).resources;
    return built.reduce((all, resource) => addUnique(all, resource, path), [...resources]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const isFolder = problem.endsWith('must resolve to a file') && !error.message.startsWith('cycle detected');
    throw new UsageError(isFolder ? error.message : `accumulating resources: accumulation err='${problem}': ${error.message}`);
  }
}

function addUnique(resources: readonly BuiltResource[], resource: BuiltResource, path: string): BuiltResource[] {
  const id = idOf(resource.object);
  if (resources.some((other) => isSameId(idOf(other.object), id))) {
    throw new UsageError(`merging resources from '${path}': may not add resource with an already registered id: ${formatId(id)}`);
  }
  return [...resources, resource];
}

function readResourceFile(folder: KustomizeFolder, path: string): KubeObject[] {
  let documents: readonly unknown[];
  try {
    documents = parseYamlDocuments(folder.readText(path));
  } catch (error) {
    if (error instanceof YamlError)
      throw new UsageError(`MalformedYAMLError: ${error.message.replace('error converting YAML to JSON: ', '')} in File: ${path}`);
    throw error;
  }
  return documents.flatMap((document) => (document === null ? [] : objectsOf(document, path)));
}

function objectsOf(document: unknown, path: string): KubeObject[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new UsageError(`Kubernetes YAML is no object in File: ${path}`);
  }
  const object = document as KubeObject & { readonly items?: readonly unknown[] };
  if (object.kind?.endsWith('List') && Array.isArray(object.items)) return object.items.flatMap((item) => objectsOf(item, path));
  if (!object.kind) throw new UsageError(`missing Resource metadata`);
  if (!object.metadata?.name && !object.metadata?.generateName) {
    const { group, version } = idOf(object);
    throw new UsageError(`missing metadata.name in object {{${group === '' ? version : `${group}/${version}`} ${object.kind}} {{ } map[] map[]}}`);
  }
  return [object];
}

function addComponent(resources: readonly BuiltResource[], path: string, folder: KustomizeFolder, build: Build): BuiltResource[] {
  try {
    const { resources: changed, kustomization } = buildFolder(folder.enter(path), resources, build);
    if (!kustomization.isComponent) throw new UsageError(`expected kind != 'Kustomization' for path '${path}'`);
    return changed;
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`accumulating components: accumulateDirectory: ${JSON.stringify(error.message)}`);
    throw error;
  }
}

function transform(given: readonly BuiltResource[], kustomization: Kustomization, folder: KustomizeFolder): BuiltResource[] {
  let resources: BuiltResource[] = given.map((resource) => ({ ...resource, calledBefore: idOf(resource.object).name }));
  const change = (next: (object: KubeObject) => KubeObject): void => {
    resources = resources.map((resource) => withObject(resource, next(resource.object)));
  };
  const { namespace, namePrefix, nameSuffix, commonLabels, commonAnnotations } = kustomization;
  for (const source of kustomization.patchesStrategicMerge) resources = applyStrategicEntry(resources, source, folder);
  for (const entry of kustomization.patches) resources = applyPatchEntry(resources, entry, folder);
  if (namespace !== '') change((object) => setNamespace(object, namespace));
  if (namePrefix !== '' || nameSuffix !== '') change((object) => renameAround(object, namePrefix, nameSuffix));
  for (const { pairs = {}, includeSelectors = false, includeTemplates = false } of kustomization.labels) {
    change((object) => addLabels(object, pairs, { selectors: includeSelectors, templates: includeTemplates }));
  }
  if (Object.keys(commonLabels).length > 0) change((object) => addLabels(object, commonLabels, { selectors: true, templates: true }));
  if (Object.keys(commonAnnotations).length > 0) change((object) => addAnnotations(object, commonAnnotations));
  for (const entry of kustomization.patchesJson6902) resources = applyPatchEntry(resources, entry, folder);
  for (const entry of kustomization.replicas) resources = setReplicas(resources, entry);
  for (const entry of kustomization.images) change((object) => setImage(object, entry));
  return updateReferences(resources);
}
