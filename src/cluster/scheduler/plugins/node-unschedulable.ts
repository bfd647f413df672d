import { toleratesTaint } from '#machinery/taints.ts';
import type { FilterPlugin, Rejection } from '../framework.ts';

const NAME = 'NodeUnschedulable';
const REJECTION: Rejection = { plugin: NAME, reasons: ['node(s) were unschedulable'], resolvable: false };
const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Keeps pods from cordoned nodes, unless they tolerate the taint of a cordon. */
export const nodeUnschedulable: FilterPlugin = {
  name: NAME,
  prepare(pod) {
    if (pod.tolerations.some((toleration) => toleratesTaint(toleration, CORDON))) return undefined;
    return { filter: (info) => (info.node.spec?.unschedulable ? REJECTION : undefined) };
  },
  isHelpful: (event) => event.node !== undefined && !event.node.spec?.unschedulable,
};
