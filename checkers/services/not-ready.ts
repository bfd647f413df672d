import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { checkEndpointsArePods } from '../service-traffic.ts';
import { isReady, livingPods, missing } from '../workloads.ts';

const HEALTH_PATH = '/healthz';
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'ready-pods-are-endpoints': {
    goal: { en: 'All pods are ready, and the Service sends requests to them', 'zh-CN': '所有 Pod 都就绪，Service 把请求发给它们' },
    async check(context) {
      const app = appOf(context);
      const wanted = Number(context.parameters['replicas']);
      const ready = (await livingPods(context, `app=${app}`)).filter(isReady);
      if (ready.length === wanted) return checkEndpointsArePods(context, app, ready, wanted);
      return failed(
        { en: `${wanted} pods of ${app} are ready`, 'zh-CN': `${app} 有 ${wanted} 个 Pod 就绪` },
        { en: `${ready.length} are ready`, 'zh-CN': `就绪的有 ${ready.length} 个` },
      );
    },
  },

  'probe-asks-the-health-page': {
    goal: { en: 'The readiness probe asks the page on which the program tells its health', 'zh-CN': '就绪探针访问的是程序报告健康状况的页面' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const request = deployment.spec?.template.spec?.containers[0]?.readinessProbe?.httpGet;
      if (request?.path === HEALTH_PATH) return passed;
      return failed(
        { en: `a readiness probe that requests ${HEALTH_PATH}`, 'zh-CN': `就绪探针请求 ${HEALTH_PATH}` },
        request
          ? { en: `the readiness probe requests ${request.path ?? '/'}`, 'zh-CN': `就绪探针请求的是 ${request.path ?? '/'}` }
          : { en: 'there is no readiness probe that sends a request', 'zh-CN': '没有发送请求的就绪探针' },
      );
    },
  },
});
