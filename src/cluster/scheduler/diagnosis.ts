import type { Rejection } from './framework.ts';

/** Why no node could take a pod. */
export interface Diagnosis {
  readonly nodeCount: number;
  /** What each node that was looked at said. */
  readonly byNode: ReadonlyMap<string, Rejection>;
  /** What is true of all nodes that were not looked at; undefined when all were. */
  readonly others: Rejection | undefined;
  /** A plugin's verdict on all nodes at once, in place of the reasons of each. */
  readonly forAll: string | undefined;
}

/** `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.` As upstream's FitError. */
export function formatDiagnosis(diagnosis: Diagnosis): string {
  const head = `0/${diagnosis.nodeCount} nodes are available`;
  if (diagnosis.forAll !== undefined) return `${head}: ${diagnosis.forAll}.`;
  const counts = new Map<string, number>();
  const count = (rejection: Rejection, nodes: number): void => {
    for (const reason of rejection.reasons) counts.set(reason, (counts.get(reason) ?? 0) + nodes);
  };
  for (const rejection of diagnosis.byNode.values()) count(rejection, 1);
  const left = diagnosis.nodeCount - diagnosis.byNode.size;
  if (diagnosis.others && left > 0) count(diagnosis.others, left);
  const reasons = [...counts].map(([reason, nodes]) => `${nodes} ${reason}`).sort((a, b) => (a < b ? -1 : 1));
  return reasons.length === 0 ? `${head}.` : `${head}: ${reasons.join(', ')}.`;
}

/** The plugins that had a part in it. */
export function rejectingPlugins(diagnosis: Diagnosis): ReadonlySet<string> {
  const plugins = new Set<string>();
  for (const rejection of diagnosis.byNode.values()) plugins.add(rejection.plugin);
  if (diagnosis.others) plugins.add(diagnosis.others.plugin);
  return plugins;
}
