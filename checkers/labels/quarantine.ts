import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { endpointSliceKind } from '#kinds/endpointslice/endpointslice.ts';
import type { Deployment, EndpointSlice, Pod } from '#machinery/generated/types.ts';
import { controllerOf } from '#machinery/owner.ts';
import { checkRolledOut, isReady, livingPods, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

async function findSickPod(context: CheckContext): Promise<Pod | undefined> {
  return (await livingPods(context, '')).find((pod) => pod.metadata?.annotations?.['ticket'] === context.parameters['ticket']);
}

async function readyEndpoints(context: CheckContext): Promise<readonly string[]> {
  const slices = await context.list<EndpointSlice>(endpointSliceKind, { labelSelector: `kubernetes.io/service-name=${appOf(context)}` });
  const ready = slices.flatMap((slice) => slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready === true);
  return ready.map((endpoint) => endpoint.targetRef?.name ?? '');
}

const noSickPod = (context: CheckContext) =>
  failed(
    {
      en: `a running pod with the annotation ticket: ${context.parameters['ticket']}`,
      'zh-CN': `有一个正在运行、带注解 ticket: ${context.parameters['ticket']} 的 Pod`,
    },
    { en: 'there is no such pod any more', 'zh-CN': '这样的 Pod 已经没有了' },
  );

export default defineChecker({
  'kept-for-study': {
    goal: { en: 'The sick pod still runs and belongs to no ReplicaSet', 'zh-CN': '有病的 Pod 仍在运行，不属于任何 ReplicaSet' },
    async check(context) {
      const pod = await findSickPod(context);
      if (!pod) return noSickPod(context);
      const restarts = pod.status?.containerStatuses?.[0]?.restartCount ?? 0;
      const owner = controllerOf(pod);
      if (isReady(pod) && restarts === 0 && !owner) return passed;
      return failed(
        { en: 'it runs, has never restarted and has no owner', 'zh-CN': '它在运行，从未重启，也没有属主' },
        owner
          ? { en: `${pod.metadata?.name} belongs to ${owner.kind} ${owner.name}`, 'zh-CN': `${pod.metadata?.name} 属于 ${owner.kind} ${owner.name}` }
          : {
              en: `${pod.metadata?.name} is ${pod.status?.phase}, restarted ${restarts} times`,
              'zh-CN': `${pod.metadata?.name} 的状态是 ${pod.status?.phase}，重启过 ${restarts} 次`,
            },
      );
    },
  },

  'out-of-service': {
    goal: { en: 'The Service sends it no requests', 'zh-CN': 'Service 不再给它发请求' },
    async check(context) {
      const pod = await findSickPod(context);
      if (!pod) return noSickPod(context);
      const name = pod.metadata?.name ?? '';
      if (!(await readyEndpoints(context)).includes(name)) return passed;
      return failed(
        { en: `${name} is no endpoint of ${appOf(context)}`, 'zh-CN': `${name} 不是 ${appOf(context)} 的端点` },
        { en: 'it still is one', 'zh-CN': '它仍然是' },
      );
    },
  },

  'full-strength': {
    goal: { en: 'All replicas serve, without the sick pod', 'zh-CN': '不算有病的 Pod，全部副本都在提供服务' },
    async check(context) {
      const [app, wanted] = [appOf(context), Number(context.parameters['replicas'])];
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const rolledOut = checkRolledOut(deployment, wanted);
      if (rolledOut.outcome !== 'passed') return rolledOut;
      const sick = (await findSickPod(context))?.metadata?.name ?? '';
      const serving = (await readyEndpoints(context)).filter((pod) => pod !== sick);
      if (serving.length === wanted) return passed;
      return failed(
        { en: `${wanted} other pods behind the Service`, 'zh-CN': `Service 后面有 ${wanted} 个其他 Pod` },
        { en: `there are ${serving.length}`, 'zh-CN': `现在有 ${serving.length} 个` },
      );
    },
  },
});
