import type { FilterPlugin, Rejection } from '../framework.ts';

const NAME = 'NodeName';
const REJECTION: Rejection = { plugin: NAME, reasons: ["node(s) didn't match the requested node name"], resolvable: false };

/** Holds a pod to the node it names itself. */
export const nodeName: FilterPlugin = {
  name: NAME,
  prepare(pod) {
    const wanted = pod.pod.spec?.nodeName;
    return wanted ? { filter: (info) => (info.name === wanted ? undefined : REJECTION) } : undefined;
  },
  isHelpful: (event) => event.kind === 'node-added',
};
