import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { configMapKind } from '#kinds/configmap/configmap.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { secretKind } from '#kinds/secret/secret.ts';
import type { ConfigMap, Deployment, EnvVar, Secret } from '#machinery/generated/types.ts';
import { checkRolledOut, missing } from '../workloads.ts';

const REPLICAS = 2;

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';
const greetingOf = (context: CheckContext): string => context.parameters['greeting'] ?? '';
const tokenOf = (context: CheckContext): string => `t0ken-${context.parameters['number'] ?? ''}`;
const variableOf = (deployment: Deployment, name: string): EnvVar | undefined =>
  deployment.spec?.template.spec?.containers[0]?.env?.find((variable) => variable.name === name);

export default defineChecker({
  'greeting-from-configmap': {
    goal: { en: 'GREETING comes from the ConfigMap', 'zh-CN': 'GREETING 来自 ConfigMap' },
    async check(context) {
      const name = `${appOf(context)}-settings`;
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const settings = await context.get<ConfigMap>(configMapKind, name);
      if (!settings) return missing('ConfigMap', name);
      const reference = variableOf(deployment, 'GREETING')?.valueFrom?.configMapKeyRef;
      const value = reference?.name === name ? settings.data?.[reference.key] : undefined;
      if (value === greetingOf(context)) return passed;
      return failed(
        {
          en: `GREETING refers to a key of ${name} with the value ${greetingOf(context)}`,
          'zh-CN': `GREETING 引用 ${name} 的一个键，值为 ${greetingOf(context)}`,
        },
        reference
          ? { en: `it refers to ${reference.name}/${reference.key}`, 'zh-CN': `它引用的是 ${reference.name}/${reference.key}` }
          : { en: 'it refers to no ConfigMap', 'zh-CN': '它没有引用任何 ConfigMap' },
      );
    },
  },

  'token-from-secret': {
    goal: { en: 'TOKEN comes from the Secret', 'zh-CN': 'TOKEN 来自 Secret' },
    async check(context) {
      const name = `${appOf(context)}-secret`;
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const secret = await context.get<Secret>(secretKind, name);
      if (!secret) return missing('Secret', name);
      const reference = variableOf(deployment, 'TOKEN')?.valueFrom?.secretKeyRef;
      const stored = reference?.name === name ? secret.data?.[reference.key] : undefined;
      const expected = { en: `TOKEN refers to a key of ${name} that holds the token`, 'zh-CN': `TOKEN 引用 ${name} 的一个键，其中是令牌` };
      if (stored === undefined) return failed(expected, { en: 'it refers to no key of this Secret', 'zh-CN': '它没有引用这个 Secret 的键' });
      if (atob(stored) === tokenOf(context)) return passed;
      return failed(expected, { en: 'what the Secret holds there is another text', 'zh-CN': 'Secret 里存的是另一段文本' });
    },
  },

  'still-serves': {
    goal: { en: 'The new release is rolled out and greets as before', 'zh-CN': '新版本发布完成，问候如常' },
    async check(context) {
      const app = appOf(context);
      const deployment = await context.get<Deployment>(deploymentKind, app);
      if (!deployment) return missing('Deployment', app);
      const plain = ['GREETING', 'TOKEN'].filter((name) => !variableOf(deployment, name)?.valueFrom);
      if (plain.length > 0) {
        return failed(
          { en: 'a release without values in its template', 'zh-CN': '模板里不再写值的版本' },
          { en: `the template does not refer to another object for ${plain.join(', ')}`, 'zh-CN': `模板中的 ${plain.join('、')} 没有引用其他对象` },
        );
      }
      const rolledOut = checkRolledOut(deployment, REPLICAS);
      if (rolledOut.outcome !== 'passed') return rolledOut;
      const answer = await context.http(`http://${app}.${context.namespace}/`);
      if (answer.status === 200 && answer.body.trim() === greetingOf(context)) return passed;
      const seen = answer.status === 0 ? answer.error : `HTTP ${answer.status}: ${answer.body.trim().slice(0, 60)}`;
      return failed({ en: `${app} answers ${greetingOf(context)}`, 'zh-CN': `${app} 的应答是 ${greetingOf(context)}` }, { en: seen, 'zh-CN': seen });
    },
  },
});
