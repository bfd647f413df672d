import type { Client } from '#client/client.ts';
import type { Transport } from '#client/transport.ts';
import { createClient } from '#client/transport-client.ts';
import { parseGroupVersion } from '#machinery/resource-type.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { FlagValues } from './command.ts';
import { type Connection, chooseContext, planConnection } from './config/connection.ts';
import type { Kubeconfig } from './config/kubeconfig.ts';
import { readKubeconfig } from './config/kubeconfig-files.ts';
import { identityHeaders, withRequestHeaders } from './config/request-headers.ts';
import { type Discovery, discover } from './discovery.ts';
import type { KubectlContext } from './kubectl-context.ts';
import { findResource, unknownResourceMessage } from './rest-mapping.ts';

/** Opens a way to the server that a kubeconfig names. */
export type Connect = (connection: Connection) => Transport;

/** Creates what the commands of one run of kubectl share. Nothing is read before it is asked for. */
export function createKubectlContext(process: Process, flags: FlagValues, connect: Connect): KubectlContext {
  let kubeconfig: Kubeconfig | undefined;
  let client: Client | undefined;
  let discovery: Promise<Discovery> | undefined;
  let warnings = 0;
  const warn = async (text: string): Promise<void> => {
    warnings++;
    await printWarning(process, text);
  };

  const readConfig = (): Kubeconfig => {
    kubeconfig ??= readKubeconfig(process, flags);
    return kubeconfig;
  };
  const openClient = (): Client => {
    if (client === undefined) {
      const connection = planConnection(readConfig(), flags, process);
      client = createClient(withRequestHeaders(connect(connection), identityHeaders(connection), warn));
    }
    return client;
  };
  const discoverOnce = (): Promise<Discovery> => {
    discovery ??= discover(openClient());
    return discovery;
  };

  return {
    client: openClient,
    get namespace() {
      return chooseContext(readConfig(), flags).namespace;
    },
    get namespaceGiven() {
      return flags.string('namespace') !== '';
    },
    get warnings() {
      return warnings;
    },
    kubeconfig: readConfig,
    serverUrl: () => planConnection(readConfig(), flags, process).server,
    groups: async () => (await discoverOnce()).groups,
    resources: async () => (await discoverOnce()).resources,
    async resolveResource(word) {
      const found = findResource((await discoverOnce()).resources, word);
      if (found === undefined) throw new UsageError(unknownResourceMessage(word));
      return found;
    },
    async resolveKind(apiVersion, kind) {
      const { group, version } = parseGroupVersion(apiVersion);
      const { resources } = await discoverOnce();
      return resources.find((resource) => resource.group === group && resource.version === version && resource.kind === kind);
    },
  };
}

/** A `Warning:` line, yellow on a terminal that knows colours. */
export async function printWarning(process: Process, text: string): Promise<void> {
  const hasColor = process.stderr.isTty && process.env.get('TERM') !== 'dumb' && !process.env.has('NO_COLOR');
  await process.printError(`${hasColor ? '\u001b[33;1mWarning:\u001b[0m' : 'Warning:'} ${text}\n`);
}
