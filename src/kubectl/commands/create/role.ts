import type { KubeObject } from '#machinery/object.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';
import { readResourceRules, ruleFlags } from './policy-rules.ts';

export const createRole = defineGenerator({
  name: 'role',
  usage: 'create role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a role with single rule',
  examples: `  # Create a role that allows to look at pods
  kubectl create role pod-reader --verb=get,list,watch --resource=pods
  
  # Create a role that is limited to one object
  kubectl create role pod-reader --verb=get --resource=pods --resource-name=readablepod
  
  # Create a role for a resource with a group
  kubectl create role foo --verb=get,list,watch --resource=rs.apps
  
  # Create a role for a subresource
  kubectl create role foo --verb=get,list,watch --resource=pods,pods/status`,
  flags: ruleFlags,
  namespaced: true,
  generate: async (name, invocation) =>
    ({
      kind: 'Role',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: generatedMetadata(name, invocation),
      rules: await readResourceRules(invocation),
    }) as KubeObject,
});
