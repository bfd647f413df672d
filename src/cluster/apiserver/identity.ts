/** Who asks, as authentication found out. */
export interface Identity {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The group whose members no authorizer is asked about. */
export const MASTERS = 'system:masters';

/** The administrator of the learner's kubeconfig. */
export const clusterAdmin: Identity = { name: 'kubernetes-admin', groups: [MASTERS, 'system:authenticated'] };

/** Who has not said who they are. */
export const anonymous: Identity = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** A component of the control plane or a node. */
export function systemIdentity(name: string, ...groups: readonly string[]): Identity {
  return { name, groups: [...groups, 'system:authenticated'] };
}

/** The identity of a service account's tokens. */
export function serviceAccountIdentity(namespace: string, name: string, uid: string): Identity {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}
