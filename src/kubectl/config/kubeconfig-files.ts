import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { FlagValues } from '../command.ts';
import { formatKubeconfig, type Kubeconfig, mergeKubeconfigs, parseKubeconfig } from './kubeconfig.ts';

/** A kubeconfig file that was read. */
export interface KubeconfigFile {
  readonly path: string;
  readonly config: Kubeconfig;
}

/** Where kubectl looks for its configuration. `explicit` (from --kubeconfig) must exist. */
export interface KubeconfigPaths {
  readonly paths: readonly string[];
  readonly explicit: boolean;
}

/** --kubeconfig, else every file of $KUBECONFIG, else ~/.kube/config. */
export function kubeconfigPaths(process: Process, flags: FlagValues): KubeconfigPaths {
  const flag = flags.string('kubeconfig');
  if (flag !== '') return { paths: [process.resolvePath(flag)], explicit: true };
  const listed = (process.env.get('KUBECONFIG') ?? '').split(':').filter((path) => path !== '');
  if (listed.length > 0) return { paths: [...new Set(listed.map((path) => process.resolvePath(path)))], explicit: false };
  const home = process.env.get('HOME') ?? process.user.home;
  return { paths: [process.resolvePath(`${home}/.kube/config`)], explicit: false };
}

/**
 * Reads the kubeconfig files that exist, in their order.
 * @throws UsageError when an explicit file is missing or a file is broken
 */
export function readKubeconfigFiles(process: Process, flags: FlagValues): KubeconfigFile[] {
  const { paths, explicit } = kubeconfigPaths(process, flags);
  const files: KubeconfigFile[] = [];
  for (const path of paths) {
    if (process.fs.exists(path)) files.push({ path, config: parseKubeconfig(process.fs.readText(path), path) });
    else if (explicit) throw new UsageError(`stat ${flags.string('kubeconfig')}: no such file or directory`);
  }
  return files;
}

/** All kubeconfig files as one. */
export function readKubeconfig(process: Process, flags: FlagValues): Kubeconfig {
  return mergeKubeconfigs(readKubeconfigFiles(process, flags).map((file) => file.config));
}

/** Writes a kubeconfig file, and the folder it is in. */
export function writeKubeconfigFile(process: Process, path: string, config: Kubeconfig): void {
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  if (!process.fs.exists(folder)) process.fs.makeDirectory(folder, { recursive: true });
  process.fs.write(path, formatKubeconfig(config), 0o600);
}
