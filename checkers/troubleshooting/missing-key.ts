import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { configMapKind } from '#kinds/configmap/configmap.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { ConfigMap, Deployment } from '#machinery/generated/types.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const OLD_READER_KEY = 'log_level';

async function levelSource(context: CheckContext): Promise<{ readonly name: string; readonly key: string; readonly isOptional: boolean } | undefined> {
  const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
  const variable = deployment?.spec?.template.spec?.containers[0]?.env?.find((one) => one.name === 'LOG_LEVEL');
  const source = variable?.valueFrom?.configMapKeyRef;
  return source && { name: source.name ?? '', key: source.key, isOptional: source.optional === true };
}

export default defineChecker({
  'all-run': {
    goal: { en: 'All replicas are ready', 'zh-CN': '所有副本都就绪' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      return deployment ? checkRolledOut(deployment, 2) : missing('Deployment', appOf(context));
    },
  },

  'value-from-the-configmap': {
    goal: { en: 'LOG_LEVEL comes from a key that the ConfigMap has', 'zh-CN': 'LOG_LEVEL 来自 ConfigMap 里确实存在的键' },
    async check(context) {
      const app = appOf(context);
      const expected = {
        en: `LOG_LEVEL of ${app} is taken from ${app}-settings and is "${context.parameters['level'] ?? ''}"`,
        'zh-CN': `${app} 的 LOG_LEVEL 取自 ${app}-settings，值是“${context.parameters['level'] ?? ''}”`,
      };
      const source = await levelSource(context);
      if (!source) return failed(expected, { en: 'LOG_LEVEL does not come from a ConfigMap', 'zh-CN': 'LOG_LEVEL 不是从 ConfigMap 来的' });
      const settings = await context.get<ConfigMap>(configMapKind, source.name);
      const value = settings?.data?.[source.key];
      if (source.name === `${app}-settings` && value === context.parameters['level']) return passed;
      return failed(expected, {
        en: `it is the key ${source.key} of ${source.name}, which is ${value === undefined ? 'not there' : `"${value}"`}`,
        'zh-CN': `取的是 ${source.name} 的键 ${source.key}，${value === undefined ? '它不存在' : `值是“${value}”`}`,
      });
    },
  },

  'both-can-start': {
    goal: { en: 'The nightly report finds its key as well', 'zh-CN': '夜间报表也能找到它的键' },
    async check(context) {
      const app = appOf(context);
      const settings = await context.get<ConfigMap>(configMapKind, `${app}-settings`);
      if (!settings) return missing('ConfigMap', `${app}-settings`);
      const source = await levelSource(context);
      const keys = Object.keys(settings.data ?? {}).sort();
      if (keys.includes(OLD_READER_KEY) && source && keys.includes(source.key)) return passed;
      return failed(
        {
          en: `${app}-settings has the key that ${app} asks for, and ${OLD_READER_KEY}, which the nightly report asks for`,
          'zh-CN': `${app}-settings 里有 ${app} 要的键，也有夜间报表要的 ${OLD_READER_KEY}`,
        },
        {
          en: `its keys are ${keys.join(', ')}; ${app} asks for ${source?.key ?? 'none'}`,
          'zh-CN': `它的键是 ${keys.join('、')}；${app} 要的是 ${source?.key ?? '（没有）'}`,
        },
      );
    },
  },
});
