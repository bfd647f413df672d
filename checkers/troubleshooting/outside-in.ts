import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { checkAnswers, checkEndpointsArePods } from '../service-traffic.ts';
import { checkRolledOut, isReady, livingPods, missing } from '../workloads.ts';

const REPLICAS = 2;
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'has-its-settings': {
    goal: { en: 'The pods run with their settings', 'zh-CN': 'Pod 带着它们的配置运行' },
    async check(context) {
      const pods = (await livingPods(context, `app=${appOf(context)}`)).filter((pod) => pod.status?.phase === 'Running');
      const region = context.parameters['region'] ?? '';
      const expected = {
        en: `${REPLICAS} running pods with the line region=${region} in /etc/app/app.properties`,
        'zh-CN': `${REPLICAS} 个运行中的 Pod，/etc/app/app.properties 里有 region=${region} 这一行`,
      };
      if (pods.length !== REPLICAS) return failed(expected, { en: `${pods.length} pods run`, 'zh-CN': `有 ${pods.length} 个 Pod 在运行` });
      for (const pod of pods) {
        const name = pod.metadata?.name ?? '';
        const settings = await context.readFile(name, '/etc/app/app.properties');
        if (settings?.includes(`region=${region}`)) continue;
        return failed(expected, {
          en: `${name} ${settings === undefined ? 'has no such file' : 'has a file without that line'}`,
          'zh-CN': `${name} ${settings === undefined ? '没有这个文件' : '的文件里没有这一行'}`,
        });
      }
      return passed;
    },
  },

  'ready-by-probe': {
    goal: { en: 'All replicas are ready, and a probe says so', 'zh-CN': '所有副本都就绪，而且是由探针确认的' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      if (deployment.spec?.template.spec?.containers[0]?.readinessProbe?.httpGet) return checkRolledOut(deployment, REPLICAS);
      return failed({ en: 'a readiness probe that sends a request', 'zh-CN': '有一个发送请求的就绪探针' }, { en: 'there is none', 'zh-CN': '没有这样的探针' });
    },
  },

  'reached-through-the-service': {
    goal: { en: 'Requests to the Service reach the pods', 'zh-CN': '发往 Service 的请求能到达 Pod' },
    async check(context) {
      const app = appOf(context);
      const ready = (await livingPods(context, `app=${app}`)).filter(isReady);
      const endpoints = await checkEndpointsArePods(context, app, ready, REPLICAS);
      return endpoints.outcome === 'passed' ? checkAnswers(context, `http://${app}.${context.namespace}/`) : endpoints;
    },
  },
});
