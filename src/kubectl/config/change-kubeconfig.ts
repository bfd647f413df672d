import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../command.ts';
import { emptyKubeconfig, type Kubeconfig } from './kubeconfig.ts';
import { kubeconfigPaths, readKubeconfigFiles, writeKubeconfigFile } from './kubeconfig-files.ts';

/** The parts of a kubeconfig that hold named entries. */
export type EntryKind = 'clusters' | 'contexts' | 'users';

/**
 * Changes the file that holds an entry, or the first one when none does.
 * @param holds whether a file holds what is changed
 */
export function changeKubeconfig({ process, flags }: Invocation, holds: (config: Kubeconfig) => boolean, change: (config: Kubeconfig) => Kubeconfig): void {
  const files = readKubeconfigFiles(process, flags);
  const [firstPath = ''] = kubeconfigPaths(process, flags).paths;
  const file = files.find((one) => holds(one.config)) ?? files.find((one) => one.path === firstPath) ?? { path: firstPath, config: emptyKubeconfig };
  writeKubeconfigFile(process, file.path, change(file.config));
}

/** The file that a message names: where a change would go. */
export function kubeconfigPath({ process, flags }: Invocation): string {
  return kubeconfigPaths(process, flags).paths[0] ?? '';
}

/** Sets one entry. */
export function withEntry(config: Kubeconfig, kind: EntryKind, name: string, entry: object): Kubeconfig {
  return { ...config, [kind]: new Map<string, object>(config[kind]).set(name, entry) };
}

/** Takes one entry away. @throws UsageError when it is not there */
export function withoutEntry(config: Kubeconfig, kind: EntryKind, name: string, message: string): Kubeconfig {
  if (!config[kind].has(name)) throw new UsageError(message);
  const entries = new Map<string, object>(config[kind]);
  entries.delete(name);
  return { ...config, [kind]: entries };
}
