import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { serviceKind } from '#kinds/service/service.ts';
import type { Service } from '#machinery/generated/types.ts';
import { formatAnswer, readyEndpoints } from '../service-traffic.ts';
import { missing } from '../workloads.ts';

const REPLICAS = 3;
const REQUESTS = 8;
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'one-pod-per-client': {
    goal: { en: 'A client that asks again gets the same of the three pods', 'zh-CN': '同一个客户端再次请求，总是到三个 Pod 中的同一个' },
    async check(context) {
      const app = appOf(context);
      if (!(await context.get<Service>(serviceKind, app))) return missing('Service', app);
      const expected = {
        en: `${app} has ${REPLICAS} pods to choose from, and ${REQUESTS} requests of one client all go to the same`,
        'zh-CN': `${app} 有 ${REPLICAS} 个 Pod 可选，而一个客户端的 ${REQUESTS} 次请求都到同一个 Pod`,
      };
      const endpoints = await readyEndpoints(context, app);
      if (endpoints.length !== REPLICAS) {
        return failed(expected, { en: `${endpoints.length} ready endpoints`, 'zh-CN': `有 ${endpoints.length} 个就绪端点` });
      }
      const names = new Set<string>();
      for (let i = 0; i < REQUESTS; i++) {
        const answer = await context.http(`http://${app}.${context.namespace}/hostname`);
        if (answer.status !== 200) return failed(expected, { en: `a request got: ${formatAnswer(answer)}`, 'zh-CN': `有请求得到：${formatAnswer(answer)}` });
        names.add(answer.body.trim());
      }
      if (names.size === 1) return passed;
      return failed(expected, { en: `${names.size} different pods answered`, 'zh-CN': `有 ${names.size} 个不同的 Pod 应答` });
    },
  },

  'for-so-long': {
    goal: { en: 'The Service remembers a client for as long as a session lasts', 'zh-CN': 'Service 记住客户端的时间和会话一样长' },
    async check(context) {
      const app = appOf(context);
      const service = await context.get<Service>(serviceKind, app);
      if (!service) return missing('Service', app);
      const wantedSeconds = Number(context.parameters['minutes']) * 60;
      const { sessionAffinity, sessionAffinityConfig } = service.spec ?? {};
      const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
      if (sessionAffinity === 'ClientIP' && seconds === wantedSeconds) return passed;
      return failed(
        { en: `clients are remembered for ${wantedSeconds} seconds`, 'zh-CN': `客户端被记住 ${wantedSeconds} 秒` },
        {
          en: `session affinity ${sessionAffinity ?? 'None'}, ${seconds ?? 0} seconds`,
          'zh-CN': `会话亲和性为 ${sessionAffinity ?? 'None'}，${seconds ?? 0} 秒`,
        },
      );
    },
  },
});
