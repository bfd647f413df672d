import { type Command, defineCommand } from '../../../command.ts';
import { createDockerRegistrySecret } from './docker-registry.ts';
import { createGenericSecret } from './generic.ts';
import { createTlsSecret } from './tls.ts';

export const createSecret: Command = defineCommand({
  name: 'secret',
  usage: 'create secret (docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  long: `Create a secret with specified type.

 A docker-registry type secret is for accessing a container registry.

 A generic type secret indicate an Opaque secret type.

 A tls type secret holds TLS certificate and its associated key.`,
  examples: '',
  flags: [],
  subcommands: [createDockerRegistrySecret, createGenericSecret, createTlsSecret],
});
