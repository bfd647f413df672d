import { serviceKind } from '#kinds/service/service.ts';
import type { Service } from '#machinery/generated/types.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { defineCommand } from '../command.ts';

const GREEN = '\u001b[0;32m';
const YELLOW = '\u001b[0;33m';
const RESET = '\u001b[0m';

export const clusterInfo = defineCommand({
  name: 'cluster-info',
  usage: 'cluster-info',
  short: 'Display cluster information',
  long: 'Shows where the control plane answers, and the services with the label kubernetes.io/cluster-service=true.',
  examples: '# Where do the control plane and the cluster services answer?\nkubectl cluster-info',
  flags: [],
  async run(_, { kubectl, process }) {
    const paint = process.stdout.isTty && process.env.get('TERM') !== 'dumb' && !process.env.has('NO_COLOR');
    const line = (name: string, url: string): string =>
      paint ? `${GREEN}${name}${RESET} is running at ${YELLOW}${url}${RESET}\n` : `${name} is running at ${url}\n`;
    const server = kubectl.serverUrl();
    const namespace = kubectl.namespaceGiven ? kubectl.namespace : 'kube-system';
    const services = await kubectl.client().list<Service>(serviceKind, { namespace, labelSelector: 'kubernetes.io/cluster-service=true' });
    let text = line('Kubernetes control plane', server);
    for (const service of services.items) {
      const port = service.spec?.ports?.[0];
      const target = port?.name ? `${service.metadata.name}:${port.name}` : service.metadata.name;
      const name = service.metadata.labels?.['kubernetes.io/name'] ?? service.metadata.name;
      text += line(name, `${server}${formatResourcePath(serviceKind, namespace, target, 'proxy')}`);
    }
    await process.print(`${text}\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`);
    return 0;
  },
});
