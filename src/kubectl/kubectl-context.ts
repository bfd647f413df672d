import type { Client } from '#client/client.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { Kubeconfig } from './config/kubeconfig.ts';
import type { DiscoveredGroup } from './discovery.ts';

/** A resource as discovery tells it. */
export interface DiscoveredResource extends ResourceType {
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
}

/** What the configuration file and the global flags come to: which server, as whom, in which namespace. Created per run. */
export interface KubectlContext {
  /** @throws UsageError when the configuration is unusable */
  client(): Client;
  /** The namespace of `-n`, else of the context, else `default`. */
  readonly namespace: string;
  /** Whether `-n` was given. */
  readonly namespaceGiven: boolean;
  /** How many warnings the server has sent so far. */
  readonly warnings: number;
  /** All kubeconfig files as one. @throws UsageError when one is broken */
  kubeconfig(): Kubeconfig;
  /** `https://127.0.0.1:6443` */
  serverUrl(): string;
  /** The API groups, the core group first. */
  groups(): Promise<readonly DiscoveredGroup[]>;
  /** Every resource the server serves, preferred versions first; cached for the run. */
  resources(): Promise<readonly DiscoveredResource[]>;
  /**
   * Resolves what a user types for a type: plural, singular, short name, `deployments.apps`, `deployments.v1.apps`.
   * @throws UsageError `the server doesn't have a resource type "x"`
   */
  resolveResource(word: string): Promise<DiscoveredResource>;
  resolveKind(apiVersion: string, kind: string): Promise<DiscoveredResource | undefined>;
}
