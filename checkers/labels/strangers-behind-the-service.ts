import { type CheckContext, defineChecker, type Finding, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { endpointSliceKind } from '#kinds/endpointslice/endpointslice.ts';
import type { Deployment, EndpointSlice } from '#machinery/generated/types.ts';
import { checkRolledOut, livingPods, missing } from '../workloads.ts';

const WORKERS = 2;

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const replicasOf = (context: CheckContext): number => Number(context.parameters['replicas']);

async function endpointPods(context: CheckContext): Promise<readonly string[]> {
  const slices = await context.list<EndpointSlice>(endpointSliceKind, { labelSelector: `kubernetes.io/service-name=${appOf(context)}` });
  const ready = slices.flatMap((slice) => slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready === true);
  return ready.map((endpoint) => endpoint.targetRef?.name ?? '');
}

async function checkOnlyWeb(context: CheckContext): Promise<Finding> {
  const web = new Set((await livingPods(context, `app=${appOf(context)},component=web`)).map((pod) => pod.metadata?.name ?? ''));
  const behind = await endpointPods(context);
  const strangers = behind.filter((pod) => !web.has(pod));
  if (strangers.length === 0 && behind.length === replicasOf(context)) return passed;
  return failed(
    {
      en: `${replicasOf(context)} ready pods of ${appOf(context)}-web behind the Service, and no others`,
      'zh-CN': `Service 后面是 ${appOf(context)}-web 的 ${replicasOf(context)} 个就绪 Pod，没有别的`,
    },
    {
      en: `${behind.length} pods are behind it, ${strangers.length} of them not from ${appOf(context)}-web`,
      'zh-CN': `后面有 ${behind.length} 个 Pod，其中 ${strangers.length} 个不属于 ${appOf(context)}-web`,
    },
  );
}

export default defineChecker({
  'only-web-answers': {
    goal: { en: 'Only the web pods are behind the Service', 'zh-CN': 'Service 后面只有 web 的 Pod' },
    check: checkOnlyWeb,
  },

  'both-still-run': {
    goal: { en: 'Requests are answered while both Deployments run with all replicas', 'zh-CN': '请求得到应答，同时两个 Deployment 都以全部副本运行' },
    async check(context) {
      for (const [name, wanted] of [
        [`${appOf(context)}-web`, replicasOf(context)],
        [`${appOf(context)}-worker`, WORKERS],
      ] as const) {
        const deployment = await context.get<Deployment>(deploymentKind, name);
        if (!deployment) return missing('Deployment', name);
        const finding = checkRolledOut(deployment, wanted);
        if (finding.outcome !== 'passed') return finding;
      }
      const web = await checkOnlyWeb(context);
      if (web.outcome !== 'passed') return web;
      const answer = await context.http(`http://${appOf(context)}.${context.namespace}/`);
      if (answer.status === 200) return passed;
      const seen = answer.status === 0 ? answer.error : `HTTP ${answer.status}`;
      return failed({ en: `${appOf(context)} answers`, 'zh-CN': `${appOf(context)} 给出应答` }, { en: seen, 'zh-CN': seen });
    },
  },
});
