import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { serviceKind } from '#kinds/service/service.ts';
import type { Service } from '#machinery/generated/types.ts';
import { formatAnswer, readyEndpoints } from '../service-traffic.ts';
import { isReady, livingPods, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
/** Two of the old release and two of the new. */
const PODS_PER_RELEASE = 2;

export default defineChecker({
  'every-endpoint-answers': {
    goal: { en: 'All pods of both releases answer through port 80 of the Service', 'zh-CN': '两个版本的所有 Pod 都通过 Service 的 80 端口应答' },
    async check(context) {
      const app = appOf(context);
      const service = await context.get<Service>(serviceKind, app);
      if (!service) return missing('Service', app);
      const expected = {
        en: `port 80 of ${app} leads to ${PODS_PER_RELEASE} pods of each release, and each of them answers`,
        'zh-CN': `${app} 的 80 端口通向每个版本的 ${PODS_PER_RELEASE} 个 Pod，并且个个都应答`,
      };
      const ports = (service.spec?.ports ?? []).map((port) => port.port);
      if (!ports.includes(80)) return failed(expected, { en: `the Service has the port ${ports.join(', ')}`, 'zh-CN': `Service 的端口是 ${ports.join('、')}` });
      for (const release of ['old', 'new']) {
        const ready = (await livingPods(context, `app=${app},release=${release}`)).filter(isReady).length;
        if (ready !== PODS_PER_RELEASE) {
          return failed(expected, { en: `${ready} ready pods of the ${release} release`, 'zh-CN': `标签为 release=${release} 的就绪 Pod 有 ${ready} 个` });
        }
      }
      const endpoints = await readyEndpoints(context, app);
      if (endpoints.length !== 2 * PODS_PER_RELEASE) {
        return failed(expected, { en: `${endpoints.length} ready endpoints`, 'zh-CN': `有 ${endpoints.length} 个就绪端点` });
      }
      for (const { address, port } of endpoints) {
        const answer = await context.http(`http://${address}:${port}/`);
        if (answer.status !== 200) {
          const seen = formatAnswer(answer);
          return failed(expected, { en: `the endpoint ${address}:${port} gave: ${seen}`, 'zh-CN': `端点 ${address}:${port} 给出：${seen}` });
        }
      }
      return passed;
    },
  },

  'port-by-name': {
    goal: { en: 'The Service names the port of the container instead of numbering it', 'zh-CN': 'Service 用名字而不是数字指明容器端口' },
    async check(context) {
      const app = appOf(context);
      const service = await context.get<Service>(serviceKind, app);
      if (!service) return missing('Service', app);
      const targetPort = service.spec?.ports?.find((port) => port.port === 80)?.targetPort;
      if (targetPort === 'http') return passed;
      return failed(
        { en: 'the target port is the name that both releases give their port', 'zh-CN': '目标端口是两个版本都给自己端口起的那个名字' },
        { en: `the target port is ${targetPort ?? '-'}`, 'zh-CN': `目标端口是 ${targetPort ?? '-'}` },
      );
    },
  },
});
