import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';
import { readSubjects, subjectFlags } from './policy-rules.ts';

export const createRoleBinding = defineGenerator({
  name: 'rolebinding',
  usage:
    'create rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  examples: `  # Create a role binding for two users with the admin cluster role
  kubectl create rolebinding admin --clusterrole=admin --user=user1 --user=user2
  
  # Create a role binding for a service account
  kubectl create rolebinding admin-binding --role=admin --serviceaccount=monitoring:default`,
  flags: [
    ...subjectFlags,
    { name: 'clusterrole', type: 'string', default: '', usage: 'ClusterRole to bind to.' },
    { name: 'role', type: 'string', default: '', usage: 'Role to bind to.' },
  ],
  failure: 'failed to create rolebinding: ',
  namespaced: true,
  generate(name, invocation) {
    const [role, clusterRole] = [invocation.flags.string('role'), invocation.flags.string('clusterrole')];
    if ((role === '') === (clusterRole === '')) throw new UsageError('exactly one of clusterrole or role must be specified');
    const subjects = readSubjects(invocation.flags);
    return {
      kind: 'RoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: generatedMetadata(name, invocation),
      ...(subjects.length > 0 ? { subjects } : {}),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role === '' ? 'ClusterRole' : 'Role', name: role || clusterRole },
    } as KubeObject;
  },
});
