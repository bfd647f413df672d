import { formatYaml, parseYamlDocuments } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';

/** The parts of a kubeconfig file that kubectl reads. Unknown fields are kept when a file is written back. */
export interface Kubeconfig {
  readonly 'current-context': string;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly preferences: Readonly<Record<string, unknown>>;
  readonly extensions?: readonly unknown[];
}

export interface ClusterEntry {
  readonly server?: string;
  readonly 'tls-server-name'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'proxy-url'?: string;
  readonly 'disable-compression'?: boolean;
}

export interface ContextEntry {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

export interface UserEntry {
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly as?: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[];
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
  readonly username?: string;
  readonly password?: string;
}

export const emptyKubeconfig: Kubeconfig = {
  'current-context': '',
  clusters: new Map(),
  contexts: new Map(),
  users: new Map(),
  preferences: {},
};

/**
 * Reads the text of a kubeconfig file.
 * @param path for messages
 * @throws UsageError when it is no kubeconfig
 */
export function parseKubeconfig(text: string, path: string): Kubeconfig {
  let document: unknown;
  try {
    document = parseYamlDocuments(text)[0];
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace('error converting YAML to JSON: ', '') : '';
    throw new UsageError(`error loading config file "${path}": ${reason}`);
  }
  if (document === undefined || document === null) return emptyKubeconfig;
  if (!isRecord(document)) throw new UsageError(`error loading config file "${path}": couldn't get version/kind; json parse error`);
  return {
    'current-context': typeof document['current-context'] === 'string' ? document['current-context'] : '',
    clusters: readEntries<ClusterEntry>(document['clusters'], 'cluster'),
    contexts: readEntries<ContextEntry>(document['contexts'], 'context'),
    users: readEntries<UserEntry>(document['users'], 'user'),
    preferences: isRecord(document['preferences']) ? document['preferences'] : {},
    ...(Array.isArray(document['extensions']) ? { extensions: document['extensions'] } : {}),
  };
}

/** A kubeconfig as `kubectl config` writes it: entries sorted by name. */
export function formatKubeconfig(config: Kubeconfig): string {
  return formatYaml(kubeconfigObject(config));
}

/** A kubeconfig as the object of its file, entries sorted by name. */
export function kubeconfigObject(config: Kubeconfig): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'v1',
    clusters: writeEntries(config.clusters, 'cluster'),
    contexts: writeEntries(config.contexts, 'context'),
    'current-context': config['current-context'],
    ...(config.extensions === undefined ? {} : { extensions: config.extensions }),
    kind: 'Config',
    ...(Object.keys(config.preferences).length > 0 ? { preferences: config.preferences } : {}),
    users: writeEntries(config.users, 'user'),
  };
}

/** Several files as one: what an earlier file says stays. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  return configs.reduce(
    (merged, next) => ({
      'current-context': merged['current-context'] || next['current-context'],
      clusters: new Map([...next.clusters, ...merged.clusters]),
      contexts: new Map([...next.contexts, ...merged.contexts]),
      users: new Map([...next.users, ...merged.users]),
      preferences: { ...next.preferences, ...merged.preferences },
    }),
    emptyKubeconfig,
  );
}

function readEntries<T extends object>(list: unknown, field: string): Map<string, T> {
  const entries = new Map<string, T>();
  for (const entry of Array.isArray(list) ? list : []) {
    if (isRecord(entry) && typeof entry['name'] === 'string') entries.set(entry['name'], (isRecord(entry[field]) ? entry[field] : {}) as T);
  }
  return entries;
}

function writeEntries(entries: ReadonlyMap<string, object>, field: string): readonly object[] | null {
  if (entries.size === 0) return null;
  const names = [...entries.keys()].sort((left, right) => (left < right ? -1 : 1));
  return names.map((name) => ({ [field]: entries.get(name), name }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
