import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const IMAGE = 'nginx:1.27';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const replicasOf = (context: CheckContext): number => Number(context.parameters['replicas']);

export default defineChecker({
  'as-in-the-file': {
    goal: { en: 'Image and replicas are those of the file', 'zh-CN': '镜像和副本数与文件相同' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const image = deployment.spec?.template.spec?.containers[0]?.image ?? '';
      const replicas = deployment.spec?.replicas ?? 0;
      if (image === IMAGE && replicas === replicasOf(context)) return passed;
      return failed(
        { en: `${replicasOf(context)} replicas of ${IMAGE}`, 'zh-CN': `${replicasOf(context)} 个副本，镜像 ${IMAGE}` },
        { en: `the Deployment wants ${replicas} replicas of ${image}`, 'zh-CN': `Deployment 期望 ${replicas} 个副本，镜像 ${image}` },
      );
    },
  },

  'nothing-foreign': {
    goal: { en: 'Nothing is set that the file does not ask for', 'zh-CN': '没有文件未要求的设置' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const foreign = (deployment.spec?.template.spec?.containers ?? []).flatMap((container) => container.env ?? []).map((variable) => variable.name);
      if (foreign.length === 0) return passed;
      return failed(
        { en: 'a pod template without environment variables, as in the file', 'zh-CN': 'Pod 模板和文件一样，没有环境变量' },
        { en: `the template sets ${foreign.join(', ')}`, 'zh-CN': `模板设置了 ${foreign.join('、')}` },
      );
    },
  },

  'all-ready': {
    goal: { en: 'All replicas are up to date and ready', 'zh-CN': '所有副本都已更新并就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      return deployment ? checkRolledOut(deployment, replicasOf(context)) : missing('Deployment', appOf(context));
    },
  },
});
