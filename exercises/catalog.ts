import type { Exercise } from '#course/exercise.ts';
import askTheApi from './architecture/ask-the-api/exercise.ts';
import renameWithoutAStop from './architecture/rename-without-a-stop/exercise.ts';
import undoTheDrift from './architecture/undo-the-drift/exercise.ts';
import whoDidIt from './architecture/who-did-it/exercise.ts';
import pageFromAnInitContainer from './pods/page-from-an-init-container/exercise.ts';
import settingsFromOutside from './pods/settings-from-outside/exercise.ts';
import rollBack from './rollouts/roll-back/exercise.ts';
import tolerateATaint from './scheduling/tolerate-a-taint/exercise.ts';
import namedPort from './services/named-port/exercise.ts';
import noEndpoints from './services/no-endpoints/exercise.ts';
import notReady from './services/not-ready/exercise.ts';
import otherNamespace from './services/other-namespace/exercise.ts';
import samePod from './services/same-pod/exercise.ts';

/** Every exercise by its id, which is its path. */
export const exercises: Readonly<Record<string, Exercise>> = {
  'architecture/ask-the-api': askTheApi,
  'architecture/rename-without-a-stop': renameWithoutAStop,
  'architecture/undo-the-drift': undoTheDrift,
  'architecture/who-did-it': whoDidIt,
  'pods/page-from-an-init-container': pageFromAnInitContainer,
  'pods/settings-from-outside': settingsFromOutside,
  'rollouts/roll-back': rollBack,
  'scheduling/tolerate-a-taint': tolerateATaint,
  'services/named-port': namedPort,
  'services/no-endpoints': noEndpoints,
  'services/not-ready': notReady,
  'services/other-namespace': otherNamespace,
  'services/same-pod': samePod,
};
