import type { Pod, Toleration } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import type { AdmissionPlugin } from '../api-call.ts';

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const SECONDS = 300;

const notReady: Toleration = { key: NOT_READY, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS };
const unreachable: Toleration = { key: UNREACHABLE, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS };
const both: readonly Toleration[] = [notReady, unreachable];

/** Lets pods stay five minutes on a node that went away, unless they say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  resources: ['/pods'],
  operations: ['CREATE', 'UPDATE'],
  admit({ object }) {
    const pod = object as (Pod & KubeObject) | undefined;
    if (!pod?.spec) return pod;
    const present = pod.spec.tolerations ?? [];
    const missing = both.filter(({ key }) => !present.some((toleration) => tolerates(toleration, key)));
    if (missing.length === 0) return pod;
    const tolerations = present.length === 0 && missing.length === 2 ? both : [...present, ...missing];
    return { ...pod, spec: { ...pod.spec, tolerations } };
  },
};

function tolerates(toleration: Toleration, key: string | undefined): boolean {
  const isAboutKey = toleration.key === key || !toleration.key;
  return isAboutKey && (toleration.effect === 'NoExecute' || !toleration.effect);
}
