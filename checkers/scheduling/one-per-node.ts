import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import type { Deployment, LabelSelector, PodSpec } from '#machinery/generated/types.ts';
import { checkRolledOut, isReady, livingPods, missing } from '../workloads.ts';

const REPLICAS = 3;
const PER_NODE = 'kubernetes.io/hostname';

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

function selects(selector: LabelSelector | undefined, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector?.matchLabels ?? {});
  const expressions = selector?.matchExpressions ?? [];
  return (
    wanted.length + expressions.length > 0 &&
    wanted.every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, operator, values = [] }) => (operator === 'In' ? values.includes(labels[key] ?? '') : operator === 'Exists' && key in labels))
  );
}

/** Whether the template forbids two of its pods on one node: by anti-affinity, or by a spread that three nodes can only meet evenly. */
function forbidsTwo(spec: PodSpec | undefined, labels: Readonly<Record<string, string>>): boolean {
  const anti = spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (anti.some((term) => term.topologyKey === PER_NODE && selects(term.labelSelector, labels))) return true;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.some((port) => port.hostPort !== undefined && port.hostPort !== 0);
}

export default defineChecker({
  'on-three-nodes': {
    goal: { en: 'Three ready pods run on three nodes', 'zh-CN': '三个就绪的 Pod 在三个节点上运行' },
    async check(context) {
      const pods = (await livingPods(context, `app=${appOf(context)}`)).filter(isReady);
      const nodes = new Set(pods.map((pod) => pod.spec?.nodeName));
      if (pods.length === REPLICAS && nodes.size === REPLICAS) return passed;
      return failed(
        { en: `${REPLICAS} ready pods, each on a node of its own`, 'zh-CN': `${REPLICAS} 个就绪的 Pod，各在一个节点上` },
        { en: `${pods.length} ready pods on ${nodes.size} node(s)`, 'zh-CN': `${pods.length} 个就绪的 Pod，在 ${nodes.size} 个节点上` },
      );
    },
  },

  'rule-in-the-template': {
    goal: { en: 'The template forbids two on one node', 'zh-CN': '模板禁止两个在同一节点上' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const template = deployment.spec?.template;
      if (forbidsTwo(template?.spec, template?.metadata?.labels ?? {})) return passed;
      return failed(
        { en: 'a required rule that keeps pods of this template off nodes that have one', 'zh-CN': '有一条硬性规则，让这个模板的 Pod 避开已有同类的节点' },
        { en: 'there is none that applies to its own pods, node by node', 'zh-CN': '没有针对自己的 Pod、以节点为单位的规则' },
      );
    },
  },

  'release-complete': {
    goal: { en: 'The release with the rule is complete', 'zh-CN': '带有规则的发布已完成' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const template = deployment.spec?.template;
      if (!forbidsTwo(template?.spec, template?.metadata?.labels ?? {})) {
        return failed({ en: 'a template with the rule', 'zh-CN': '模板里有规则' }, { en: 'the template has none', 'zh-CN': '模板里没有' });
      }
      return checkRolledOut(deployment, REPLICAS);
    },
  },
});
