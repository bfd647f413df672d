import type { DownwardAPIVolumeFile, Volume, VolumeProjection } from '#machinery/generated/types.ts';
import { mapShared, withFields } from '../structural-sharing.ts';
import { defaultPullPolicy } from './image-reference.ts';

/** rw-r--r-- */
const defaultMode = 0o644;
const tokenLifetimeSeconds = 3600;

/** A volume without a source is an empty directory; sources have their own defaults. */
export function volumeDefaults(volume: Volume): Volume {
  if (!hasSource(volume)) return { ...volume, emptyDir: {} };
  if (volume.configMap) return withFields(volume, { configMap: withMode(volume.configMap) });
  if (volume.secret) return withFields(volume, { secret: withMode(volume.secret) });
  if (volume.downwardAPI) {
    const source = withMode(volume.downwardAPI);
    const items = mapShared(source.items, downwardFileDefaults);
    return withFields(volume, { downwardAPI: items && items !== source.items ? { ...source, items } : source });
  }
  if (volume.projected) {
    const source = withMode(volume.projected);
    const sources = mapShared(source.sources, projectionDefaults);
    return withFields(volume, { projected: sources && sources !== source.sources ? { ...source, sources } : source });
  }
  if (volume.hostPath) return withFields(volume, { hostPath: withFields(volume.hostPath, { type: volume.hostPath.type ?? '' }) });
  if (volume.ephemeral) return ephemeralDefaults(volume);
  if (volume.image) {
    const pullPolicy = volume.image.pullPolicy || defaultPullPolicy(volume.image.reference ?? '');
    return withFields(volume, { image: withFields(volume.image, { pullPolicy }) });
  }
  return volume;
}

function hasSource(volume: Volume): boolean {
  for (const key in volume) if (key !== 'name') return true;
  return false;
}

function withMode<T extends { readonly defaultMode?: number }>(source: T): T {
  return source.defaultMode === undefined ? { ...source, defaultMode } : source;
}

function downwardFileDefaults(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  if (!file.fieldRef || file.fieldRef.apiVersion) return file;
  return { ...file, fieldRef: { ...file.fieldRef, apiVersion: 'v1' } };
}

function projectionDefaults(projection: VolumeProjection): VolumeProjection {
  if (projection.serviceAccountToken && projection.serviceAccountToken.expirationSeconds === undefined) {
    return { ...projection, serviceAccountToken: { ...projection.serviceAccountToken, expirationSeconds: tokenLifetimeSeconds } };
  }
  if (!projection.downwardAPI) return projection;
  const items = mapShared(projection.downwardAPI.items, downwardFileDefaults);
  return items && items !== projection.downwardAPI.items ? { ...projection, downwardAPI: { ...projection.downwardAPI, items } } : projection;
}

function ephemeralDefaults(volume: Volume): Volume {
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (!template || template.spec?.volumeMode) return volume;
  return { ...volume, ephemeral: { ...volume.ephemeral, volumeClaimTemplate: { ...template, spec: { ...template.spec, volumeMode: 'Filesystem' } } } };
}
