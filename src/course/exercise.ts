import type { NodeOptions } from '#cluster/cluster-options.ts';

/** Every text of an exercise, per language of the site. */
export type Language = 'en' | 'zh-CN';
export const languages: readonly Language[] = ['en', 'zh-CN'];
export type LocalText = Readonly<Record<Language, string>>;

/** A name or number that differs from learner to learner; drawn from the lab's seed. Written `@name@` in texts, manifests, files and scripts; checkers get the values. */
export type Parameter = { readonly kind: 'choice'; readonly of: readonly string[] } | { readonly kind: 'integer'; readonly from: number; readonly to: number };

/** A way to get it wrong that learners take. The contract test proves that the named check refuses it. */
export interface WrongAnswer {
  /** File under `wrong/`. */
  readonly script: string;
  /** Id of the check that must not pass. */
  readonly failsAt: string;
  /** What the learner believed. */
  readonly why: LocalText;
}

/** One exercise as its author declares it in `exercises/<module>/<exercise>/exercise.ts`. */
export interface Exercise {
  /** Permanent: the key of a learner's progress. */
  readonly uuid: string;
  readonly title: LocalText;
  readonly difficulty: 'easy' | 'medium' | 'hard';
  readonly minutes: number;
  readonly cluster: { readonly nodes: readonly NodeOptions[] };
  /** Namespace the learner's context starts in; created when it is not `default`. */
  readonly namespace?: string;
  /** Virtual seconds that pass after the setup was applied, before the learner comes. */
  readonly setupSeconds?: number;
  /** Manifests under `setup/` in the order they are applied; or lines of a script `setup/*.sh`. */
  readonly setup: readonly string[];
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** From an idea to nearly the command. At least two. */
  readonly hints: readonly LocalText[];
  /** Why the solution works; shown with it. */
  readonly explanation?: LocalText;
  readonly wrong: readonly WrongAnswer[];
}

/** Declares an exercise. The contract test holds every exercise of the catalog against its files. */
export function defineExercise(exercise: Exercise): Exercise {
  return exercise;
}
