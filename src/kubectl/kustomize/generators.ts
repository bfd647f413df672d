import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { encodeBase64 } from '../commands/create/base64.ts';
import { type BuiltResource, idOf, idsOf, startResource } from './built-resource.ts';
import type { KustomizeFolder } from './folder.ts';
import type { GeneratorEntry, GeneratorOptions } from './kustomization.ts';

type Data = Readonly<Record<string, string>>;

/** An object that a generator made, and what becomes of one that is called so already. */
export interface Generated {
  readonly resource: BuiltResource;
  readonly behavior: string;
}

/**
 * Makes the ConfigMap or Secret of an entry.
 * @throws UsageError with kustomize's text
 */
export function generateResource(kind: 'ConfigMap' | 'Secret', entry: GeneratorEntry, shared: GeneratorOptions, folder: KustomizeFolder): Generated {
  const { name = '' } = entry;
  if (name === '') throw new UsageError(`a ${kind.toLowerCase()} must have a name`);
  const texts: Record<string, string> = {};
  const bytes: Record<string, string> = {};
  for (const [key, content] of readPairs(entry, folder)) {
    if (Object.hasOwn(texts, key) || Object.hasOwn(bytes, key)) throw new UsageError(`${kind.toLowerCase()} ${name} illegally repeats the key \`${key}\``);
    const text = kind === 'Secret' ? undefined : decodeText(content);
    if (text === undefined) bytes[key] = encodeBase64(content);
    else texts[key] = text;
  }
  const options = mergeOptions(shared, entry.options ?? {});
  const { labels = {}, annotations = {} } = options;
  const metadata = {
    name,
    ...(entry.namespace ? { namespace: entry.namespace } : {}),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  const data = kind === 'Secret' ? bytes : texts;
  const object = {
    apiVersion: 'v1',
    kind,
    metadata,
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(kind === 'ConfigMap' && Object.keys(bytes).length > 0 ? { binaryData: bytes } : {}),
    ...(kind === 'Secret' ? { type: entry.type || 'Opaque' } : {}),
    ...(options.immutable ? { immutable: true } : {}),
  };
  return { resource: startResource(object as KubeObject, options.disableNameSuffixHash !== true), behavior: entry.behavior || 'create' };
}

function mergeOptions(shared: GeneratorOptions, own: GeneratorOptions): GeneratorOptions {
  return { ...shared, ...own, labels: { ...shared.labels, ...own.labels }, annotations: { ...shared.annotations, ...own.annotations } };
}

function readPairs(entry: GeneratorEntry, folder: KustomizeFolder): (readonly [key: string, content: Uint8Array])[] {
  const encoder = new TextEncoder();
  const envs = [...(entry.envs ?? []), ...(entry.env ? [entry.env] : [])];
  const read = (what: string, source: string, path: string): Uint8Array => {
    try {
      return folder.readBytes(path);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`loading KV pairs: ${what}: [${source}]: ${error.message}`);
    }
  };
  const ofEnvs = envs.flatMap((path) => parseEnvLines(new TextDecoder().decode(read('env source files', path, path))));
  const ofLiterals = (entry.literals ?? []).map((source) => parseLiteral(String(source)));
  const ofFiles = (entry.files ?? []).map((source) => {
    const { key, path } = parseFileSource(source);
    return [key, read('file sources', source, path)] as const;
  });
  return [...[...ofEnvs, ...ofLiterals].map(([key, text]) => [key, encoder.encode(text)] as const), ...ofFiles];
}

function parseLiteral(source: string): readonly [string, string] {
  const equals = source.indexOf('=');
  if (equals <= 0) throw new UsageError(`loading KV pairs: literal sources [${source}]: invalid literal source ${source}, expected key=value`);
  return [source.slice(0, equals), source.slice(equals + 1).replace(/^(["'])(.*)\1$/s, '$2')];
}

function parseFileSource(source: string): { readonly key: string; readonly path: string } {
  const parts = source.split('=');
  const [first = '', second = ''] = parts;
  if (parts.length === 1) return { key: first.slice(first.lastIndexOf('/') + 1), path: first };
  if (parts.length > 2) throw new UsageError("key names or file paths cannot contain '='");
  if (first === '') throw new UsageError(`missing key name for file path '${second}' in source '${source}'`);
  if (second === '') throw new UsageError(`missing file path for key name '${first}' in source '${source}'`);
  return { key: first, path: second };
}

function parseEnvLines(text: string): (readonly [string, string])[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const equals = line.indexOf('=');
      return equals < 0 ? ([line, ''] as const) : ([line.slice(0, equals), line.slice(equals + 1)] as const);
    });
}

function decodeText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(text);
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]) ? text : undefined;
}

/**
 * Adds what was generated to what is there: as a new object, or into or instead of one that was ever called so.
 * @throws UsageError with kustomize's text
 */
export function absorbGenerated(resources: readonly BuiltResource[], { resource, behavior }: Generated): BuiltResource[] {
  const wanted = idOf(resource.object);
  const isMeant = (one: BuiltResource): boolean =>
    idsOf(one).some((id) => id.kind === wanted.kind && id.group === wanted.group && id.name === wanted.name) &&
    (wanted.namespace === '' || idsOf(one).some((id) => id.namespace === wanted.namespace));
  const existing = resources.find(isMeant);
  if (behavior === 'create') {
    if (existing !== undefined && idOf(existing.object).name === wanted.name) {
      throw new UsageError(
        `merging from generator: id ${wanted.kind}.v1.[noGrp]/${wanted.name}.${wanted.namespace || '[noNs]'} exists; behavior must be merge or replace`,
      );
    }
    return [...resources, resource];
  }
  if (behavior !== 'merge' && behavior !== 'replace') throw new UsageError(`unknown behavior: ${behavior}`);
  if (existing === undefined) {
    throw new UsageError(
      `merging from generator: id ${wanted.kind}.v1.[noGrp]/${wanted.name}.${wanted.namespace || '[noNs]'} does not exist; cannot merge or replace`,
    );
  }
  return resources.map((one) => (one === existing ? { ...one, object: absorb(one.object, resource.object, behavior) } : one));
}

function absorb(before: KubeObject, next: KubeObject, behavior: 'merge' | 'replace'): KubeObject {
  const [old, made] = [before, next] as [KubeObject & { data?: Data; binaryData?: Data }, KubeObject & { data?: Data; binaryData?: Data }];
  const metadata = {
    ...old.metadata,
    ...mergedMap('labels', old.metadata?.labels, made.metadata?.labels),
    ...mergedMap('annotations', old.metadata?.annotations, made.metadata?.annotations),
  };
  if (behavior === 'replace') return { ...made, metadata };
  return { ...old, ...made, metadata, ...mergedMap('data', old.data, made.data), ...mergedMap('binaryData', old.binaryData, made.binaryData) } as KubeObject;
}

function mergedMap(name: string, before: Data | undefined, next: Data | undefined): object {
  return before === undefined && next === undefined ? {} : { [name]: { ...before, ...next } };
}
