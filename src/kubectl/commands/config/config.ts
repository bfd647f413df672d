import { defineCommand } from '../../command.ts';
import { currentContext, deleteContext, getContexts, renameContext, setContext, useContext } from './contexts.ts';
import { deleteCluster, deleteUser, getClusters, getUsers, setCluster, setCredentials } from './entries.ts';
import { setProperty, unsetProperty } from './properties.ts';
import { configView } from './view.ts';

export const config = defineCommand({
  name: 'config',
  usage: 'config SUBCOMMAND',
  short: 'Modify kubeconfig files',
  long: `Shows and changes kubeconfig files, such as with "kubectl config set current-context my-context".

The file of --kubeconfig is used alone; else those of $KUBECONFIG, separated by colons, as one; else \${HOME}/.kube/config.`,
  examples: '',
  flags: [],
  subcommands: [
    currentContext,
    deleteCluster,
    deleteContext,
    deleteUser,
    getClusters,
    getContexts,
    getUsers,
    renameContext,
    setProperty,
    setCluster,
    setContext,
    setCredentials,
    unsetProperty,
    useContext,
    configView,
  ],
});
