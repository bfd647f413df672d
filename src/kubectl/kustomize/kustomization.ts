import { parseYamlDocuments, YamlError } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';

/** What a kustomization or one of its generators says of the objects it makes. */
export interface GeneratorOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}

/** One ConfigMap or Secret to make of literals and files. */
export interface GeneratorEntry {
  readonly name?: string;
  readonly namespace?: string;
  readonly behavior?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly env?: string;
  readonly options?: GeneratorOptions;
  /** Of a Secret. */
  readonly type?: string;
}

/** Which objects a patch is for. Names, kinds and namespaces are regular expressions, anchored at both ends. */
export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

export interface PatchEntry {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: PatchTarget;
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean };
}

export interface LabelEntry {
  readonly pairs?: Readonly<Record<string, string>>;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
}

export interface ImageEntry {
  readonly name?: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

/** A `kustomization.yaml`, with the fields of older versions in the place of those that took over from them. */
export interface Kustomization {
  readonly isComponent: boolean;
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly namespace: string;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly labels: readonly LabelEntry[];
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly images: readonly ImageEntry[];
  readonly replicas: readonly { readonly name: string; readonly count: number }[];
  readonly patches: readonly PatchEntry[];
  readonly patchesStrategicMerge: readonly string[];
  readonly patchesJson6902: readonly PatchEntry[];
  readonly configMapGenerator: readonly GeneratorEntry[];
  readonly secretGenerator: readonly GeneratorEntry[];
  readonly generatorOptions: GeneratorOptions;
  /** `fifo` keeps the order of the files. */
  readonly order: 'legacy' | 'fifo';
  /** What is deprecated in it, as kustomize warns. */
  readonly warnings: readonly string[];
}

const lists = ['resources', 'components', 'labels', 'images', 'replicas', 'patches', 'patchesStrategicMerge', 'patchesJson6902', 'bases'] as const;
const generators = ['configMapGenerator', 'secretGenerator'] as const;
const maps = ['commonLabels', 'commonAnnotations', 'generatorOptions', 'sortOptions', 'metadata'] as const;
const texts = ['apiVersion', 'kind', 'namespace', 'namePrefix', 'nameSuffix'] as const;
/** Fields of kustomize that this one does not carry out: a kustomization with one of them is refused. */
const unsupported = [
  'buildMetadata',
  'configurations',
  'crds',
  'generators',
  'helmCharts',
  'helmGlobals',
  'openapi',
  'replacements',
  'transformers',
  'validators',
  'vars',
];
/** Old field → the one that took over. */
const deprecated: Readonly<Record<string, string>> = {
  bases: 'resources',
  commonLabels: 'labels',
  patchesJson6902: 'patches',
  patchesStrategicMerge: 'patches',
};

/**
 * Reads the text of a kustomization file.
 * @throws UsageError with kustomize's text, or naming a field that is not supported
 */
export function parseKustomization(text: string): Kustomization {
  const fields = readFields(text);
  checkFields(fields);
  const list = <T>(name: string): readonly T[] => (fields[name] as readonly T[] | null | undefined) ?? [];
  const map = (name: string) => (fields[name] as Readonly<Record<string, string>> | null | undefined) ?? {};
  const word = (name: string): string => (fields[name] as string | null | undefined) ?? '';
  const sort = fields['sortOptions'] as { readonly order?: string } | null | undefined;
  return {
    isComponent: word('kind') === 'Component',
    resources: [...list<string>('resources'), ...list<string>('bases')],
    components: list('components'),
    namespace: word('namespace'),
    namePrefix: word('namePrefix'),
    nameSuffix: word('nameSuffix'),
    commonLabels: map('commonLabels'),
    labels: list('labels'),
    commonAnnotations: map('commonAnnotations'),
    images: list('images'),
    replicas: list('replicas'),
    patches: list('patches'),
    patchesStrategicMerge: list('patchesStrategicMerge'),
    patchesJson6902: list('patchesJson6902'),
    configMapGenerator: list('configMapGenerator'),
    secretGenerator: list('secretGenerator'),
    generatorOptions: map('generatorOptions') as GeneratorOptions,
    order: sort?.order === 'fifo' ? 'fifo' : 'legacy',
    warnings: Object.keys(deprecated)
      .filter((name) => fields[name] !== undefined)
      .map(
        (name) =>
          `# Warning: '${name}' is deprecated. Please use '${deprecated[name]}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.`,
      ),
  };
}

function readFields(text: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    [document] = parseYamlDocuments(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new UsageError(`invalid Kustomization: ${error.message.replace('error converting YAML to JSON: ', '')}`);
  }
  if (document === undefined || document === null) throw new UsageError('kustomization.yaml is empty');
  if (typeof document !== 'object' || Array.isArray(document)) {
    throw new UsageError(
      `invalid Kustomization: json: cannot unmarshal ${Array.isArray(document) ? 'array' : typeof document} into Go value of type types.Kustomization`,
    );
  }
  if (Object.keys(document).length === 0) throw new UsageError('kustomization.yaml is empty');
  return document as Readonly<Record<string, unknown>>;
}

function checkFields(fields: Readonly<Record<string, unknown>>): void {
  const known: readonly string[] = [...lists, ...generators, ...maps, ...texts];
  // Go reads the fields sorted by name.
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name];
    if (unsupported.includes(name)) throw new UsageError(`kustomization field ${JSON.stringify(name)} is not supported by this kubectl`);
    if (!known.includes(name)) throw new UsageError(`invalid Kustomization: json: unknown field ${JSON.stringify(name)}`);
    if (value === null || value === undefined) continue;
    const isText = (texts as readonly string[]).includes(name);
    const isMap = (maps as readonly string[]).includes(name);
    const fits = isText ? typeof value === 'string' : isMap ? isRecord(value) : Array.isArray(value);
    if (!fits) throw wrongType(value, `Kustomization.${name}`, isText ? 'string' : isMap ? 'map[string]string' : '[]string');
    if (name === 'commonLabels' || name === 'commonAnnotations') requireTexts(value, `Kustomization.${name}`);
    if (Array.isArray(value)) for (const entry of value) checkEntry(name, entry);
  }
  const kind = fields['kind'];
  if (kind !== undefined && kind !== null && kind !== 'Kustomization' && kind !== 'Component') {
    throw new UsageError('kind should be Kustomization or Component');
  }
}

