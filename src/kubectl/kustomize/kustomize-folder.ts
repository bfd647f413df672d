import type { KubeObject } from '#machinery/object.ts';
import type { Process } from '#os/process.ts';
import { buildKustomization } from './build.ts';

/**
 * Builds a folder's kustomization for a command; what is deprecated in it is said on the standard error, whatever comes of it.
 * @throws UsageError with kustomize's text
 */
export async function kustomizeFolder(process: Process, folder: string, isRestricted: boolean): Promise<readonly KubeObject[]> {
  const warnings: string[] = [];
  try {
    return buildKustomization(process, folder, { isRestricted, warn: (line) => void warnings.push(line) });
  } finally {
    for (const line of warnings) await process.printError(`${line}\n`);
  }
}
