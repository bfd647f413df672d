import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { replicaSetKind } from '#kinds/replicaset/replicaset.ts';
import type { Deployment, ReplicaSet } from '#machinery/generated/types.ts';
import { isControlledBy } from '#machinery/owner.ts';
import { checkRolledOut, livingPods, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const replicasOf = (context: CheckContext): number => Number(context.parameters['replicas']);

export default defineChecker({
  'old-name-gone': {
    goal: { en: 'The Deployment with the old name is gone', 'zh-CN': '旧名字的 Deployment 不在了' },
    async check(context) {
      const name = `temp-${appOf(context)}`;
      if (!(await context.get<Deployment>(deploymentKind, name))) return passed;
      return failed({ en: `no Deployment ${name}`, 'zh-CN': `没有 Deployment ${name}` }, { en: `${name} is still there`, 'zh-CN': `${name} 还在` });
    },
  },

  'managed-by-the-new-one': {
    goal: { en: 'The new Deployment manages all replicas', 'zh-CN': '新的 Deployment 管理全部副本' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      return deployment ? checkRolledOut(deployment, replicasOf(context)) : missing('Deployment', appOf(context));
    },
  },

  'same-pods': {
    goal: { en: 'No pod was stopped or replaced', 'zh-CN': '没有 Pod 被停止或替换' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const sets = (await context.list<ReplicaSet>(replicaSetKind)).filter((set) => isControlledBy(set, deployment));
      const owned = (await livingPods(context, `app=${app}`)).filter((pod) => sets.some((set) => isControlledBy(pod, set)));
      const born = deployment.metadata.creationTimestamp ?? '';
      const older = owned.filter((pod) => (pod.metadata?.creationTimestamp ?? '') < born);
      if (older.length === replicasOf(context) && owned.length === older.length) return passed;
      return failed(
        {
          en: `${replicasOf(context)} pods of ${app}, all older than the Deployment`,
          'zh-CN': `${app} 有 ${replicasOf(context)} 个 Pod，都比 Deployment 更早创建`,
        },
        {
          en: `${app} has ${owned.length} pods, ${older.length} of them older than it`,
          'zh-CN': `${app} 有 ${owned.length} 个 Pod，其中 ${older.length} 个比它更早创建`,
        },
      );
    },
  },
});
