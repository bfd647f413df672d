import type { Client } from '#client/client.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import type { DiscoveredResource, KubectlContext } from '../kubectl-context.ts';
import { collectable, throwCollected } from '../kubectl-error.ts';
import type { NamedTarget, TargetSelection } from './targets.ts';

/** An object as the server has it, and where it was named. */
export interface FoundObject {
  readonly type: DiscoveredResource;
  readonly namespace: string;
  readonly name: string;
  /** The file it was named in; '' when on the command line. */
  readonly source: string;
  readonly object: Stored<KubeObject>;
}

/**
 * Fetches what was named, one after another, and calls `visit` for each object. Goes on after an error;
 * all errors are thrown together at the end.
 * @param ignoreNotFound passes over what is not there
 * @returns how many objects were visited
 * @throws StatusError, UsageError, SeveralErrors
 */
export async function visitObjects(
  kubectl: KubectlContext,
  selection: TargetSelection,
  visit: (found: FoundObject) => Promise<void>,
  ignoreNotFound = false,
): Promise<number> {
  const errors: Error[] = [];
  let count = 0;
  for (const target of selection.targets) {
    if ('error' in target) {
      errors.push(target.error);
      continue;
    }
    try {
      for (const found of await fetchTarget(kubectl.client(), target, selection)) {
        try {
          count++;
          await visit(found);
        } catch (error) {
          errors.push(collectable(error));
        }
      }
    } catch (error) {
      const known = collectable(error);
      if (!(ignoreNotFound && known instanceof StatusError && known.code === 404)) errors.push(known);
    }
  }
  throwCollected(errors);
  return count;
}

/** Like visitObjects, all at once. */
export async function fetchObjects(kubectl: KubectlContext, selection: TargetSelection, ignoreNotFound = false): Promise<FoundObject[]> {
  const all: FoundObject[] = [];
  await visitObjects(kubectl, selection, async (found) => void all.push(found), ignoreNotFound);
  return all;
}

/** How many objects kubectl asks for at a time. */
export const chunkSize = 500;

async function fetchTarget(client: Client, target: NamedTarget, selection: TargetSelection): Promise<FoundObject[]> {
  const { type, namespace, source } = target;
  const found = (object: Stored<KubeObject>): FoundObject => ({
    type,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    source,
    object: withKind(object, type),
  });
  if (target.name !== '' || target.object !== undefined) return [found(await client.get(type, namespace, target.name))];
  return (await listAll(client, target, selection)).map(found);
}

/** Every object of a collection, asked for in chunks. */
export async function listAll<T extends KubeObject = KubeObject>(
  client: Client,
  target: Pick<NamedTarget, 'type' | 'namespace'>,
  selection: Pick<TargetSelection, 'labelSelector' | 'fieldSelector'>,
): Promise<Stored<T>[]> {
  const items: Stored<T>[] = [];
  let next = '';
  do {
    const options = {
      namespace: target.namespace,
      limit: chunkSize,
      ...(selection.labelSelector === '' ? {} : { labelSelector: selection.labelSelector }),
      ...(selection.fieldSelector === '' ? {} : { fieldSelector: selection.fieldSelector }),
      ...(next === '' ? {} : { continue: next }),
    };
    const list = await explainListError(target.type, selection, () => client.list<T>(target.type, options));
    items.push(...list.items);
    next = list.metadata.continue ?? '';
  } while (next !== '');
  return items;
}

/**
 * Adds to an error of a list which list it was, as kubectl does for selectors the server does not accept.
 * @throws StatusError
 */
export async function explainListError<T>(
  type: DiscoveredResource,
  selection: Pick<TargetSelection, 'labelSelector' | 'fieldSelector'>,
  list: () => Promise<T>,
): Promise<T> {
  try {
    return await list();
  } catch (error) {
    if (!(error instanceof StatusError) || (error.reason !== 'BadRequest' && error.reason !== 'NotFound')) throw error;
    const { labelSelector, fieldSelector } = selection;
    const resource = JSON.stringify(`${type.group}/${type.version}, Resource=${type.plural}`);
    const what =
      labelSelector === '' && fieldSelector === ''
        ? `Unable to list ${resource}`
        : `Unable to find ${resource} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
    throw new StatusError({ ...error.status, message: `${what}: ${error.message}` });
  }
}

/** The items of a typed list carry no kind on the wire; what kubectl prints has it. */
function withKind(object: Stored<KubeObject>, type: DiscoveredResource): Stored<KubeObject> {
  if (object.kind) return object;
  return { ...object, apiVersion: type.group === '' ? type.version : `${type.group}/${type.version}`, kind: type.kind };
}
