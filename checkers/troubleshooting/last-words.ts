import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { checkRolledOut, isReady, livingPods, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'stays-up': {
    goal: { en: 'Both replicas are ready by the judgement of their own probe', 'zh-CN': '两个副本按自己的探针判断都就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const probe = deployment.spec?.template.spec?.containers[0]?.readinessProbe?.exec?.command?.join(' ');
      if (probe === 'test -s /tmp/connected') return checkRolledOut(deployment, 2);
      return failed(
        { en: 'the readiness probe still looks whether the program is connected', 'zh-CN': '就绪探针仍然检查程序是否已连上' },
        { en: `the readiness probe runs: ${probe ?? '-'}`, 'zh-CN': `就绪探针运行的是：${probe ?? '-'}` },
      );
    },
  },

  'talks-to-its-store': {
    goal: { en: 'Every pod has found its store', 'zh-CN': '每个 Pod 都找到了它的存储服务' },
    async check(context) {
      const app = appOf(context);
      const pods = (await livingPods(context, `app=${app}`)).filter(isReady);
      const expected = { en: `each pod of ${app} has connected to the store`, 'zh-CN': `${app} 的每个 Pod 都连上了存储服务` };
      if (pods.length === 0) return failed(expected, { en: 'no pod is ready', 'zh-CN': '没有就绪的 Pod' });
      for (const pod of pods) {
        const name = pod.metadata?.name ?? '';
        const line = (await context.readFile(name, '/tmp/connected'))?.trim() ?? '';
        if (line !== '+PONG') return failed(expected, { en: `${name} has not got an answer of the store`, 'zh-CN': `${name} 没有得到存储服务的应答` });
      }
      return passed;
    },
  },
});
