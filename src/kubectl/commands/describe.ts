import type { Client } from '#client/client.ts';
import { kindOf } from '#kinds/catalog.ts';
import type { DescribeContext } from '#kinds/describe-context.ts';
import { describeGeneric } from '#kinds/describe-writer/generic.ts';
import type { KubeObject } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { allNamespacesFlag, fileFlags, selectorFlag } from '../flags/resource-flags.ts';
import { collectable, throwCollected } from '../kubectl-error.ts';
import { type FoundObject, listAll, visitObjects } from '../resources/fetch-targets.ts';
import { hasManifests, type ManifestSources } from '../resources/manifest-files.ts';
import { planTargets, type TargetSelection } from '../resources/targets.ts';

interface DescribeOptions {
  readonly selection: TargetSelection;
  readonly showEvents: boolean;
  readonly allNamespaces: boolean;
  readonly fromFiles: boolean;
}

const flags: readonly Flag[] = [
  allNamespacesFlag,
  { name: 'chunk-size', type: 'int', default: 500, usage: 'How many objects to ask for at a time; 0 for all at once.' },
  ...fileFlags('naming the objects to describe'),
  selectorFlag,
  { name: 'show-events', type: 'bool', default: true, usage: 'Whether to show the events that have to do with the object.' },
];

/** What describing reads beside the object: what is not there, or may not be read, is passed over. */
export function createDescribeContext(client: Client, process: Process, showEvents: boolean): DescribeContext {
  const isMissing = (error: unknown): boolean => error instanceof StatusError && (error.code === 404 || error.code === 403 || error.code === 405);
  return {
    nowMs: process.simulation.clock.now,
    showEvents,
    load: process.simulation.load,
    async get<T extends KubeObject>(type: ResourceType, namespace: string, name: string) {
      try {
        return await client.get<T>(type, namespace, name);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async list<T extends KubeObject>(type: ResourceType, namespace: string, selectors?: { readonly label?: string; readonly field?: string }) {
      try {
        const list = await client.list<T>(type, {
          namespace,
          ...(selectors?.label ? { labelSelector: selectors.label } : {}),
          ...(selectors?.field ? { fieldSelector: selectors.field } : {}),
        });
        return list.items;
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}

async function complete({ args, flags: given, kubectl, process, commandPath }: Invocation): Promise<DescribeOptions> {
  const files: ManifestSources = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  if (args.length === 0 && !hasManifests(files)) {
    throw new UsageError(
      `You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n\nSee '${commandPath} -h' for help and examples`,
    );
  }
  return {
    selection: await planTargets(kubectl, process, {
      args,
      files,
      labelSelector: given.string('selector'),
      allNamespaces: given.bool('all-namespaces'),
      all: true,
    }),
    showEvents: given.bool('show-events'),
    allNamespaces: given.bool('all-namespaces'),
    fromFiles: hasManifests(files),
  };
}

async function run(options: DescribeOptions, { kubectl, process, flags: given }: Invocation): Promise<undefined> {
  const all: FoundObject[] = [];
  let failure: Error | undefined;
  try {
    await visitObjects(kubectl, options.selection, async (found) => void all.push(found));
  } catch (error) {
    failure = collectable(error);
    const matching = await findMatching(options, kubectl.client(), failure);
    const context = createDescribeContext(kubectl.client(), process, options.showEvents);
    for (const found of matching) await process.print(`${await describeObject(found, context)}\n`);
    if (matching.length > 0) return;
  }
  // Of several objects kubectl leaves the events out, unless they are asked for.
  const showEvents = given.changed('show-events') || all.length <= 1 ? options.showEvents : false;
  const context = createDescribeContext(kubectl.client(), process, showEvents);
  for (const [at, found] of all.entries()) await process.print(`${at === 0 ? '' : '\n\n'}${await describeObject(found, context)}`);
  if (failure !== undefined) throwCollected([failure]);
  if (all.length === 0) {
    await process.printError(options.allNamespaces ? 'No resources found\n' : `No resources found in ${kubectl.namespace} namespace.\n`);
  }
}

/** `describe pod web` describes every pod whose name begins with `web` when none has exactly this name. */
async function findMatching(options: DescribeOptions, client: Client, error: Error): Promise<FoundObject[]> {
  const [target, ...others] = options.selection.targets;
  if (!(error instanceof StatusError) || error.code !== 404 || options.fromFiles) return [];
  if (target === undefined || 'error' in target || others.length > 0 || target.name === '') return [];
  const objects = await listAll(client, target, { labelSelector: '', fieldSelector: '' });
  return objects
    .filter((object) => object.metadata.name.startsWith(target.name))
    .map((object) => ({ ...target, namespace: object.metadata.namespace ?? '', name: object.metadata.name, object }));
}

async function describeObject({ type, object }: FoundObject, context: DescribeContext): Promise<string> {
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  const kind = kindOf(apiVersion, type.kind);
  return kind?.describe === undefined ? describeGeneric(object, context) : kind.describe(object, context);
}

export const describeCommand = defineCommand<DescribeOptions>({
  name: 'describe',
  usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  short: 'Show details of a specific resource or group of resources',
  long: `Show details of a specific resource or group of resources.

 Prints what there is to know of the objects, with related ones such as events. A name may be the beginning of one: when no object has exactly that name, all that begin with it are described.

 Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `  # Describe a node
  kubectl describe nodes node-1
  
  # Describe a pod
  kubectl describe pods/web-0
  
  # Describe what a file names
  kubectl describe -f pod.yaml
  
  # Describe all pods
  kubectl describe pods
  
  # Describe pods with a label
  kubectl describe pods -l app=web`,
  flags,
  complete,
  run,
});
