import type { ConfigMapProjection, DownwardAPIVolumeSource, KeyToPath, Pod, ProjectedVolumeSource } from '#machinery/generated/types.ts';
import { secretBytes } from '../config-source.ts';
import { fieldValue, resourceValue } from '../downward-api.ts';
import type { VolumeHost } from './volume.ts';
import { VolumeError } from './volume-error.ts';

/** One file of a volume that the kubelet writes. */
export interface VolumeFile {
  readonly path: string;
  /** A function makes the content anew at every read. */
  readonly content: string | Uint8Array | (() => string);
  readonly mode: number;
  /** What tells two contents apart when comparing them would not (bytes, functions). */
  readonly identity?: string;
}

const DEFAULT_MODE = 0o644;

interface Keyed {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

/** The files of a config map volume, sorted by path. @throws VolumeError */
export function planConfigMapFiles(pod: Pod, volume: Keyed, host: VolumeHost): readonly VolumeFile[] {
  const map = host.source.configMap(pod.metadata?.namespace ?? '', volume.name ?? '');
  if (!map && !volume.optional) throw new VolumeError(`configmap "${volume.name}" not found`);
  const content = (key: string): Pick<VolumeFile, 'content' | 'identity'> | undefined => {
    const text = map?.data?.[key];
    if (text !== undefined) return { content: text };
    const binary = map?.binaryData?.[key];
    return binary === undefined ? undefined : { content: secretBytes(binary), identity: binary };
  };
  const keys = [...Object.keys(map?.data ?? {}), ...Object.keys(map?.binaryData ?? {})];
  return select(keys, content, volume, 'configmap references non-existent config key');
}

/** The files of a secret volume, sorted by path. @throws VolumeError */
export function planSecretFiles(pod: Pod, volume: Keyed, host: VolumeHost): readonly VolumeFile[] {
  const secret = host.source.secret(pod.metadata?.namespace ?? '', volume.name ?? '');
  if (!secret && !volume.optional) throw new VolumeError(`secret "${volume.name}" not found`);
  const content = (key: string): Pick<VolumeFile, 'content' | 'identity'> | undefined => {
    const base64 = secret?.data?.[key];
    return base64 === undefined ? undefined : { content: secretBytes(base64), identity: base64 };
  };
  return select(Object.keys(secret?.data ?? {}), content, volume, 'references non-existent secret key');
}

function select(
  keys: readonly string[],
  content: (key: string) => Pick<VolumeFile, 'content' | 'identity'> | undefined,
  volume: Keyed,
  missing: string,
): readonly VolumeFile[] {
  const mode = volume.defaultMode ?? DEFAULT_MODE;
  const items: readonly KeyToPath[] = volume.items && volume.items.length > 0 ? volume.items : keys.map((key) => ({ key, path: key }));
  const files: VolumeFile[] = [];
  for (const item of items) {
    const found = content(item.key);
    if (found) files.push({ path: item.path, mode: item.mode ?? mode, ...found });
    else if (!volume.optional) throw new VolumeError(`${missing}: ${item.key}`);
  }
  return sorted(files);
}

/** The files of a downward API volume. @throws VolumeError */
export function planDownwardFiles(pod: Pod, volume: Pick<DownwardAPIVolumeSource, 'items' | 'defaultMode'>, host: VolumeHost): readonly VolumeFile[] {
  const files: VolumeFile[] = [];
  for (const item of volume.items ?? []) {
    const mode = item.mode ?? volume.defaultMode ?? DEFAULT_MODE;
    if (item.fieldRef) files.push({ path: item.path, mode, content: fieldValue(pod, item.fieldRef, host.around) });
    else if (item.resourceFieldRef) {
      const container = pod.spec?.containers.find((each) => each.name === item.resourceFieldRef?.containerName);
      if (!container) throw new VolumeError(`container ${item.resourceFieldRef.containerName} not found`);
      files.push({ path: item.path, mode, content: resourceValue(container, item.resourceFieldRef, host.around) });
    }
  }
  return sorted(files);
}

/** The files of a projected volume: those of all its sources together. @throws VolumeError */
export function planProjectedFiles(pod: Pod, volume: ProjectedVolumeSource, host: VolumeHost): readonly VolumeFile[] {
  const defaultMode = volume.defaultMode ?? DEFAULT_MODE;
  const withMode = (source: ConfigMapProjection): Keyed => ({ ...source, defaultMode });
  const files: VolumeFile[] = [];
  for (const { configMap, secret, downwardAPI, serviceAccountToken, ...rest } of volume.sources ?? []) {
    if (configMap) files.push(...planConfigMapFiles(pod, withMode(configMap), host));
    else if (secret) files.push(...planSecretFiles(pod, withMode(secret), host));
    else if (downwardAPI) files.push(...planDownwardFiles(pod, { ...downwardAPI, defaultMode }, host));
    else if (serviceAccountToken) {
      const request = {
        namespace: pod.metadata?.namespace ?? '',
        serviceAccount: pod.spec?.serviceAccountName ?? 'default',
        podName: pod.metadata?.name ?? '',
        podUid: pod.metadata?.uid ?? '',
        audience: serviceAccountToken.audience ?? '',
        expirationSeconds: serviceAccountToken.expirationSeconds ?? 3600,
      };
      files.push({ path: serviceAccountToken.path, mode: defaultMode, content: () => host.source.serviceAccountToken(request), identity: 'token' });
    } else throw new VolumeError(`projected sources of type ${Object.keys(rest)[0] ?? 'unknown'} are not simulated`);
  }
  return sorted(files);
}

function sorted(files: VolumeFile[]): VolumeFile[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
