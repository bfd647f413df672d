import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { defineGenerator } from './generator.ts';
import { readResourceRules, ruleFlags } from './policy-rules.ts';

const urlVerbs = ['*', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put'];

async function generate(name: string, invocation: Invocation): Promise<KubeObject> {
  const { flags } = invocation;
  const base = { kind: 'ClusterRole', apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name } };
  const aggregation = flags.strings('aggregation-rule');
  const urls = flags.strings('non-resource-url');
  if (aggregation.length > 0) {
    if (urls.length + flags.strings('verb').length + flags.strings('resource').length + flags.strings('resource-name').length > 0) {
      throw new UsageError('aggregation rule must be specified without nonResourceURLs, verbs, resources and resourceNames');
    }
    const matchLabels = Object.fromEntries(aggregation.map(parseLabel));
    return { ...base, rules: null, aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } } as KubeObject;
  }
  if (urls.length === 0) return { ...base, rules: await readResourceRules(invocation) } as KubeObject;
  const verbs = [...new Set(flags.strings('verb'))];
  if (verbs.length === 0) throw new UsageError('at least one verb must be specified');
  if (flags.strings('resource').length > 0) {
    return { ...base, rules: [...(await readResourceRules(invocation)), { verbs, nonResourceURLs: urls }] } as KubeObject;
  }
  const unknown = verbs.find((verb) => !urlVerbs.includes(verb));
  if (unknown !== undefined) throw new UsageError(`invalid verb: '${unknown}' for nonResourceURL`);
  const wrong = urls.find((url) => !url.startsWith('/') && url !== '*');
  if (wrong !== undefined) throw new UsageError(`nonResourceURL should start with /`);
  return { ...base, rules: [{ verbs, nonResourceURLs: urls }] } as KubeObject;
}

function parseLabel(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 0) throw new UsageError(`${text} must be formatted as key=value`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

export const createClusterRole = defineGenerator({
  name: 'clusterrole',
  usage: 'create clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a cluster role',
  examples: `  # Create a cluster role that allows to look at pods
  kubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods
  
  # Create a cluster role for paths that are no resources
  kubectl create clusterrole foo --verb=get --non-resource-url=/logs/*
  
  # Create a cluster role that is put together of others
  kubectl create clusterrole monitoring --aggregation-rule="rbac.example.com/aggregate-to-monitoring=true"`,
  flags: [
    ...ruleFlags,
    { name: 'aggregation-rule', type: 'strings', default: [], usage: 'Labels (key=value) of the cluster roles to put together.' },
    { name: 'non-resource-url', type: 'strings', default: [], usage: 'Part of a URL that is no resource.' },
  ],
  namespaced: false,
  generate,
});
