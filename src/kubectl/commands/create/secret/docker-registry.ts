import { UsageError } from '#sim/usage-error.ts';
import { encodeBase64 } from '../base64.ts';
import { dataSourceFlags, readDataSources } from '../data-sources.ts';
import { defineGenerator } from '../generator.ts';
import { secretOf } from './secret-object.ts';

const configKey = '.dockerconfigjson';

export const createDockerRegistrySecret = defineGenerator({
  name: 'docker-registry',
  usage:
    'create secret docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  examples: `  # Create a secret for a registry
  kubectl create secret docker-registry my-secret --docker-server=hub.example.com --docker-username=me --docker-password=secret`,
  flags: [
    ...dataSourceFlags.filter((flag) => flag.name === 'append-hash' || flag.name === 'from-file'),
    { name: 'docker-email', type: 'string', default: '', usage: 'Email for the registry.' },
    { name: 'docker-password', type: 'string', default: '', usage: 'Password for the registry.' },
    { name: 'docker-server', type: 'string', default: 'https://index.docker.io/v1/', usage: 'Address of the registry.' },
    { name: 'docker-username', type: 'string', default: '', usage: 'User name for the registry.' },
  ],
  failure: 'failed to create secret ',
  namespaced: true,
  generate(name, invocation) {
    const { flags, process } = invocation;
    if (flags.strings('from-file').length > 0) {
      const none = { ...flags, strings: (flag: string) => (flag === 'from-file' ? flags.strings(flag) : []) };
      const entries = readDataSources(process, none);
      return secretOf(name, 'kubernetes.io/dockerconfigjson', entries, invocation);
    }
    const [username, password, email] = ['username', 'password', 'email'].map((part) => flags.string(`docker-${part}`));
    if (!username || !password) {
      throw new UsageError(`either --from-file or the combination of --docker-username, --docker-password and --docker-server is required`);
    }
    const encoder = new TextEncoder();
    const login = { username, password, ...(email ? { email } : {}), auth: encodeBase64(encoder.encode(`${username}:${password}`)) };
    const config = JSON.stringify({ auths: { [flags.string('docker-server')]: login } });
    return secretOf(name, 'kubernetes.io/dockerconfigjson', [{ key: configKey, bytes: encoder.encode(config) }], invocation);
  },
});
