import { kindOf } from '#kinds/catalog.ts';
import { isDeepEqual } from '#machinery/equality.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { createMergePatch } from '#machinery/patch/merge-patch.ts';
import { createTwoWayStrategicPatch } from '#machinery/patch/strategic-diff.ts';
import type { DryRun } from '../flags/write-flags.ts';
import type { KubectlContext } from '../kubectl-context.ts';
import type { FoundObject } from './fetch-targets.ts';

export interface PatchSettings {
  readonly dryRun: DryRun;
  readonly fieldManager: string;
  /** Merge patches whatever the kind, as `label` and `annotate` send them. */
  readonly merge?: boolean;
  /** Sends an empty patch too. */
  readonly always?: boolean;
}

/**
 * Sends what is different between an object and how it should be: a strategic merge patch for built-in kinds, a merge patch for others.
 * @returns the object afterwards; with a client-side dry run `next` itself
 * @throws StatusError
 */
export async function patchObject(kubectl: KubectlContext, found: FoundObject, next: KubeObject, settings: PatchSettings): Promise<KubeObject> {
  if (settings.dryRun === 'client') return next;
  const { object, type, namespace, name } = found;
  if (!settings.always && isDeepEqual(object, next)) return object;
  const schema = settings.merge ? undefined : kindOf(object.apiVersion, object.kind)?.schema;
  const patch = schema === undefined ? createMergePatch(object, next) : createTwoWayStrategicPatch(schema, { ...object }, { ...next });
  return sendPatch(kubectl, { type, namespace, name }, patch, schema === undefined ? 'merge' : 'strategic', settings);
}

/** Sends a patch as it is. The answer carries its kind. */
export async function sendPatch(
  kubectl: KubectlContext,
  target: Pick<FoundObject, 'type' | 'namespace' | 'name'>,
  patch: object,
  type: 'merge' | 'strategic' | 'json',
  settings: PatchSettings,
): Promise<Stored<KubeObject>> {
  return kubectl.client().patch(target.type, target.namespace, target.name, patch, {
    type,
    fieldManager: settings.fieldManager,
    dryRun: settings.dryRun === 'server',
  });
}
