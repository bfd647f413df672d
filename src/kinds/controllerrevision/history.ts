import type { ControllerRevision, LabelSelector, PodTemplateSpec } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { isControlledBy } from '#machinery/owner.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import type { Revision } from '../kind.ts';
import { controllerRevisionKind } from './controllerrevision.ts';

const changeCauseAnnotation = 'kubernetes.io/change-cause';

/** The rollouts of a daemon set or stateful set, oldest first: each is kept in a controller revision, as a patch. */
export async function readRevisions(owner: Stored<KubeObject>, selector: LabelSelector | undefined, context: DescribeContext): Promise<readonly Revision[]> {
  const label = formatSelector(selectorFromLabelSelector(selector));
  const all = await context.list<ControllerRevision>(controllerRevisionKind, owner.metadata.namespace ?? '', { label });
  const own = all.filter((revision) => isControlledBy(revision, owner));
  return own
    .map((revision) => ({
      number: revision.revision,
      changeCause: revision.metadata.annotations?.[changeCauseAnnotation] ?? '',
      object: revision as Stored<KubeObject>,
      template: templateOf(revision),
    }))
    .sort((a, b) => a.number - b.number);
}

/** A revision is the patch that goes back to it. */
export function undoByRevision(_owner: Stored<KubeObject>, to: Revision): { type: 'strategic'; patch: object } {
  return { type: 'strategic', patch: ((to.object as ControllerRevision).data ?? {}) as object };
}

function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const data = revision.data as { readonly spec?: { readonly template?: PodTemplateSpec & { readonly $patch?: string } } } | undefined;
  const { $patch: _directive, ...template } = data?.spec?.template ?? {};
  return template;
}
