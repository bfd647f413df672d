import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment, Probe } from '#machinery/generated/types.ts';
import { checkRolledOut, missing } from '../workloads.ts';

/** A hung server must be found out within so many seconds. */
const LONGEST_HANG_SECONDS = 30;
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const patienceSeconds = (probe: Probe): number => (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3);

export default defineChecker({
  'comes-up': {
    goal: { en: 'The pods are given the time they need, and become ready', 'zh-CN': 'Pod 得到了所需的启动时间，并且就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const probe = deployment.spec?.template.spec?.containers[0]?.startupProbe;
      const seconds = Number(context.parameters['seconds']);
      const granted = probe ? (probe.initialDelaySeconds ?? 0) + patienceSeconds(probe) : 0;
      if (granted > seconds) return checkRolledOut(deployment, 2);
      return failed(
        { en: `a startup probe that waits for more than ${seconds} seconds`, 'zh-CN': `有一个启动探针，等待时间超过 ${seconds} 秒` },
        probe
          ? { en: `the startup probe waits for ${granted} seconds`, 'zh-CN': `启动探针等待 ${granted} 秒` }
          : { en: 'there is no startup probe', 'zh-CN': '没有启动探针' },
      );
    },
  },

  'still-watched': {
    goal: { en: 'A server that hangs later is found out as soon as before', 'zh-CN': '之后如果服务器卡住，仍能像以前一样很快发现' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const { livenessProbe, startupProbe } = deployment.spec?.template.spec?.containers[0] ?? {};
      const expected = {
        en: `a liveness probe takes over after the start and gives up after ${LONGEST_HANG_SECONDS} seconds at most`,
        'zh-CN': `启动之后由存活探针接手，最多 ${LONGEST_HANG_SECONDS} 秒就放弃`,
      };
      if (!livenessProbe) return failed(expected, { en: 'there is no liveness probe', 'zh-CN': '没有存活探针' });
      if (!startupProbe) return failed(expected, { en: 'nothing but the liveness probe watches the start', 'zh-CN': '启动阶段只有存活探针在看' });
      const waits = patienceSeconds(livenessProbe);
      if (waits <= LONGEST_HANG_SECONDS) return passed;
      return failed(expected, { en: `the liveness probe waits for ${waits} seconds`, 'zh-CN': `存活探针要等 ${waits} 秒` });
    },
  },
});