/** What Go calls the entries of a list, and which of their fields are texts. */
const entryTexts: Readonly<Record<string, readonly [type: string, ...fields: readonly string[]]>> = {
  images: ['Image', 'name', 'newName', 'newTag', 'tagSuffix', 'digest'],
  replicas: ['Replica', 'name'],
  patches: ['Patch', 'path', 'patch'],
  configMapGenerator: ['ConfigMapArgs', 'name', 'namespace', 'behavior', 'env'],
  secretGenerator: ['SecretArgs', 'name', 'namespace', 'behavior', 'env', 'type'],
};

function checkEntry(list: string, entry: unknown): void {
  if (!isRecord(entry)) return;
  const [type, ...fields] = entryTexts[list] ?? [''];
  for (const field of fields) {
    const value = entry[field];
    if (value !== undefined && value !== null && typeof value !== 'string') throw wrongType(value, `${type}.${list}.${field}`, 'string');
  }
  if (list === 'labels') requireTexts(entry['pairs'], 'Label.labels.pairs');
  const options = entry['options'];
  if (!isRecord(options) || !list.endsWith('Generator')) return;
  for (const field of ['labels', 'annotations']) requireTexts(options[field], `GeneratorOptions.${list}.options.${field}`);
}

function requireTexts(map: unknown, where: string): void {
  if (isRecord(map)) for (const value of Object.values(map)) if (typeof value !== 'string') throw wrongType(value, where, 'string');
}

function wrongType(value: unknown, where: string, wanted: string): UsageError {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return new UsageError(`invalid Kustomization: json: cannot unmarshal ${found} into Go struct field ${where} of type ${wanted}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
