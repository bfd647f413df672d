import type { LocalText } from '#course/checker.ts';
import { type Check, type CheckContext, defineChecker, type Finding, failed, passed } from '#course/checker.ts';
import { configMapKind } from '#kinds/configmap/configmap.ts';
import type { ConfigMap } from '#machinery/generated/types.ts';
import { livingPods, missing } from '../workloads.ts';

const REPORT = 'report';

/** Judges one key of the report. */
async function judge(context: CheckContext, key: string, truth: string, expected: LocalText): Promise<Finding> {
  const report = await context.get<ConfigMap>(configMapKind, REPORT);
  if (!report) return missing('ConfigMap', REPORT);
  const answer = report.data?.[key]?.trim();
  if (answer === truth) return passed;
  return failed(expected, {
    en: answer === undefined ? `the ConfigMap ${REPORT} has no key ${key}` : `${key} says "${answer}"`,
    'zh-CN': answer === undefined ? `ConfigMap ${REPORT} 没有键 ${key}` : `${key} 写的是“${answer}”`,
  });
}

/** A check of a key that names the component which wrote an event. */
function signed(key: string, truth: string, goal: LocalText, expected: LocalText): Check {
  return { goal, check: (context) => judge(context, key, truth, expected) };
}

export default defineChecker({
  'created-by': signed(
    'created-by',
    'replicaset-controller',
    { en: 'The report says who created the pod', 'zh-CN': '报告写明谁创建了 Pod' },
    { en: 'created-by is who signed the event about the pod’s creation', 'zh-CN': 'created-by 是在 Pod 创建事件上署名的组件' },
  ),
  'placed-by': signed(
    'placed-by',
    'default-scheduler',
    { en: 'The report says who chose the node', 'zh-CN': '报告写明谁选择了节点' },
    { en: 'placed-by is who signed the event about the pod’s assignment to a node', 'zh-CN': 'placed-by 是在 Pod 分配到节点的事件上署名的组件' },
  ),
  'started-by': signed(
    'started-by',
    'kubelet',
    { en: 'The report says who started the container', 'zh-CN': '报告写明谁启动了容器' },
    { en: 'started-by is who signed the event about the container’s start', 'zh-CN': 'started-by 是在容器启动事件上署名的组件' },
  ),

  node: {
    goal: { en: 'The report names the pod’s node', 'zh-CN': '报告写明 Pod 所在的节点' },
    async check(context) {
      const app = context.parameters['app'] ?? '';
      const [pod] = await livingPods(context, `app=${app}`);
      if (!pod?.spec?.nodeName) return missing('Pod', app);
      return judge(context, 'node', pod.spec.nodeName, { en: 'node is the node the pod runs on', 'zh-CN': 'node 是 Pod 所在的节点' });
    },
  },
});
