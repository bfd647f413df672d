import type { Namespace, ServiceAccount } from '#machinery/generated/types.ts';
import { isAlreadyExists } from '#machinery/status-errors.ts';
import { namespaces, serviceAccounts } from '../../resource-types.ts';
import { defineController, defineWatch } from '../controller.ts';

const DEFAULT_ACCOUNT = 'default';

/** Sees to it that every namespace has a service account named `default`. */
export const serviceAccountController = defineController({
  name: 'serviceaccount',
  for: namespaces,
  watches: [
    defineWatch<ServiceAccount>({
      type: serviceAccounts,
      keys: (account) => (account.metadata.name === DEFAULT_ACCOUNT ? [{ namespace: '', name: account.metadata.namespace ?? '' }] : []),
    }),
  ],
  reconcile({ name }, context) {
    const namespace = context.lister<Namespace>(namespaces).get('', name);
    if (!namespace || namespace.status?.phase === 'Terminating' || namespace.metadata.deletionTimestamp !== undefined) return undefined;
    if (context.lister(serviceAccounts).get(name, DEFAULT_ACCOUNT)) return undefined;
    try {
      context.client.create(serviceAccounts, name, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: DEFAULT_ACCOUNT, namespace: name } });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
    return undefined;
  },
});
