import { kubernetesVersion } from '#machinery/kubernetes-version.ts';
import { formatYaml } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../command.ts';
import { formatOrderedJson } from '../printers/go-value.ts';

/** The kubectl that this one behaves as. */
const clientVersion = {
  major: '1',
  minor: '36',
  gitVersion: kubernetesVersion,
  gitTreeState: 'clean',
  goVersion: 'go1.26.1',
  compiler: 'gc',
  platform: 'linux/amd64',
};
const kustomizeVersion = 'v5.8.1';

interface ServerVersion {
  readonly major?: string;
  readonly minor?: string;
  readonly gitVersion?: string;
}

async function run(_: undefined, { flags, kubectl, process }: Invocation): Promise<undefined> {
  const output = flags.string('output');
  if (output !== '' && output !== 'json' && output !== 'yaml') throw new UsageError(`--output must be 'yaml' or 'json'`);
  let serverVersion: ServerVersion | undefined;
  let failure: unknown;
  if (!flags.bool('client')) {
    try {
      serverVersion = (await kubectl.client().request({ method: 'GET', path: '/version' })).body as ServerVersion;
    } catch (error) {
      failure = error;
    }
  }
  const versions = { clientVersion, kustomizeVersion, ...(serverVersion === undefined ? {} : { serverVersion }) };
  if (output === 'json') await process.print(`${formatOrderedJson(versions)}\n`);
  else if (output === 'yaml') await process.print(formatYaml(versions));
  else {
    await process.print(`Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n`);
    if (serverVersion !== undefined) await process.print(`Server Version: ${serverVersion.gitVersion ?? ''}\n`);
  }
  const skew = serverVersion === undefined ? '' : describeSkew(serverVersion);
  if (skew !== '') await process.printError(`WARNING: ${skew}\n`);
  if (failure !== undefined) throw failure;
}

/** What is wrong with versions that lie more than a minor one apart; '' for those that may work together. */
function describeSkew(server: ServerVersion): string {
  // Vendors add a plus sign: "32+".
  const major = Number.parseInt(server.major ?? '', 10);
  const minor = Number.parseInt(server.minor ?? '', 10);
  if (Number.isNaN(major) || Number.isNaN(minor)) return '';
  if (major === Number(clientVersion.major) && Math.abs(minor - Number(clientVersion.minor)) <= 1) return '';
  return `version difference between client (${clientVersion.major}.${clientVersion.minor}) and server (${major}.${minor}) exceeds the supported minor version skew of +/-1`;
}

export const versionCommand = defineCommand<undefined>({
  name: 'version',
  usage: 'version',
  short: 'Print the client and server version information',
  long: 'Print the client and server version information for the current context.',
  examples: `  # Print the client and server versions for the current context
  kubectl version`,
  flags: [
    { name: 'client', type: 'bool', default: false, usage: 'Whether to print only the version of the client, without asking a server.' },
    { name: 'output', shorthand: 'o', type: 'string', default: '', usage: "One of 'yaml' or 'json'." },
  ],
  run,
});
