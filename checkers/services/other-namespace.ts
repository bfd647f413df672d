import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment } from '#machinery/generated/types.ts';
import { formatAnswer } from '../service-traffic.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const CLIENT = 'checkout';
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const teamOf = (context: CheckContext): string => context.parameters['team'] ?? '';

export default defineChecker({
  'gets-answers': {
    goal: { en: 'The pods of checkout are ready: they get answers', 'zh-CN': 'checkout 的 Pod 就绪：它们得到了应答' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, CLIENT);
      if (!deployment) return missing('Deployment', CLIENT);
      return deployment.spec?.template.spec?.containers[0]?.readinessProbe
        ? checkRolledOut(deployment, 2)
        : failed(
            { en: 'the readiness probe of checkout tells whether it gets answers', 'zh-CN': 'checkout 的就绪探针能说明它是否得到应答' },
            { en: 'there is no readiness probe', 'zh-CN': '没有就绪探针' },
          );
    },
  },

  'by-its-full-name': {
    goal: { en: 'The address names the Service and its namespace', 'zh-CN': '地址里写着 Service 的名字和它所在的命名空间' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, CLIENT);
      if (!deployment) return missing('Deployment', CLIENT);
      const url = deployment.spec?.template.spec?.containers[0]?.env?.find((variable) => variable.name === 'API_URL')?.value ?? '';
      const name = `${appOf(context)}.${teamOf(context)}`;
      const expected = {
        en: `API_URL names the Service ${appOf(context)} in the namespace ${teamOf(context)}, and there is an answer`,
        'zh-CN': `API_URL 写的是命名空间 ${teamOf(context)} 里的 Service ${appOf(context)}，并且有应答`,
      };
      const [, host] = /^http:\/\/([^/:]+)/.exec(url) ?? [];
      if (host !== name && host !== `${name}.svc` && host !== `${name}.svc.cluster.local` && host !== `${name}.svc.cluster.local.`) {
        return failed(expected, { en: `API_URL is "${url}"`, 'zh-CN': `API_URL 是“${url}”` });
      }
      const answer = await context.http(url);
      return answer.status === 200
        ? passed
        : failed(expected, { en: `the request got: ${formatAnswer(answer)}`, 'zh-CN': `请求得到：${formatAnswer(answer)}` });
    },
  },
});
