import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'all-ready': {
    goal: { en: 'All replicas are ready', 'zh-CN': '所有副本就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      return deployment ? checkRolledOut(deployment, Number(context.parameters['replicas'])) : missing('Deployment', appOf(context));
    },
  },

  'still-asked': {
    goal: { en: 'A readiness probe asks over HTTP, and gets an answer', 'zh-CN': '就绪探针通过 HTTP 询问，并得到应答' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const probe = deployment.spec?.template.spec?.containers[0]?.readinessProbe;
      const expected = { en: 'a readiness probe with an HTTP request that this server can answer', 'zh-CN': '就绪探针发出的 HTTP 请求是这个服务器能应答的' };
      if (!probe?.httpGet) return failed(expected, { en: 'there is no such probe', 'zh-CN': '没有这样的探针' });
      if ((deployment.status?.readyReplicas ?? 0) > 0) return passed;
      const { path = '/', port } = probe.httpGet;
      return failed(expected, { en: `it asks for ${path} on port ${port}, and no pod is ready`, 'zh-CN': `它请求端口 ${port} 的 ${path}，没有 Pod 就绪` });
    },
  },

  answers: {
    goal: { en: 'The Service answers', 'zh-CN': 'Service 给出应答' },
    async check(context) {
      const answer = await context.http(`http://${appOf(context)}.${context.namespace}/`);
      if (answer.status === 200) return passed;
      const seen = answer.status === 0 ? answer.error : `HTTP ${answer.status}`;
      return failed({ en: `${appOf(context)} answers with 200`, 'zh-CN': `${appOf(context)} 应答 200` }, { en: seen, 'zh-CN': seen });
    },
  },
});
