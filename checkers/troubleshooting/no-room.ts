import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { compareQuantities, parseQuantity } from '#machinery/quantity.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const NEEDED_CPU = parseQuantity('300m');
const LARGEST_REQUEST = parseQuantity('600m');
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'all-placed': {
    goal: { en: 'All replicas have a node and are ready', 'zh-CN': '所有副本都有节点，并且就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      return deployment ? checkRolledOut(deployment, Number(context.parameters['replicas'])) : missing('Deployment', appOf(context));
    },
  },

  'asks-for-what-it-needs': {
    goal: { en: 'Each pod asks for the processor time it uses, not much more', 'zh-CN': '每个 Pod 申请的 CPU 和实际使用相当，不多要' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const expected = { en: 'a CPU request of 300m to 600m', 'zh-CN': 'CPU 申请量在 300m 到 600m 之间' };
      const request = deployment.spec?.template.spec?.containers[0]?.resources?.requests?.['cpu'];
      if (request === undefined) return failed(expected, { en: 'there is no CPU request', 'zh-CN': '没有 CPU 申请量' });
      const cpu = parseQuantity(request);
      return compareQuantities(cpu, NEEDED_CPU) >= 0 && compareQuantities(cpu, LARGEST_REQUEST) <= 0
        ? passed
        : failed(expected, { en: `the CPU request is ${request}`, 'zh-CN': `CPU 申请量是 ${request}` });
    },
  },
});
