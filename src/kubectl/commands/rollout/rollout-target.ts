import { kindOf } from '#kinds/catalog.ts';
import type { Kind, Rollout } from '#kinds/kind.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Flag, Invocation } from '../../command.ts';
import { fileFlags, selectorFlag } from '../../flags/resource-flags.ts';
import type { FoundObject } from '../../resources/fetch-targets.ts';
import { planTargets, type TargetSelection } from '../../resources/targets.ts';

/** An object that can be rolled out, and how. */
export interface RolloutTarget {
  readonly kind: Kind;
  readonly rollout: Rollout<KubeObject>;
}

export const rolloutTargetFlags: readonly Flag[] = [...fileFlags('naming what to roll out'), selectorFlag];

/** @throws UsageError `required resource not specified` */
export function planRolloutTargets(invocation: Invocation): Promise<TargetSelection> {
  const { args, flags, kubectl, process } = invocation;
  const filenames = flags.strings('filename');
  if (args.length === 0 && filenames.length === 0 && flags.string('kustomize') === '') throw new UsageError('required resource not specified');
  return planTargets(kubectl, process, {
    files: { filenames, recursive: flags.bool('recursive'), kustomize: flags.string('kustomize') },
    args,
    labelSelector: flags.string('selector'),
    all: true,
  });
}

/** The rollout of an object's kind; undefined when the kind knows none. */
export function findRollout(found: FoundObject): RolloutTarget | undefined {
  const kind = kindOf(found.object.apiVersion, found.object.kind);
  return kind?.rollout ? { kind, rollout: kind.rollout } : undefined;
}
