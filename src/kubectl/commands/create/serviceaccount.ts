import { defineGenerator, generatedMetadata } from './generator.ts';

export const createServiceAccount = defineGenerator({
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'create serviceaccount NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  examples: `  # Create a service account
  kubectl create serviceaccount robot`,
  flags: [],
  failure: 'failed to create serviceaccount: ',
  namespaced: true,
  generate: (name, invocation) => ({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: generatedMetadata(name, invocation) }),
});
