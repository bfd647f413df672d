import type { KubeObject } from '#machinery/object.ts';
import { defineGenerator } from './generator.ts';
import { readSubjects, subjectFlags } from './policy-rules.ts';

export const createClusterRoleBinding = defineGenerator({
  name: 'clusterrolebinding',
  usage:
    'create clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  examples: `  # Create a cluster role binding for users and a group with the cluster-admin cluster role
  kubectl create clusterrolebinding cluster-admin --clusterrole=cluster-admin --user=user1 --user=user2 --group=group1`,
  flags: [...subjectFlags, { name: 'clusterrole', type: 'string', default: '', required: true, usage: 'ClusterRole to bind to.' }],
  failure: 'failed to create clusterrolebinding: ',
  namespaced: false,
  generate(name, { flags }) {
    const subjects = readSubjects(flags);
    return {
      kind: 'ClusterRoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: { name },
      ...(subjects.length > 0 ? { subjects } : {}),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: flags.string('clusterrole') },
    } as KubeObject;
  },
});
