import type { KubeObject } from '#machinery/object.ts';
import { applyJsonPatch } from '#machinery/patch/json-patch.ts';
import { PatchError } from '#machinery/patch/patch-error.ts';
import { isObject, type JsonObject } from '#machinery/patch/strategic-fields.ts';
import { matchesSelector, parseSelector } from '#machinery/selector.ts';
import { parseYamlDocuments, YamlError } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type BuiltResource, formatId, idOf, idsOf, withObject } from './built-resource.ts';
import type { KustomizeFolder } from './folder.ts';
import type { PatchEntry, PatchTarget } from './kustomization.ts';
import { mergeKustomizePatch } from './strategic-patch.ts';

/**
 * Applies an entry of `patches`: a partial object, or a list of JSON patch operations.
 * @throws UsageError when it fits no object, or cannot be read
 */
export function applyPatchEntry(resources: readonly BuiltResource[], entry: PatchEntry, folder: KustomizeFolder): BuiltResource[] {
  const text = entry.path ? readPatch(entry.path, folder) : (entry.patch ?? '');
  // What begins like a JSON list must be JSON; anything else is YAML.
  if (text.trimStart().startsWith('[') && !isJson(text)) throw new UsageError(`unable to parse SM or JSON patch from [${formatSource(entry)}]`);
  const documents = parsePatch(text);
  const [first] = documents;
  if (Array.isArray(first)) {
    if (entry.target === undefined) throw new UsageError(`must specify a target for JSON patch [${formatSource(entry)}]`);
    return patchSelected(resources, entry.target, (object) => applyOperations(object, first));
  }
  return documents.reduce<BuiltResource[]>(
    (patched, document) => {
      if (!isObject(document)) throw new UsageError(`unable to parse SM or JSON patch from [${formatSource(entry)}]`);
      if (entry.target !== undefined) return patchSelected(patched, entry.target, (object) => mergeKeepingName(object, document, entry));
      return patchNamed(patched, document);
    },
    [...resources],
  );
}

/** Applies an entry of `patchesStrategicMerge`: a file, or the patch itself. */
export function applyStrategicEntry(resources: readonly BuiltResource[], source: string, folder: KustomizeFolder): BuiltResource[] {
  const text = source.includes('\n') || source.trimStart().startsWith('{') ? source : folder.readText(source);
  return parsePatch(text).reduce<BuiltResource[]>(
    (patched, document) => {
      if (!isObject(document)) throw new UsageError(`invalid strategic merge patch: ${source}`);
      return patchNamed(patched, document);
    },
    [...resources],
  );
}

function readPatch(path: string, folder: KustomizeFolder): string {
  try {
    return folder.readText(path);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `trouble configuring builtin PatchTransformer with config: \`\npath: ${path}\n\`: failed to get the patch file from path(${path}): ${error.message}`,
    );
  }
}

function parsePatch(text: string): readonly unknown[] {
  try {
    return parseYamlDocuments(text).filter((document) => document !== null);
  } catch (error) {
    if (error instanceof YamlError) throw new UsageError(`unable to parse SM or JSON patch from [${text.trim()}]: ${error.message}`);
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function formatSource({ path, patch }: PatchEntry): string {
  return path ? `path: ${path}` : `patch: ${JSON.stringify(patch ?? '')}`;
}

function patchNamed(resources: readonly BuiltResource[], patch: JsonObject): BuiltResource[] {
  const id = idOf(patch as KubeObject);
  const isMeant = (resource: BuiltResource): boolean =>
    idsOf(resource).some(
      (one) => one.kind === id.kind && one.group === id.group && one.name === id.name && (id.namespace === '' || one.namespace === id.namespace),
    );
  const meant = resources.filter(isMeant);
  if (meant.length !== 1) {
    const name = formatId(id);
    throw new UsageError(
      `no resource matches strategic merge patch ${JSON.stringify(name)}: ${meant.length === 0 ? 'no matches' : 'multiple matches'} for Id ${name}; failed to find unique target for patch ${name}`,
    );
  }
  return resources.flatMap((resource) => (resource === meant[0] ? changed(resource, mergeKeepingName(resource.object, patch, {})) : [resource]));
}

/** Patches every object that fits; one that a patch deletes is left out. */
function patchSelected(resources: readonly BuiltResource[], target: PatchTarget, patch: (object: KubeObject) => KubeObject | undefined): BuiltResource[] {
  const fits = createFit(target);
  return resources.flatMap((resource) => (fits(resource) ? changed(resource, patch(resource.object)) : [resource]));
}

function changed(resource: BuiltResource, object: KubeObject | undefined): BuiltResource[] {
  return object === undefined ? [] : [withObject(resource, object)];
}

/** A patch changes neither name nor kind unless that is allowed. */
function mergeKeepingName(object: KubeObject, patch: JsonObject, { options = {} }: Pick<PatchEntry, 'options'>): KubeObject | undefined {
  const merged = mergeKustomizePatch(object as JsonObject, patch) as KubeObject | undefined;
  if (merged === undefined) return undefined;
  const { name, namespace } = options.allowNameChange ? { ...merged.metadata } : { ...object.metadata };
  const { kind, apiVersion } = options.allowKindChange ? merged : object;
  return {
    ...merged,
    ...(kind === undefined ? {} : { kind }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    metadata: { ...merged.metadata, ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) },
  };
}

function applyOperations(object: KubeObject, operations: readonly unknown[]): KubeObject {
  try {
    return applyJsonPatch(object, operations) as KubeObject;
  } catch (error) {
    if (error instanceof PatchError) throw new UsageError(error.message);
    throw error;
  }
}

function createFit(target: PatchTarget): (resource: BuiltResource) => boolean {
  const matcher = (pattern: string | undefined): ((text: string) => boolean) => {
    if (!pattern) return () => true;
    const expression = new RegExp(`^(?:${pattern.replace(/^\^/, '').replace(/\$$/, '')})$`);
    return (text) => expression.test(text);
  };
  const parts = [
    { test: matcher(target.group), of: 'group' },
    { test: matcher(target.version), of: 'version' },
    { test: matcher(target.kind), of: 'kind' },
    { test: matcher(target.name), of: 'name' },
    { test: matcher(target.namespace), of: 'namespace' },
  ] as const;
  const labels = parseSelector(target.labelSelector ?? '');
  const annotations = parseSelector(target.annotationSelector ?? '');
  return (resource) =>
    idsOf(resource).some((id) => parts.every(({ test, of }) => test(id[of]))) &&
    matchesSelector(labels, resource.object.metadata?.labels) &&
    matchesSelector(annotations, resource.object.metadata?.annotations);
}
