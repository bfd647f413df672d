import { defineKind, type Kind } from '#kinds/kind.ts';
import { ageColumn, nameColumn } from '#kinds/table-columns.ts';
import type { KubeObject } from '#machinery/object.ts';

export const METRICS_API_VERSION = 'metrics.k8s.io/v1beta1';

/** CPU and memory as quantities: `12m`, `3400Ki`. */
export type Usage = Readonly<Record<'cpu' | 'memory', string>>;

export interface PodMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: Usage }[];
}

export interface NodeMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly usage: Usage;
}

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;

const shared = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  singular: '',
  shortNames: [],
  categories: [],
  schema: '',
  custom: { schema: open, storageApiVersion: METRICS_API_VERSION },
  verbs: ['get', 'list'],
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, ageColumn],
} as const;

/** What the containers of a pod use. */
export const podMetricsKind: Kind = defineKind({
  ...shared,
  kind: 'PodMetrics',
  plural: 'pods',
  namespaced: true,
  example: { apiVersion: METRICS_API_VERSION, kind: 'PodMetrics', metadata: { name: 'example', namespace: 'default' } },
});

/** What a node uses. */
export const nodeMetricsKind: Kind = defineKind({
  ...shared,
  kind: 'NodeMetrics',
  plural: 'nodes',
  namespaced: false,
  example: { apiVersion: METRICS_API_VERSION, kind: 'NodeMetrics', metadata: { name: 'example' } },
});
