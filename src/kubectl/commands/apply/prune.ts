import type { KubeObject, Stored } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import type { DiscoveredResource } from '../../kubectl-context.ts';
import { listAll } from '../../resources/fetch-targets.ts';
import { lastAppliedOf } from '../../resources/last-applied.ts';
import { deleteAndWait, readDeletion } from '../delete.ts';
import type { ApplyOptions } from './apply.ts';

/** The types that are looked at when --prune-allowlist names none: group/version/kind. */
const defaultTypes = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/Namespace',
  'core/v1/PersistentVolumeClaim',
  'core/v1/PersistentVolume',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
];

/**
 * Deletes what was applied before, fits the selector and was not in the files this time.
 * @param applied what was applied now
 * @throws UsageError, StatusError
 */
export async function pruneObjects(options: ApplyOptions, invocation: Invocation, applied: readonly KubeObject[]): Promise<void> {
  const { flags } = invocation;
  const kept = new Set(applied.map((object) => object.metadata?.uid));
  const namespaces = [...new Set(applied.map((object) => object.metadata?.namespace ?? ''))].filter((namespace) => namespace !== '').sort();
  const types = await findTypes(flags.strings('prune-allowlist'), invocation);
  for (const namespace of namespaces) {
    for (const type of types.filter((one) => one.namespaced)) await pruneType(type, namespace, kept, options, invocation);
  }
  for (const type of types.filter((one) => !one.namespaced)) await pruneType(type, '', kept, options, invocation);
}

async function findTypes(allowed: readonly string[], { kubectl }: Invocation): Promise<DiscoveredResource[]> {
  const types: DiscoveredResource[] = [];
  for (const name of allowed.length > 0 ? allowed : defaultTypes) {
    const parts = name.split('/');
    const [group = '', version = '', kind = ''] = parts;
    if (parts.length !== 3) throw new UsageError(`invalid GroupVersionKind format: ${name}, please follow <group/version/kind>`);
    const type = await kubectl.resolveKind(group === 'core' || group === '' ? version : `${group}/${version}`, kind);
    if (type !== undefined) types.push(type);
    else if (allowed.length > 0)
      throw new UsageError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(group === 'core' ? version : `${group}/${version}`)}`);
  }
  return types;
}

async function pruneType(
  type: DiscoveredResource,
  namespace: string,
  kept: ReadonlySet<string | undefined>,
  options: ApplyOptions,
  invocation: Invocation,
): Promise<void> {
  const found = await listAll(invocation.kubectl.client(), { type, namespace }, { labelSelector: options.labelSelector, fieldSelector: '' });
  for (const object of found) {
    // What was never applied is somebody else's.
    if (lastAppliedOf(object) === undefined || kept.has(object.metadata.uid)) continue;
    if (options.dryRun === 'none') await deleteOne(type, object, invocation);
    const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
    await options.printer.print({ ...object, apiVersion, kind: type.kind }, 'pruned');
  }
}

async function deleteOne(type: DiscoveredResource, object: Stored<KubeObject>, invocation: Invocation): Promise<void> {
  try {
    await deleteAndWait(
      { ...readDeletion(invocation.flags), wait: false },
      { type, namespace: object.metadata.namespace ?? '', name: object.metadata.name },
      invocation,
    );
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 404) throw error;
  }
}
