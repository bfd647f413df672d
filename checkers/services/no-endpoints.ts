import { type CheckContext, defineChecker } from '#course/checker.ts';
import { serviceKind } from '#kinds/service/service.ts';
import type { Service } from '#machinery/generated/types.ts';
import { checkAnswers, checkEndpointsArePods } from '../service-traffic.ts';
import { livingPods, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'reaches-the-servers': {
    goal: { en: 'The Service has the server pods as endpoints, and only them', 'zh-CN': 'Service 的端点正好是服务器 Pod' },
    async check(context) {
      const app = appOf(context);
      if (!(await context.get<Service>(serviceKind, app))) return missing('Service', app);
      const servers = (await livingPods(context, `app=${app},role=server`)).filter((pod) => pod.metadata?.ownerReferences?.[0]?.kind === 'ReplicaSet');
      return checkEndpointsArePods(context, app, servers, Number(context.parameters['replicas']));
    },
  },

  answers: {
    goal: { en: 'Requests to the Service are answered', 'zh-CN': '发往 Service 的请求得到应答' },
    check: (context) => checkAnswers(context, `http://${appOf(context)}.${context.namespace}/`),
  },
});
