import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { Labels, Selector } from '#machinery/selector.ts';
import type { ClusterView } from './cluster-view.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** Why a node cannot take a pod. */
export interface Rejection {
  readonly plugin: string;
  readonly reasons: readonly string[];
  /** Whether it might if other pods went: whether preemption is worth a try. */
  readonly resolvable: boolean;
}

/** Something that happened and may make a pod schedulable. */
export interface ClusterEvent {
  readonly kind: 'node-added' | 'node-changed' | 'pod-assigned' | 'pod-changed' | 'pod-removed' | 'pod-itself-changed' | 'claim-changed';
  readonly node?: Node;
  readonly pod?: Pod;
}

/** What plugins may ask besides the picture of the cluster. */
export interface PluginContext {
  readonly cluster: ClusterView;
  /** A claim of a pod. */
  claim(namespace: string, name: string): Stored<PersistentVolumeClaim> | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly Stored<PersistentVolume>[];
  storageClass(name: string): StorageClass | undefined;
  /** The labels of a namespace. */
  namespaceLabels(name: string): Labels | undefined;
  /** The selector of the Services and the ReplicaSet or StatefulSet a pod belongs to; undefined when there is none. */
  ownSelector(pod: PodInfo): Selector | undefined;
}

/** What a plugin has to say about all nodes before it looks at one. */
export interface FilterRun {
  filter(node: NodeInfo): Rejection | undefined;
}

/** Decides which nodes can take a pod. */
export interface FilterPlugin {
  readonly name: string;
  /**
   * Once per pod.
   * @returns how to look at a node; undefined when every node will do; a rejection of all nodes
   */
  prepare(pod: PodInfo, context: PluginContext): FilterRun | Rejection | undefined;
  /** Whether an event may change this plugin's mind about a pod it kept from a node. */
  isHelpful(event: ClusterEvent, pod: PodInfo, context: PluginContext): boolean;
  /** The only nodes that come into question, when the pod names them. */
  onlyNodes?(pod: PodInfo): ReadonlySet<string> | undefined;
}

export interface ScoreRun {
  /** Any number; `normalize` brings it to 0–100. */
  score(node: NodeInfo): number;
  /** Changes the scores of all nodes in place. Without it they must be between 0 and 100. */
  normalize?(scores: number[], nodes: readonly NodeInfo[]): void;
}

/** Says how good a node would be for a pod. */
export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** Once per pod and after filtering. @returns undefined when all nodes are alike to it */
  prepare(pod: PodInfo, context: PluginContext, feasible: readonly NodeInfo[]): ScoreRun | undefined;
}

export const MAX_SCORE = 100;

/** Whether a plugin's answer is a rejection. */
export function isRejection(answer: FilterRun | Rejection): answer is Rejection {
  return 'reasons' in answer;
}

/** Brings counts to 0–100: in proportion to the largest, the other way round when `reverse`. */
export function normalizeToLargest(scores: number[], reverse: boolean): void {
  let largest = 0;
  for (const score of scores) largest = Math.max(largest, score);
  for (let i = 0; i < scores.length; i++) {
    const share = largest === 0 ? 0 : Math.trunc((MAX_SCORE * (scores[i] ?? 0)) / largest);
    scores[i] = reverse ? MAX_SCORE - share : share;
  }
}
