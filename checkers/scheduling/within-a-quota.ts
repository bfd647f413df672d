import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { resourceQuotaKind } from '#kinds/resourcequota/resourcequota.ts';
import type { Deployment, ResourceQuota } from '#machinery/generated/types.ts';
import { compareQuantities, parseQuantity } from '#machinery/quantity.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const REPLICAS = 3;
const QUOTA = 'team';
const LEAST = { cpu: '100m', memory: '128Mi' } as const;

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const isAtLeast = (value: string | undefined, least: string): boolean =>
  value !== undefined && compareQuantities(parseQuantity(value), parseQuantity(least)) >= 0;

export default defineChecker({
  'all-three-run': {
    goal: { en: 'All three replicas are ready', 'zh-CN': '三个副本全部就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      return deployment ? checkRolledOut(deployment, REPLICAS) : missing('Deployment', appOf(context));
    },
  },

  'says-what-it-needs': {
    goal: { en: 'The template says what a container gets', 'zh-CN': '模板写明容器得到多少' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const { requests = {}, limits = {} } = deployment.spec?.template.spec?.containers[0]?.resources ?? {};
      if (isAtLeast(requests['cpu'], LEAST.cpu) && isAtLeast(requests['memory'], LEAST.memory) && limits['memory'] !== undefined) return passed;
      const seen = `requests: cpu ${requests['cpu'] ?? '-'}, memory ${requests['memory'] ?? '-'}; limits: memory ${limits['memory'] ?? '-'}`;
      return failed(
        {
          en: `requests of at least ${LEAST.cpu} and ${LEAST.memory}, and a memory limit`,
          'zh-CN': `requests 至少为 ${LEAST.cpu} 和 ${LEAST.memory}，并且有内存上限`,
        },
        { en: seen, 'zh-CN': seen },
      );
    },
  },

  'quota-untouched': {
    goal: { en: 'The pods fit into the unchanged quota', 'zh-CN': 'Pod 放得进原样的配额' },
    async check(context) {
      const quota = await context.get<ResourceQuota>(resourceQuotaKind, QUOTA);
      if (!quota) return missing('ResourceQuota', QUOTA);
      const hard = quota.spec?.hard ?? {};
      const wanted: Readonly<Record<string, string>> = {
        'requests.cpu': `${context.parameters['cpu']}m`,
        'requests.memory': '768Mi',
        'limits.memory': '1536Mi',
      };
      const changed = Object.entries(wanted).filter(
        ([name, value]) => hard[name] === undefined || compareQuantities(parseQuantity(hard[name]), parseQuantity(value)) !== 0,
      );
      if (changed.length > 0) {
        return failed(
          { en: 'the quota as it was', 'zh-CN': '配额保持原样' },
          {
            en: `changed: ${changed.map(([name]) => `${name} is ${hard[name] ?? '-'}`).join(', ')}`,
            'zh-CN': `有变化：${changed.map(([name]) => `${name} 现在是 ${hard[name] ?? '-'}`).join('，')}`,
          },
        );
      }
      const used = quota.status?.used?.['requests.cpu'] ?? '0';
      if (isAtLeast(used, LEAST.cpu)) return passed;
      return failed(
        { en: 'pods that use a part of the quota', 'zh-CN': '有 Pod 使用了配额' },
        { en: `used of requests.cpu: ${used}`, 'zh-CN': `requests.cpu 已用：${used}` },
      );
    },
  },
});
