import { dataSourceFlags, readDataSources } from '../data-sources.ts';
import { defineGenerator } from '../generator.ts';
import { secretOf } from './secret-object.ts';

export const createGenericSecret = defineGenerator({
  name: 'generic',
  usage: 'create secret generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a secret from a local file, directory, or literal value',
  examples: `  # Create a secret of the files of a folder
  kubectl create secret generic my-secret --from-file=path/to/bar
  
  # Create a secret of literal values
  kubectl create secret generic my-secret --from-literal=key1=supersecret --from-literal=key2=topsecret`,
  flags: [...dataSourceFlags, { name: 'type', type: 'string', default: '', usage: 'Type of the secret.' }],
  failure: 'failed to create secret ',
  namespaced: true,
  generate: (name, invocation) => secretOf(name, invocation.flags.string('type'), readDataSources(invocation.process, invocation.flags), invocation),
});
