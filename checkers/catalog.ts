import type { Checker } from '#course/checker.ts';
import rollBack from './rollouts/roll-back.ts';
import tolerateATaint from './scheduling/tolerate-a-taint.ts';

/** Every checker by the id of its exercise. */
export const checkers: Readonly<Record<string, Checker>> = {
  'rollouts/roll-back': rollBack,
  'scheduling/tolerate-a-taint': tolerateATaint,
};
