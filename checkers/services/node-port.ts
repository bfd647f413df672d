import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { nodeKind } from '#kinds/node/node.ts';
import { serviceKind } from '#kinds/service/service.ts';
import type { Node, Service } from '#machinery/generated/types.ts';
import { checkAnswers, formatAnswer } from '../service-traffic.ts';
import { missing } from '../workloads.ts';

/** The address the setup gives the Service; callers inside the cluster have it in their caches. */
const INSIDE_ADDRESS = '10.96.20.20';
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'every-node-answers': {
    goal: { en: 'Every node answers on the agreed port', 'zh-CN': '每个节点都在约定的端口上应答' },
    async check(context) {
      const port = context.parameters['nodePort'] ?? '';
      for (const node of await context.list<Node>(nodeKind)) {
        const address = node.status?.addresses?.find((one) => one.type === 'InternalIP')?.address ?? '';
        const answer = await context.http(`http://${address}:${port}/`);
        if (answer.status === 200) continue;
        return failed(
          { en: `${node.metadata.name} answers on port ${port}`, 'zh-CN': `${node.metadata.name} 在端口 ${port} 上应答` },
          { en: `a request to ${address}:${port} got: ${formatAnswer(answer)}`, 'zh-CN': `发往 ${address}:${port} 的请求得到：${formatAnswer(answer)}` },
        );
      }
      return passed;
    },
  },

  'still-the-same-inside': {
    goal: { en: 'It is the same Service that serves the inside, at its old address', 'zh-CN': '还是同一个 Service，在原来的地址上为集群内部服务' },
    async check(context) {
      const app = appOf(context);
      const service = await context.get<Service>(serviceKind, app);
      if (!service) return missing('Service', app);
      const { type = 'ClusterIP', clusterIP = '', ports = [] } = service.spec ?? {};
      if (type === 'NodePort' && clusterIP === INSIDE_ADDRESS && ports.some((port) => port.port === 80)) {
        return checkAnswers(context, `http://${app}.${context.namespace}/`);
      }
      const formatPorts = ports.map((port) => port.port).join(', ');
      return failed(
        {
          en: `${app} is a NodePort Service with the address ${INSIDE_ADDRESS} and port 80`,
          'zh-CN': `${app} 是 NodePort 类型，地址 ${INSIDE_ADDRESS}，端口 80`,
        },
        { en: `type ${type}, address ${clusterIP}, port ${formatPorts}`, 'zh-CN': `类型 ${type}，地址 ${clusterIP}，端口 ${formatPorts}` },
      );
    },
  },
});
