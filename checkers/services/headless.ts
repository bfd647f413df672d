import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { serviceKind } from '#kinds/service/service.ts';
import type { Service } from '#machinery/generated/types.ts';
import { checkEndpointsArePods, formatAnswer } from '../service-traffic.ts';
import { livingPods, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const peersOf = (context: CheckContext): string => `${appOf(context)}-peers`;

export default defineChecker({
  'name-of-many': {
    goal: { en: 'One name gives the addresses of all pods', 'zh-CN': '一个名字给出所有 Pod 的地址' },
    async check(context) {
      const name = peersOf(context);
      const service = await context.get<Service>(serviceKind, name);
      if (!service) return missing('Service', name);
      if (service.spec?.clusterIP !== 'None') {
        return failed(
          { en: `${name} has no address of its own`, 'zh-CN': `${name} 没有自己的地址` },
          { en: `${name} has the cluster IP ${service.spec?.clusterIP ?? '-'}`, 'zh-CN': `${name} 的集群 IP 是 ${service.spec?.clusterIP ?? '-'}` },
        );
      }
      return checkEndpointsArePods(context, name, await livingPods(context, `app=${appOf(context)}`), Number(context.parameters['replicas']));
    },
  },

  'name-of-each': {
    goal: { en: 'Every pod can be reached under its own name', 'zh-CN': '每个 Pod 都能用自己的名字访问到' },
    async check(context) {
      for (let i = 0; i < Number(context.parameters['replicas']); i++) {
        const pod = `${appOf(context)}-${i}`;
        const url = `http://${pod}.${peersOf(context)}.${context.namespace}.svc.cluster.local:8080/hostname`;
        const answer = await context.http(url);
        if (answer.status === 200 && answer.body.trim() === pod) continue;
        const seen = answer.status === 200 ? answer.body.trim() : formatAnswer(answer);
        return failed(
          { en: `${pod} answers under ${pod}.${peersOf(context)}`, 'zh-CN': `${pod} 在 ${pod}.${peersOf(context)} 这个名字下应答` },
          { en: `the request got: ${seen}`, 'zh-CN': `请求得到：${seen}` },
        );
      }
      return passed;
    },
  },
});
