import type { FilterPlugin, Rejection } from '../framework.ts';
import { isPortConflict } from '../pod-info.ts';

const NAME = 'NodePorts';
const REJECTION: Rejection = { plugin: NAME, reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true };

/** Keeps a pod from nodes where a port it wants of the node is taken. */
export const nodePorts: FilterPlugin = {
  name: NAME,
  prepare(pod) {
    if (pod.hostPorts.length === 0) return undefined;
    return { filter: (info) => (pod.hostPorts.some((wanted) => info.hostPorts.some((taken) => isPortConflict(wanted, taken))) ? REJECTION : undefined) };
  },
  isHelpful: (event) => event.kind === 'pod-removed' || event.kind === 'node-added',
};
