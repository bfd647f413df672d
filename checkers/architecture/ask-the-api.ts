import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { configMapKind } from '#kinds/configmap/configmap.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { ConfigMap, Deployment } from '#machinery/generated/types.ts';
import { livingPods, missing } from '../workloads.ts';

const FACTS = 'facts';
const CRONJOB_API = 'batch/v1';

const readFacts = (context: CheckContext) => context.get<ConfigMap>(configMapKind, FACTS);
const keyOf = (facts: ConfigMap, key: string): string => facts.data?.[key]?.trim() ?? '';
const seen = (key: string, value: string) =>
  value === '' ? { en: `${key} is not there or empty`, 'zh-CN': `${key} 不存在或为空` } : { en: `${key} says "${value}"`, 'zh-CN': `${key} 写的是“${value}”` };

export default defineChecker({
  'cronjob-api': {
    goal: { en: 'The apiVersion of a CronJob is right', 'zh-CN': 'CronJob 的 apiVersion 正确' },
    async check(context) {
      const facts = await readFacts(context);
      if (!facts) return missing('ConfigMap', FACTS);
      const answer = keyOf(facts, 'cronjob-api');
      if (answer === CRONJOB_API) return passed;
      return failed({ en: 'group and version this server serves', 'zh-CN': '这个服务器提供的组和版本' }, seen('cronjob-api', answer));
    },
  },

  images: {
    goal: { en: 'Every image that is needed is listed once', 'zh-CN': '需要的镜像都列出，且各一次' },
    async check(context) {
      const facts = await readFacts(context);
      if (!facts) return missing('ConfigMap', FACTS);
      const pods = await livingPods(context, '');
      const needed = new Set(pods.flatMap((pod) => [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]).map(({ image = '' }) => image));
      const answer = keyOf(facts, 'images').split(/[\s,]+/);
      if (answer.length === needed.size && answer.every((image) => needed.has(image)) && new Set(answer).size === answer.length) return passed;
      return failed(
        { en: `the ${needed.size} images of all containers and init containers`, 'zh-CN': `全部容器和初始化容器的 ${needed.size} 个镜像` },
        seen('images', answer.join(' ')),
      );
    },
  },

  'defaults-and-values': {
    goal: { en: 'Restart policy and grace period are those of the object', 'zh-CN': '重启策略和宽限期与对象一致' },
    async check(context) {
      const app = context.parameters['app'] ?? '';
      const [facts, deployment] = [await readFacts(context), await context.get<Deployment>(deploymentKind, app)];
      if (!facts) return missing('ConfigMap', FACTS);
      if (!deployment) return missing('Deployment', app);
      const template = deployment.spec?.template.spec;
      const restartPolicy = keyOf(facts, 'restart-policy');
      if (restartPolicy !== template?.restartPolicy) {
        return failed({ en: `the value in the template of ${app}`, 'zh-CN': `${app} 的模板中的值` }, seen('restart-policy', restartPolicy));
      }
      const grace = keyOf(facts, 'grace-period').replace(/s$/, '');
      if (grace === String(template.terminationGracePeriodSeconds)) return passed;
      return failed({ en: `the seconds in the template of ${app}`, 'zh-CN': `${app} 的模板中的秒数` }, seen('grace-period', grace));
    },
  },
});
