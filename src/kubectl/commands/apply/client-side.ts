import { kindOf } from '#kinds/catalog.ts';
import { compactGoJson } from '#machinery/json.ts';
import type { KubeObject } from '#machinery/object.ts';
import { createThreeWayStrategicPatch } from '#machinery/patch/strategic-diff.ts';
import { createThreeWayJsonMergePatch } from '#machinery/patch/three-way-json-merge.ts';
import { formatGroupResource } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { printWarning } from '../../create-context.ts';
import { collectable } from '../../kubectl-error.ts';
import { lastAppliedAnnotation, lastAppliedOf, withLastApplied } from '../../resources/last-applied.ts';
import { withSource } from '../../resources/source-error.ts';
import type { NamedTarget } from '../../resources/targets.ts';
import { deleteAndWait } from '../delete.ts';
import type { ApplyOptions } from './apply.ts';

/** What became of one object. */
export interface Applied {
  readonly object: KubeObject;
  readonly operation: 'created' | 'configured' | 'unchanged' | 'serverside-applied';
}

const maxTries = 5;

/**
 * Applies one object as kubectl does by default: the annotation tells what was applied last, the difference to the new
 * configuration is sent as a patch.
 * @throws StatusError, UsageError, saying which file the object is from
 */
export async function applyOnClient(options: ApplyOptions, invocation: Invocation, target: NamedTarget): Promise<Applied> {
  const { kubectl, process } = invocation;
  const { type, namespace, name, source } = target;
  refuseGeneratedName(target);
  const modified = withLastApplied(target.object ?? {});
  const live = await getLive(invocation, target);
  if (live === undefined) return { object: await createApplied(options, invocation, target, modified), operation: 'created' };
  if (options.dryRun === 'client') return { object: live, operation: 'configured' };
  if (lastAppliedOf(live) === undefined) {
    await printWarning(
      process,
      `resource ${formatGroupResource(type)}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
    );
  }
  let current = live;
  for (let tries = 1; ; tries++) {
    const patch = planApplyPatch(target, modified, current, options.overwrite);
    if (Object.keys(patch).length === 0) return finish(invocation, current, 'unchanged');
    try {
      const object = await kubectl.client().patch(type, namespace, name, patch, {
        type: kindOfTarget(target) === undefined ? 'merge' : 'strategic',
        dryRun: options.dryRun === 'server',
        fieldManager: options.fieldManager,
        fieldValidation: options.fieldValidation,
      });
      return await finish(invocation, object, 'configured');
    } catch (error) {
      const isConflict = error instanceof StatusError && error.reason === 'Conflict';
      const isStuck = isConflict ? tries > maxTries : error instanceof StatusError && error.reason === 'Invalid';
      if (isStuck && options.replaceBy !== undefined && options.dryRun === 'none') {
        await deleteAndWait({ ...options.replaceBy, wait: true }, target, invocation);
        return { object: await createApplied(options, invocation, target, modified), operation: 'configured' };
      }
      if (!isConflict || tries > maxTries) throw explainPatchError(collectable(error), patch, target, source);
      await process.sleep(tries > 1 ? 1000 : 0);
      current = (await getLive(invocation, target)) ?? current;
    }
  }
}

/** `apply` finds an object by its name, so it must have one. */
export function refuseGeneratedName({ name, object }: NamedTarget): void {
  const prefix = object?.metadata?.generateName;
  if (name === '' && prefix) throw new UsageError(`from ${prefix}: cannot use generate name with apply`);
}

async function finish({ process }: Invocation, object: KubeObject, operation: Applied['operation']): Promise<Applied> {
  if (object.metadata?.deletionTimestamp !== undefined) {
    await printWarning(process, `Detected changes to resource ${object.metadata.name} which is currently being deleted.`);
  }
  return { object, operation };
}

async function getLive({ kubectl }: Invocation, target: NamedTarget): Promise<KubeObject | undefined> {
  const { type, namespace, name, source } = target;
  if (name === '')
    throw new UsageError(
      `error when retrieving current configuration of:\n${describeTarget(target)}\nfrom server for: "${source}": resource name may not be empty`,
    );
  try {
    return await kubectl.client().get(type, namespace, name);
  } catch (error) {
    if (error instanceof StatusError && error.code === 404) return undefined;
    throw withSource(`retrieving current configuration of:\n${describeTarget(target)}\nfrom server for:`, source, collectable(error));
  }
}

async function createApplied(options: ApplyOptions, { kubectl }: Invocation, target: NamedTarget, modified: KubeObject): Promise<KubeObject> {
  if (options.dryRun === 'client') return modified;
  try {
    return await kubectl.client().create(target.type, target.namespace, modified, {
      dryRun: options.dryRun === 'server',
      fieldManager: options.fieldManager,
      fieldValidation: options.fieldValidation,
    });
  } catch (error) {
    throw withSource('creating', target.source, collectable(error));
  }
}

/** The schema's name for a built-in kind; others are patched by JSON merge. */
function kindOfTarget({ object }: NamedTarget): string | undefined {
  return kindOf(object?.apiVersion, object?.kind)?.schema;
}

/** The patch that takes the live object to the new configuration, {} when nothing is to do. */
export function planApplyPatch(target: NamedTarget, modifiedObject: KubeObject, liveObject: KubeObject, overwrite: boolean): object {
  const text = lastAppliedOf(liveObject);
  const [modified, live] = [{ ...modifiedObject }, { ...liveObject }];
  const original = text === undefined ? {} : parseLastApplied(text);
  const schema = kindOfTarget(target);
  if (schema !== undefined) return createThreeWayStrategicPatch(schema, original, modified, live, { overwrite });
  return createThreeWayJsonMergePatch(original, modified, live);
}

function parseLastApplied(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw new UsageError(`the ${lastAppliedAnnotation} annotation is no JSON`);
  }
}

function explainPatchError(error: Error, patch: object, target: NamedTarget, source: string): Error {
  const inner = withSource('patching', source, error);
  return withSource(`applying patch:\n${compactGoJson(patch)}\nto:\n${describeTarget(target)}\nfor:`, source, inner);
}

/** An object as kubectl spells it out in long errors. */
function describeTarget({ type, namespace, name }: NamedTarget): string {
  const groupVersion = type.group === '' ? `/${type.version}` : `${type.group}/${type.version}`;
  return `Resource: "${groupVersion}, Resource=${type.plural}", GroupVersionKind: "${groupVersion}, Kind=${type.kind}"\nName: "${name}", Namespace: "${namespace}"`;
}
