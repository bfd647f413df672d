import type { Exercise } from '#course/exercise.ts';
import rollBack from './rollouts/roll-back/exercise.ts';
import tolerateATaint from './scheduling/tolerate-a-taint/exercise.ts';

/** Every exercise by its id, which is its path. */
export const exercises: Readonly<Record<string, Exercise>> = {
  'rollouts/roll-back': rollBack,
  'scheduling/tolerate-a-taint': tolerateATaint,
};
