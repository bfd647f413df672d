import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment, Probe } from '#machinery/generated/types.ts';
import { checkRolledOut, livingPods, missing } from '../workloads.ts';

const REPLICAS = 2;
const MAX_LIVENESS_SECONDS = 15;
const MAX_STARTUP_SECONDS = 300;

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const containerOf = (deployment: Deployment) => deployment.spec?.template.spec?.containers[0];
/** How long a probe has to fail until something follows from it. */
const patienceSeconds = (probe: Probe): number => (probe.initialDelaySeconds ?? 0) + (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3);

export default defineChecker({
  'comes-up': {
    goal: { en: 'Both replicas come up without a restart', 'zh-CN': '两个副本不经重启就能起来' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const restarts = (await livingPods(context, `app=${appOf(context)}`)).flatMap((pod) => pod.status?.containerStatuses ?? []);
      const restarted = restarts.filter((status) => status.restartCount > 0);
      if (restarted.length > 0) {
        return failed(
          { en: 'containers that have never been restarted', 'zh-CN': '从未重启过的容器' },
          { en: `${restarted.length} of ${restarts.length} have been`, 'zh-CN': `${restarts.length} 个中有 ${restarted.length} 个重启过` },
        );
      }
      return checkRolledOut(deployment, REPLICAS);
    },
  },

  'liveness-still-sharp': {
    goal: { en: 'A hanging program is found out within 15 seconds, once it has started', 'zh-CN': '启动完成后，卡住的程序在 15 秒内被发现' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const { livenessProbe, startupProbe } = containerOf(deployment) ?? {};
      const expected = {
        en: `a liveness probe that gives up within ${MAX_LIVENESS_SECONDS} seconds and waits for the start`,
        'zh-CN': `有一个存活探针，${MAX_LIVENESS_SECONDS} 秒内放弃，并且等启动完成后才开始`,
      };
      if (!livenessProbe) return failed(expected, { en: 'there is no liveness probe', 'zh-CN': '没有存活探针' });
      const patience = patienceSeconds(livenessProbe);
      if (patience > MAX_LIVENESS_SECONDS) return failed(expected, { en: `it gives up after ${patience} seconds`, 'zh-CN': `它 ${patience} 秒后才放弃` });
      if (startupProbe) return passed;
      return failed(expected, { en: 'nothing holds it back while the program starts', 'zh-CN': '程序启动期间没有什么拦着它' });
    },
  },

  'limit-for-the-start': {
    goal: { en: 'The start has a limit of its own', 'zh-CN': '启动有单独的时限' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const boot = Number(context.parameters['boot']);
      const expected = {
        en: `a startup probe with ${boot} to ${MAX_STARTUP_SECONDS} seconds of patience`,
        'zh-CN': `启动探针的耐心在 ${boot} 到 ${MAX_STARTUP_SECONDS} 秒之间`,
      };
      const probe = containerOf(deployment)?.startupProbe;
      if (!probe) return failed(expected, { en: 'there is no startup probe', 'zh-CN': '没有启动探针' });
      const patience = patienceSeconds(probe);
      if (patience >= boot && patience <= MAX_STARTUP_SECONDS) return passed;
      return failed(expected, { en: `it has ${patience} seconds`, 'zh-CN': `它只等 ${patience} 秒` });
    },
  },
});
