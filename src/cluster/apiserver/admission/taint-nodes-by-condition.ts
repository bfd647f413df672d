import type { Node, Taint } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import type { AdmissionPlugin } from '../api-call.ts';

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A new node takes no pods before the node controller has seen it ready. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  resources: ['/nodes'],
  operations: ['CREATE'],
  admit({ object }) {
    const node = object as (Node & KubeObject) | undefined;
    if (!node) return node;
    const taints = node.spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) return node;
    return { ...node, spec: { ...node.spec, taints: [...taints, notReady] } };
  },
};
