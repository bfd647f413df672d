import type { ConfigMap, PersistentVolume, PersistentVolumeClaim, Secret, Service } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';

/** The objects a pod may take its configuration from, as the kubelet's local copies hold them. */
export interface ConfigSource {
  configMap(namespace: string, name: string): Stored<ConfigMap> | undefined;
  secret(namespace: string, name: string): Stored<Secret> | undefined;
  services(namespace: string): readonly Stored<Service>[];
  claim(namespace: string, name: string): Stored<PersistentVolumeClaim> | undefined;
  persistentVolume(name: string): Stored<PersistentVolume> | undefined;
  /** A bound token of a service account for the API server. */
  serviceAccountToken(request: TokenRequest): string;
}

export interface TokenRequest {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName: string;
  readonly podUid: string;
  readonly audience: string;
  readonly expirationSeconds: number;
}

/** A container's configuration cannot be put together; `message` goes into its waiting state. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The values of a Secret as bytes. */
export function secretBytes(base64: string): Uint8Array {
  const binary = atob(base64);
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
