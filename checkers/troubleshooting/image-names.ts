import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const WANTED = { prepare: 'busybox:1.36', server: 'nginx:1.27-alpine' };
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'all-run': {
    goal: { en: 'All replicas are ready', 'zh-CN': '所有副本都就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      return deployment ? checkRolledOut(deployment, Number(context.parameters['replicas'])) : missing('Deployment', appOf(context));
    },
  },

  'as-intended': {
    goal: { en: 'Both containers run the images that were meant', 'zh-CN': '两个容器运行的都是原本想用的镜像' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const { initContainers = [], containers = [] } = deployment.spec?.template.spec ?? {};
      const prepare = initContainers.find((container) => container.name === 'prepare')?.image ?? '-';
      const server = containers.find((container) => container.name === 'server')?.image ?? '-';
      if (prepare === WANTED.prepare && server === WANTED.server) return passed;
      return failed(
        { en: `prepare runs ${WANTED.prepare}, server runs ${WANTED.server}`, 'zh-CN': `prepare 用 ${WANTED.prepare}，server 用 ${WANTED.server}` },
        { en: `prepare: ${prepare}, server: ${server}`, 'zh-CN': `prepare：${prepare}，server：${server}` },
      );
    },
  },
});
