import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const IMAGE = 'nginx:1.29';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const replicasOf = (context: CheckContext): number => Number(context.parameters['replicas']);

/** How many pods a strategy's number or percentage comes to. */
function resolve(value: number | string | undefined, replicas: number, round: (share: number) => number): number {
  if (typeof value === 'string' && value.endsWith('%')) return round((Number(value.slice(0, -1)) * replicas) / 100);
  return Number(value ?? 0);
}

const formatStrategy = (deployment: Deployment): string => {
  const { type = '', rollingUpdate } = deployment.spec?.strategy ?? {};
  return rollingUpdate ? `${type}, maxUnavailable ${rollingUpdate.maxUnavailable}, maxSurge ${rollingUpdate.maxSurge}` : type;
};

export default defineChecker({
  'no-gap-allowed': {
    goal: { en: 'No replica may be missing during a release', 'zh-CN': '发布时不允许缺少副本' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const rolling = deployment.spec?.strategy?.rollingUpdate;
      if (rolling && resolve(rolling.maxUnavailable, replicasOf(context), Math.floor) === 0) return passed;
      return failed(
        { en: 'a rolling update with no pod unavailable', 'zh-CN': '不允许 Pod 不可用的滚动更新' },
        { en: formatStrategy(deployment), 'zh-CN': formatStrategy(deployment) },
      );
    },
  },

  'one-at-a-time': {
    goal: { en: 'One pod more at a time', 'zh-CN': '一次只多一个 Pod' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const rolling = deployment.spec?.strategy?.rollingUpdate;
      if (rolling && resolve(rolling.maxSurge, replicasOf(context), Math.ceil) === 1) return passed;
      return failed(
        { en: `a rolling update with one pod above ${replicasOf(context)}`, 'zh-CN': `滚动更新最多比 ${replicasOf(context)} 个多一个 Pod` },
        { en: formatStrategy(deployment), 'zh-CN': formatStrategy(deployment) },
      );
    },
  },

  'released-and-ready': {
    goal: { en: 'All replicas run the new image and answer', 'zh-CN': '所有副本都运行新镜像并能应答' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const container = deployment.spec?.template.spec?.containers[0];
      const expected = { en: `the image ${IMAGE} and a readiness probe`, 'zh-CN': `镜像 ${IMAGE}，并有就绪探针` };
      if (container?.image !== IMAGE) return failed(expected, { en: `the image ${container?.image}`, 'zh-CN': `镜像 ${container?.image}` });
      if (!container.readinessProbe) return failed(expected, { en: 'no readiness probe', 'zh-CN': '没有就绪探针' });
      return checkRolledOut(deployment, replicasOf(context));
    },
  },
});
