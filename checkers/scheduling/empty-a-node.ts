import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { nodeKind } from '#kinds/node/node.ts';
import type { Deployment, Node } from '#machinery/generated/types.ts';
import { controllerOf } from '#machinery/owner.ts';
import { checkRolledOut, isReady, livingPods, missing } from '../workloads.ts';

const NODE = 'worker-2';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'closed-for-scheduling': {
    goal: { en: 'The node takes no new pods', 'zh-CN': '节点不接受新的 Pod' },
    async check(context) {
      const node = await context.get<Node>(nodeKind, NODE);
      const expected = { en: `${NODE} is in the cluster and closed for scheduling`, 'zh-CN': `${NODE} 在集群里，且已停止调度` };
      if (!node) return failed(expected, { en: 'there is no such node', 'zh-CN': '没有这个节点' });
      if (node.spec?.unschedulable) return passed;
      return failed(expected, { en: 'it is open', 'zh-CN': '它仍开放调度' });
    },
  },

  'nothing-left-there': {
    goal: { en: 'Only the DaemonSet’s pod is left on the node', 'zh-CN': '节点上只剩 DaemonSet 的 Pod' },
    async check(context) {
      const there = (await livingPods(context, '')).filter((pod) => pod.spec?.nodeName === NODE);
      const agents = there.filter((pod) => controllerOf(pod)?.kind === 'DaemonSet');
      if (agents.length === 1 && there.length === 1) return passed;
      const names = there.map((pod) => pod.metadata?.name).join(', ') || '-';
      return failed(
        { en: `one pod on ${NODE}, of the DaemonSet`, 'zh-CN': `${NODE} 上只有一个 Pod，属于 DaemonSet` },
        { en: `on it: ${names}`, 'zh-CN': `上面有：${names}` },
      );
    },
  },

  'others-stay-open': {
    goal: { en: 'All replicas are ready on the other nodes, which stay open', 'zh-CN': '全部副本在其他节点上就绪，这些节点仍然开放' },
    async check(context) {
      const [app, wanted] = [appOf(context), Number(context.parameters['replicas'])];
      const closed = (await context.list<Node>(nodeKind, { namespace: '' })).filter((node) => node.metadata.name !== NODE && node.spec?.unschedulable);
      if (closed.length > 0) {
        const names = closed.map((node) => node.metadata.name).join(', ');
        return failed(
          { en: `only ${NODE} is closed`, 'zh-CN': `只有 ${NODE} 停止调度` },
          { en: `closed as well: ${names}`, 'zh-CN': `同样停止调度的还有：${names}` },
        );
      }
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const rolledOut = checkRolledOut(deployment, wanted);
      if (rolledOut.outcome !== 'passed') return rolledOut;
      const elsewhere = (await livingPods(context, `app=${app}`)).filter((pod) => isReady(pod) && pod.spec?.nodeName !== NODE);
      if (elsewhere.length === wanted) return passed;
      return failed(
        { en: `${wanted} ready pods on other nodes`, 'zh-CN': `其他节点上有 ${wanted} 个就绪的 Pod` },
        { en: `there are ${elsewhere.length}`, 'zh-CN': `现在有 ${elsewhere.length} 个` },
      );
    },
  },
});
