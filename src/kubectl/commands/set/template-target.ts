import { kindOf } from '#kinds/catalog.ts';
import type { Container, PodTemplateSpec } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Flag, Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { allFlag, fileFlags, localFlag, selectorFlag } from '../../flags/resource-flags.ts';
import { dryRunFlag, fieldManagerFlag, readDryRun } from '../../flags/write-flags.ts';
import { collectable, throwCollected } from '../../kubectl-error.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { type FoundObject, fetchObjects } from '../../resources/fetch-targets.ts';
import { visitLocalObjects } from '../../resources/local-targets.ts';
import { patchObject } from '../../resources/patch-object.ts';
import { planTargets, type TargetSelection } from '../../resources/targets.ts';

/** Flags of every `set` command that changes a pod template. */
export const templateFlags: readonly Flag[] = [
  ...resultPrintFlags,
  ...fileFlags('naming what to change'),
  allFlag,
  selectorFlag,
  localFlag,
  dryRunFlag,
  fieldManagerFlag('kubectl-set'),
];

/** What a `set` command is to change. */
export async function planTemplateTargets(invocation: Invocation, resources: readonly string[]): Promise<TargetSelection> {
  const { flags, kubectl, process } = invocation;
  return planTargets(kubectl, process, {
    files: { filenames: flags.strings('filename'), recursive: flags.bool('recursive'), kustomize: flags.string('kustomize') },
    args: resources,
    labelSelector: flags.string('selector'),
    selectAll: flags.bool('all'),
  });
}

/** A change of a template. @throws UsageError when it does not fit this one */
export type TemplateChange = (template: PodTemplateSpec, found: FoundObject) => PodTemplateSpec | Promise<PodTemplateSpec>;

/** Fetches the objects, or takes those of the files with `--local`. */
export async function collectTemplateTargets(invocation: Invocation, selection: TargetSelection): Promise<FoundObject[]> {
  if (!invocation.flags.bool('local')) return fetchObjects(invocation.kubectl, selection);
  const found: FoundObject[] = [];
  await visitLocalObjects(selection, async (one) => void found.push(one));
  return found;
}

/** The pod template of an object. @throws UsageError for kinds without one */
export function templateOf(found: FoundObject): PodTemplateSpec {
  const access = kindOf(found.object.apiVersion, found.object.kind)?.podTemplate;
  const template = access?.get(found.object);
  if (!template)
    throw new UsageError(`the object is not a pod or does not have a pod template: *${found.object.apiVersion?.replace('/', '')}.${found.object.kind}`);
  return template as PodTemplateSpec;
}

/** Changes the template of every object, sends the patches and prints what was done. Goes on after an error. */
export async function changeTemplates(found: readonly FoundObject[], operation: string, change: TemplateChange, invocation: Invocation): Promise<void> {
  const { kubectl, flags, process } = invocation;
  const dryRun = readDryRun(flags);
  const printer = createResultPrinter(flags, process, dryRun);
  const errors: Error[] = [];
  for (const one of found) {
    try {
      const access = kindOf(one.object.apiVersion, one.object.kind)?.podTemplate;
      const template = templateOf(one);
      const changed = await change(template, one);
      const next: KubeObject = access && changed !== template ? access.set(one.object, changed) : one.object;
      if (flags.bool('local') || dryRun === 'client') await printer.print(next, operation);
      else if (next !== one.object)
        await printer.print(await patchObject(kubectl, one, next, { dryRun, fieldManager: flags.string('field-manager') }), operation);
      else if (flags.string('output') !== '') await printer.print(one.object, operation);
    } catch (error) {
      const known = collectable(error);
      errors.push(known instanceof UsageError ? new UsageError(known.message) : known);
    }
  }
  throwCollected(errors);
}

/** Whether a container's name fits `--containers`; `*` stands for any run of letters. */
export function matchesContainer(pattern: string, name: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(name);
}

/** The template with some containers changed; the same reference when none was. */
export function mapContainers(template: PodTemplateSpec, change: (container: Container) => Container): PodTemplateSpec {
  const spec = template.spec;
  if (!spec) return template;
  const containers = spec.containers.map(change);
  return containers.some((container, i) => container !== spec.containers[i]) ? { ...template, spec: { ...spec, containers } } : template;
}
