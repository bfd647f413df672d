/** What the arguments of a command name. */
export type ArgumentKind =
  | { readonly of: 'resources'; readonly types?: readonly string[] }
  | { readonly of: 'names'; readonly type: string }
  | { readonly of: 'types' }
  | { readonly of: 'contexts' | 'clusters' | 'users' | 'shells' };

const rollouts = ['deployments', 'daemonsets', 'statefulsets'];
const anything: ArgumentKind = { of: 'resources' };
const pods: ArgumentKind = { of: 'names', type: 'pods' };
const nodes: ArgumentKind = { of: 'names', type: 'nodes' };

/** By the command's full name. Commands that are not here take files, or arguments that cannot be known. */
export const argumentKinds: Readonly<Record<string, ArgumentKind>> = {
  'kubectl annotate': anything,
  'kubectl apply edit-last-applied': anything,
  'kubectl apply view-last-applied': anything,
  'kubectl attach': pods,
  'kubectl autoscale': { of: 'resources', types: ['deployments', 'replicasets', 'statefulsets'] },
  'kubectl completion': { of: 'shells' },
  'kubectl config delete-cluster': { of: 'clusters' },
  'kubectl config delete-context': { of: 'contexts' },
  'kubectl config delete-user': { of: 'users' },
  'kubectl config get-contexts': { of: 'contexts' },
  'kubectl config rename-context': { of: 'contexts' },
  'kubectl config set-cluster': { of: 'clusters' },
  'kubectl config set-context': { of: 'contexts' },
  'kubectl config set-credentials': { of: 'users' },
  'kubectl config use-context': { of: 'contexts' },
  'kubectl cordon': nodes,
  'kubectl cp': pods,
  'kubectl create token': { of: 'names', type: 'serviceaccounts' },
  'kubectl debug': pods,
  'kubectl delete': anything,
  'kubectl describe': anything,
  'kubectl drain': nodes,
  'kubectl edit': anything,
  'kubectl exec': pods,
  'kubectl explain': { of: 'types' },
  'kubectl expose': { of: 'resources', types: ['deployments', 'pods', 'replicasets', 'services'] },
  'kubectl get': anything,
  'kubectl label': anything,
  'kubectl logs': pods,
  'kubectl patch': anything,
  'kubectl port-forward': pods,
  'kubectl rollout history': { of: 'resources', types: rollouts },
  'kubectl rollout pause': { of: 'resources', types: ['deployments'] },
  'kubectl rollout restart': { of: 'resources', types: rollouts },
  'kubectl rollout resume': { of: 'resources', types: ['deployments'] },
  'kubectl rollout status': { of: 'resources', types: rollouts },
  'kubectl rollout undo': { of: 'resources', types: rollouts },
  'kubectl scale': { of: 'resources', types: ['deployments', 'replicasets', 'statefulsets'] },
  'kubectl set env': { of: 'resources', types: ['pods', ...rollouts] },
  'kubectl set image': { of: 'resources', types: ['pods', ...rollouts] },
  'kubectl set resources': { of: 'resources', types: ['pods', ...rollouts] },
  'kubectl taint': { of: 'resources', types: ['nodes'] },
  'kubectl uncordon': nodes,
  'kubectl wait': anything,
};

/** Values of flags that are always the same. */
export const flagValues: Readonly<Record<string, readonly string[]>> = {
  cascade: ['background', 'foreground', 'orphan'],
  'dry-run': ['client', 'none', 'server'],
  'image-pull-policy': ['Always', 'IfNotPresent', 'Never'],
  restart: ['Always', 'Never', 'OnFailure'],
  validate: ['ignore', 'strict', 'warn'],
};
