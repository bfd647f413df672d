import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { nodeKind } from '#kinds/node/node.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { Node, Pod } from '#machinery/generated/types.ts';
import { isReady, missing } from '../workloads.ts';

const DISK_NODE = 'worker-2';
const podNameOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'on-the-fast-disk': {
    goal: { en: 'The pod is ready on the node with the fast disk', 'zh-CN': 'Pod 在有快盘的节点上就绪' },
    async check(context) {
      const pod = await context.get<Pod>(podKind, podNameOf(context));
      if (!pod) return missing('Pod', podNameOf(context));
      const nodeName = pod.spec?.nodeName;
      if (nodeName === DISK_NODE && isReady(pod)) return passed;
      return failed(
        { en: `the pod is ready on ${DISK_NODE}`, 'zh-CN': `Pod 在 ${DISK_NODE} 上就绪` },
        nodeName === undefined
          ? { en: 'it has no node', 'zh-CN': '它还没有节点' }
          : { en: `it is on ${nodeName}, ${isReady(pod) ? '' : 'not '}ready`, 'zh-CN': `它在 ${nodeName} 上，${isReady(pod) ? '已就绪' : '没有就绪'}` },
      );
    },
  },

  'chosen-by-the-true-label': {
    goal: { en: 'It asks for the label that fast disks have here', 'zh-CN': '它按这里标记快盘的标签来选节点' },
    async check(context) {
      const pod = await context.get<Pod>(podKind, podNameOf(context));
      if (!pod) return missing('Pod', podNameOf(context));
      const disk = context.parameters['label'] ?? '';
      const selector = pod.spec?.nodeSelector ?? {};
      const labels = (await context.list<Node>(nodeKind)).map((node) => `${node.metadata.name}: ${node.metadata.labels?.['disk'] ?? '-'}`);
      const isUntouched = labels.includes(`${DISK_NODE}: ${disk}`) && labels.filter((line) => line.endsWith(`: ${disk}`)).length === 1;
      if (selector['disk'] === disk && isUntouched) return passed;
      return failed(
        { en: `the pod selects disk=${disk}, and only ${DISK_NODE} has this label`, 'zh-CN': `Pod 选择 disk=${disk}，并且只有 ${DISK_NODE} 带这个标签` },
        {
          en: `the pod selects disk=${selector['disk'] ?? '-'}; labels of the nodes: ${labels.join(', ')}`,
          'zh-CN': `Pod 选择 disk=${selector['disk'] ?? '-'}；节点的标签：${labels.join('，')}`,
        },
      );
    },
  },
});
