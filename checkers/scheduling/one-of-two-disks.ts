import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { deploymentKind } from '#kinds/deployment/deployment.ts';
import { nodeKind } from '#kinds/node/node.ts';
import type { Deployment, Node, NodeSelectorRequirement, PodSpec } from '#machinery/generated/types.ts';
import { isReady, livingPods, missing } from '../workloads.ts';

const FAST = ['ssd', 'nvme'];
const DISKS = [...FAST, 'hdd'];
const REPLICAS = 3;

const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

function holds(requirement: NodeSelectorRequirement, disk: string): boolean {
  if (requirement.key !== 'disk') return true;
  const isListed = (requirement.values ?? []).includes(disk);
  if (requirement.operator === 'In') return isListed;
  return requirement.operator === 'NotIn' ? !isListed : requirement.operator === 'Exists';
}

/** The kinds of disk a pod may run on, by its node selector and its required node affinity. */
function allowedDisks(spec: PodSpec | undefined): readonly string[] {
  const selected = spec?.nodeSelector?.['disk'];
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return DISKS.filter((disk) => {
    if (selected !== undefined && selected !== disk) return false;
    return !terms || terms.some((term) => (term.matchExpressions ?? []).every((requirement) => holds(requirement, disk)));
  });
}

export default defineChecker({
  'on-fast-disks': {
    goal: { en: 'All three pods run on nodes with a fast disk', 'zh-CN': '三个 Pod 都在有快盘的节点上运行' },
    async check(context) {
      const pods = (await livingPods(context, `app=${appOf(context)}`)).filter(isReady);
      const disks: string[] = [];
      for (const pod of pods) {
        const node = await context.get<Node>(nodeKind, pod.spec?.nodeName ?? '');
        disks.push(node?.metadata.labels?.['disk'] ?? '');
      }
      if (disks.length === REPLICAS && disks.every((disk) => FAST.includes(disk))) return passed;
      const seen = disks.length > 0 ? disks.join(', ') : '-';
      return failed(
        { en: `${REPLICAS} ready pods on nodes with ${FAST.join(' or ')}`, 'zh-CN': `${REPLICAS} 个就绪的 Pod，所在节点为 ${FAST.join(' 或 ')}` },
        { en: `the disks under the ready pods: ${seen}`, 'zh-CN': `就绪 Pod 所在节点的盘：${seen}` },
      );
    },
  },

  'both-kinds-allowed': {
    goal: { en: 'Either kind of fast disk will do, by a rule of the pod', 'zh-CN': 'Pod 自己的规则允许任意一种快盘' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const spec = deployment.spec?.template.spec;
      const allowed = allowedDisks(spec);
      if (spec?.affinity?.nodeAffinity && FAST.every((disk) => allowed.includes(disk))) return passed;
      return failed(
        { en: `a node affinity that allows ${FAST.join(' and ')}`, 'zh-CN': `节点亲和性允许 ${FAST.join(' 和 ')}` },
        spec?.affinity?.nodeAffinity
          ? { en: `it allows: ${allowed.join(', ') || '-'}`, 'zh-CN': `它允许：${allowed.join(', ') || '-'}` }
          : { en: 'the pod template has no node affinity', 'zh-CN': 'Pod 模板没有节点亲和性' },
      );
    },
  },

  'slow-disks-forbidden': {
    goal: { en: 'A slow disk is out of the question, and the nodes stay as they are', 'zh-CN': '慢盘不可接受，节点保持原样' },
    async check(context) {
      const deployment = await context.get<Deployment>(deploymentKind, appOf(context));
      if (!deployment) return missing('Deployment', appOf(context));
      const closed = (await context.list<Node>(nodeKind, { namespace: '' })).filter((node) => node.spec?.unschedulable);
      const expected = { en: 'the pod template rules out hdd, and every node takes pods', 'zh-CN': 'Pod 模板排除 hdd，且所有节点都接受 Pod' };
      if (closed.length > 0) {
        const names = closed.map((node) => node.metadata.name).join(', ');
        return failed(expected, { en: `closed for scheduling: ${names}`, 'zh-CN': `已停止调度：${names}` });
      }
      const allowed = allowedDisks(deployment.spec?.template.spec);
      if (!allowed.includes('hdd')) return passed;
      return failed(expected, { en: 'a pod may run on hdd', 'zh-CN': 'Pod 可以在 hdd 上运行' });
    },
  },
});
