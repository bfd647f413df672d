import { type CheckContext, defineChecker, type Finding, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { endpointSliceKind } from '#kinds/endpointslice/endpointslice.ts';
import { replicaSetKind } from '#kinds/replicaset/replicaset.ts';
import type { Deployment, EndpointSlice, ReplicaSet } from '#machinery/generated/types.ts';
import { isControlledBy } from '#machinery/owner.ts';

const GOOD_IMAGE = 'nginx:1.27';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const replicasOf = (context: CheckContext): number => Number(context.parameters['replicas']);
const imageOf = (template: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } } | undefined): string =>
  template?.spec?.containers?.[0]?.image ?? '';

function noDeployment(app: string): Finding {
  return failed(
    { en: `a Deployment ${app}`, 'zh-CN': `存在 Deployment ${app}` },
    { en: `there is no Deployment ${app} in this namespace`, 'zh-CN': `这个命名空间里没有 Deployment ${app}` },
  );
}

export default defineChecker({
  'earlier-template': {
    goal: { en: 'The Deployment runs the release before the broken one', 'zh-CN': 'Deployment 运行出问题之前的那个发布' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return noDeployment(app);
      const image = imageOf(deployment.spec?.template);
      if (image === GOOD_IMAGE) return passed;
      return failed(
        { en: 'the pod template is the one of the release that ran before the broken one', 'zh-CN': 'Pod 模板是出问题之前那个发布的模板' },
        { en: `the pod template of ${app} names the image ${image}`, 'zh-CN': `${app} 的 Pod 模板使用镜像 ${image}` },
      );
    },
  },

  'all-replicas-serve': {
    goal: { en: 'All replicas are up to date and serve through the Service', 'zh-CN': '所有副本都已更新，并通过 Service 提供服务' },
    async check(context) {
      const app = appOf(context);
      const wanted = replicasOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return noDeployment(app);
      const { updatedReplicas = 0, readyReplicas = 0, replicas = 0, observedGeneration = 0 } = deployment.status ?? {};
      const isRolledOut =
        observedGeneration >= (deployment.metadata.generation ?? 0) && updatedReplicas === wanted && readyReplicas === wanted && replicas === wanted;
      if (!isRolledOut) {
        return failed(
          { en: `${wanted} replicas, all up to date and ready`, 'zh-CN': `${wanted} 个副本，全部已更新并就绪` },
          {
            en: `${replicas} replicas, ${updatedReplicas} up to date, ${readyReplicas} ready`,
            'zh-CN': `${replicas} 个副本，${updatedReplicas} 个已更新，${readyReplicas} 个就绪`,
          },
        );
      }
      return checkService(context, app, wanted);
    },
  },

  'history-kept': {
    goal: { en: 'The Deployment keeps its history', 'zh-CN': 'Deployment 保留了它的历史' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return noDeployment(app);
      const owned = (await context.list<ReplicaSet>(replicaSetKind)).filter((set) => isControlledBy(set, deployment));
      const current = owned.find((set) => imageOf(set.spec?.template) === imageOf(deployment.spec?.template));
      const earlier = current?.metadata.annotations?.['deployment.kubernetes.io/revision-history'];
      if (earlier !== undefined && owned.length > 1) return passed;
      return failed(
        {
          en: 'the release in use is one the Deployment had before, and the other releases are still in its history',
          'zh-CN': '正在使用的发布是该 Deployment 以前用过的，其他发布仍在历史中',
        },
        {
          en: `${app} has ${owned.length} release(s) in its history, and the one in use was not in use before`,
          'zh-CN': `${app} 的历史中有 ${owned.length} 个发布，正在使用的这个以前没有用过`,
        },
      );
    },
  },
});

async function checkService(context: CheckContext, app: string, wanted: number): Promise<Finding> {
  const slices = await context.list<EndpointSlice>(endpointSliceKind, { labelSelector: `kubernetes.io/service-name=${app}` });
  const ready = slices.flatMap((slice) => slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready === true).length;
  const expected = { en: `the Service ${app} sends requests to ${wanted} pods and answers`, 'zh-CN': `Service ${app} 把请求发给 ${wanted} 个 Pod 并给出应答` };
  if (ready !== wanted) return failed(expected, { en: `the Service ${app} has ${ready} ready endpoints`, 'zh-CN': `Service ${app} 有 ${ready} 个就绪的端点` });
  const answer = await context.http(`http://${app}.${context.namespace}/`);
  if (answer.status === 200) return passed;
  const seen = answer.status === 0 ? answer.error : `HTTP ${answer.status}`;
  return failed(expected, { en: `a request to ${app} got: ${seen}`, 'zh-CN': `向 ${app} 发出的请求得到：${seen}` });
}
