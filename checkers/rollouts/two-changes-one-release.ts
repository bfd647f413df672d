import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { replicaSetKind } from '#kinds/replicaset/replicaset.ts';
import type { Deployment, PodSpec, ReplicaSet } from '#machinery/generated/types.ts';
import { isControlledBy } from '#machinery/owner.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const IMAGE = 'nginx:1.29';
const RELEASES = 2;

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

function hasBoth(spec: PodSpec | undefined): boolean {
  const container = spec?.containers[0];
  return container?.image === IMAGE && (container.env ?? []).some((variable) => variable.name === 'MODE' && variable.value === 'production');
}

export default defineChecker({
  'both-changes': {
    goal: { en: 'The template has the new image and the variable', 'zh-CN': '模板里有新镜像和变量' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      if (hasBoth(deployment.spec?.template.spec)) return passed;
      const container = deployment.spec?.template.spec?.containers[0];
      const seen = [container?.image ?? '', ...(container?.env ?? []).map((variable) => `${variable.name}=${variable.value ?? ''}`)].join(', ');
      return failed({ en: `${IMAGE} and MODE=production`, 'zh-CN': `${IMAGE} 和 MODE=production` }, { en: seen, 'zh-CN': seen });
    },
  },

  'one-revision': {
    goal: { en: 'Both came in one release', 'zh-CN': '两处改动在同一次发布中到达' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const releases = (await context.list<ReplicaSet>(replicaSetKind)).filter((set) => isControlledBy(set, deployment));
      if (releases.length === RELEASES && releases.some((set) => hasBoth(set.spec?.template?.spec))) return passed;
      return failed(
        { en: 'two releases in the history: the old one and one with both changes', 'zh-CN': '历史里有两个版本：旧的，以及同时含两处改动的' },
        { en: `${releases.length} release(s)`, 'zh-CN': `${releases.length} 个版本` },
      );
    },
  },

  'rolled-out': {
    goal: { en: 'All replicas have the new release', 'zh-CN': '所有副本都是新版本' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      if (deployment.spec?.paused) {
        return failed({ en: 'a Deployment that is not paused', 'zh-CN': 'Deployment 没有暂停' }, { en: 'it is paused', 'zh-CN': '它处于暂停状态' });
      }
      if (!hasBoth(deployment.spec?.template.spec)) {
        return failed({ en: 'the new template in use', 'zh-CN': '使用新的模板' }, { en: 'the template is not the new one', 'zh-CN': '模板不是新的' });
      }
      return checkRolledOut(deployment, Number(context.parameters['replicas']));
    },
  },
});
