import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { compareQuantities, parseQuantity } from '#machinery/quantity.ts';
import { checkRolledOut, livingPods, missing } from '../workloads.ts';

const LARGEST_LIMIT_MI = 256;
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'stays-up': {
    goal: { en: 'The pod is ready and has not been killed since it started', 'zh-CN': 'Pod 就绪，启动以来没有再被杀死' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const restarts = (await livingPods(context, `app=${app}`)).flatMap((pod) => pod.status?.containerStatuses ?? []).map((status) => status.restartCount);
      const most = Math.max(0, ...restarts);
      if (most === 0) return checkRolledOut(deployment, 1);
      return failed(
        { en: `a pod of ${app} that has never been restarted`, 'zh-CN': `${app} 的 Pod 从未重启过` },
        { en: `a container has been restarted ${most} times`, 'zh-CN': `有容器已经重启了 ${most} 次` },
      );
    },
  },

  'within-bounds': {
    goal: { en: 'It has room for what it needs, and a limit no larger than allowed', 'zh-CN': '内存够用，限制又不超过允许的上限' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const container = deployment.spec?.template.spec?.containers[0];
      const needMi = Number(context.parameters['need']);
      const expected = {
        en: `the program still uses ${needMi} MiB, with a memory limit of ${needMi} to ${LARGEST_LIMIT_MI} MiB`,
        'zh-CN': `程序仍然使用 ${needMi} MiB，内存限制在 ${needMi} 到 ${LARGEST_LIMIT_MI} MiB 之间`,
      };
      const args = (container?.command ?? []).join(' ');
      if (!args.includes(`--vm-bytes ${needMi}M`)) return failed(expected, { en: `the program was changed: ${args}`, 'zh-CN': `程序被改成了：${args}` });
      const limit = container?.resources?.limits?.['memory'];
      if (limit === undefined) return failed(expected, { en: 'there is no memory limit', 'zh-CN': '没有内存限制' });
      const compareWith = (mebibytes: number): number => compareQuantities(parseQuantity(limit), parseQuantity(`${mebibytes}Mi`));
      if (compareWith(needMi) > 0 && compareWith(LARGEST_LIMIT_MI) <= 0) return passed;
      return failed(expected, { en: `the memory limit is ${limit}`, 'zh-CN': `内存限制是 ${limit}` });
    },
  },
});
