import { type CheckContext, defineChecker, type Finding, failed, passed } from '#course/checker.ts';
import { nodeKind } from '#kinds/node/node.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { Node, Pod, Taint, Toleration } from '#machinery/generated/types.ts';

const RESERVED: Taint = { key: 'dedicated', value: 'research', effect: 'NoSchedule' };
const RESERVED_TEXT = `${RESERVED.key}=${RESERVED.value}:${RESERVED.effect}`;

const podNameOf = (context: CheckContext): string => context.parameters['pod'] ?? '';
const isReserved = (node: Node): boolean =>
  (node.spec?.taints ?? []).some((taint) => taint.key === RESERVED.key && taint.value === RESERVED.value && taint.effect === RESERVED.effect);
const isReady = (pod: Pod): boolean => (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');

const matchesReserved = (toleration: Toleration): boolean =>
  toleration.key === RESERVED.key &&
  (toleration.operator === 'Exists' || toleration.value === RESERVED.value) &&
  (!toleration.effect || toleration.effect === RESERVED.effect);

function noPod(name: string): Finding {
  return failed(
    { en: `a pod ${name}`, 'zh-CN': `存在 Pod ${name}` },
    { en: `there is no pod ${name} in this namespace`, 'zh-CN': `这个命名空间里没有 Pod ${name}` },
  );
}

function seenOf(pod: Pod, node: Node | undefined): { en: string; 'zh-CN': string } {
  const name = pod.metadata?.name ?? '';
  const nodeName = pod.spec?.nodeName;
  if (!nodeName) {
    const why = (pod.status?.conditions ?? []).find((condition) => condition.type === 'PodScheduled')?.message ?? '';
    return { en: `${name} is on no node: ${why}`, 'zh-CN': `${name} 没有被调度到任何节点：${why}` };
  }
  if (!node || !isReserved(node)) {
    return { en: `${name} is on ${nodeName}, which is not tainted ${RESERVED_TEXT}`, 'zh-CN': `${name} 在 ${nodeName} 上，而该节点没有污点 ${RESERVED_TEXT}` };
  }
  return { en: `${name} is on ${nodeName} but not ready`, 'zh-CN': `${name} 在 ${nodeName} 上，但没有就绪` };
}

export default defineChecker({
  'runs-on-reserved-node': {
    goal: { en: 'The pod runs and is ready on the reserved node', 'zh-CN': 'Pod 在专用节点上运行并就绪' },
    async check(context) {
      const pod = await context.get<Pod>(podKind, podNameOf(context));
      if (!pod) return noPod(podNameOf(context));
      const node = pod.spec?.nodeName ? await context.get<Node>(nodeKind, pod.spec.nodeName) : undefined;
      if (node && isReserved(node) && isReady(pod)) return passed;
      return failed(
        { en: `the pod is ready on a node with the taint ${RESERVED_TEXT}`, 'zh-CN': `Pod 在带有污点 ${RESERVED_TEXT} 的节点上就绪` },
        seenOf(pod, node),
      );
    },
  },

  'tolerates-this-taint': {
    goal: { en: 'The pod tolerates this taint and not just any', 'zh-CN': 'Pod 容忍的是这个污点，而不是所有污点' },
    async check(context) {
      const pod = await context.get<Pod>(podKind, podNameOf(context));
      if (!pod) return noPod(podNameOf(context));
      const tolerations = pod.spec?.tolerations ?? [];
      const expected = {
        en: `a toleration of ${RESERVED_TEXT}, and none of every taint`,
        'zh-CN': `有一条容忍 ${RESERVED_TEXT} 的容忍度，且没有容忍所有污点的容忍度`,
      };
      if (tolerations.some((toleration) => !toleration.key && toleration.operator === 'Exists')) {
        return failed(expected, { en: 'a toleration without a key, which lets every taint pass', 'zh-CN': '有一条不带键的容忍度，它会容忍所有污点' });
      }
      if (tolerations.some(matchesReserved)) return passed;
      const own = tolerations.filter((toleration) => !toleration.key?.startsWith('node.kubernetes.io/')).map(formatToleration);
      const seen = own.length > 0 ? own.join(', ') : '-';
      return failed(expected, { en: `the pod’s own tolerations: ${seen}`, 'zh-CN': `Pod 自己的容忍度：${seen}` });
    },
  },
});

function formatToleration(toleration: Toleration): string {
  const value = toleration.operator === 'Exists' ? '' : `=${toleration.value ?? ''}`;
  return `${toleration.key ?? ''}${value}:${toleration.effect ?? ''}`;
}
