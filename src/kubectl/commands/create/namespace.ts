import { defineGenerator } from './generator.ts';

export const createNamespace = defineGenerator({
  name: 'namespace',
  aliases: ['ns'],
  usage: 'create namespace NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  examples: `  # Create a namespace
  kubectl create namespace team-a`,
  flags: [],
  namespaced: false,
  generate: (name) => ({ kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {}, status: {} }) as object,
});
