import { isSemanticallyEqual } from '#machinery/equality.ts';
import type { DaemonSet } from '#machinery/generated/types.ts';

const generationAnnotation = 'deprecated.daemonset.template.generation';

/** The number of templates it has had is kept as an annotation, as it was in older versions of the API. */
export function prepareDaemonSetForCreate(set: DaemonSet): DaemonSet {
  const status = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
  return { ...withTemplateGeneration(set, 1), status };
}

/** A new template counts. */
export function prepareDaemonSetForUpdate(next: DaemonSet, before: DaemonSet): DaemonSet {
  const known = Number(before.metadata?.annotations?.[generationAnnotation] ?? 0);
  const isSame = next.spec?.template === before.spec?.template || isSemanticallyEqual(next.spec?.template, before.spec?.template);
  return withTemplateGeneration(next, isSame ? known : known + 1);
}

function withTemplateGeneration(set: DaemonSet, generation: number): DaemonSet {
  const text = String(generation);
  if (set.metadata?.annotations?.[generationAnnotation] === text) return set;
  return { ...set, metadata: { ...set.metadata, annotations: { ...set.metadata?.annotations, [generationAnnotation]: text } } };
}
