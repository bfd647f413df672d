import type { Exercise } from '#course/exercise.ts';
import askTheApi from './architecture/ask-the-api/exercise.ts';
import renameWithoutAStop from './architecture/rename-without-a-stop/exercise.ts';
import undoTheDrift from './architecture/undo-the-drift/exercise.ts';
import whoDidIt from './architecture/who-did-it/exercise.ts';
import quarantine from './labels/quarantine/exercise.ts';
import strangersBehindTheService from './labels/strangers-behind-the-service/exercise.ts';
import pageFromAnInitContainer from './pods/page-from-an-init-container/exercise.ts';
import settingsFromOutside from './pods/settings-from-outside/exercise.ts';
import healthyButNeverReady from './probes/healthy-but-never-ready/exercise.ts';
import timeToStart from './probes/time-to-start/exercise.ts';
import neverFewerThanNow from './rollouts/never-fewer-than-now/exercise.ts';
import rollBack from './rollouts/roll-back/exercise.ts';
import twoChangesOneRelease from './rollouts/two-changes-one-release/exercise.ts';
import emptyANode from './scheduling/empty-a-node/exercise.ts';
import oneOfTwoDisks from './scheduling/one-of-two-disks/exercise.ts';
import onePerNode from './scheduling/one-per-node/exercise.ts';
import tolerateATaint from './scheduling/tolerate-a-taint/exercise.ts';
import withinAQuota from './scheduling/within-a-quota/exercise.ts';
import headless from './services/headless/exercise.ts';
import namedPort from './services/named-port/exercise.ts';
import noEndpoints from './services/no-endpoints/exercise.ts';
import nodePort from './services/node-port/exercise.ts';
import notReady from './services/not-ready/exercise.ts';
import otherNamespace from './services/other-namespace/exercise.ts';
import samePod from './services/same-pod/exercise.ts';
import imageNames from './troubleshooting/image-names/exercise.ts';
import lastWords from './troubleshooting/last-words/exercise.ts';
import missingKey from './troubleshooting/missing-key/exercise.ts';
import noRoom from './troubleshooting/no-room/exercise.ts';
import noSuchNode from './troubleshooting/no-such-node/exercise.ts';
import outOfMemory from './troubleshooting/out-of-memory/exercise.ts';
import outsideIn from './troubleshooting/outside-in/exercise.ts';
import slowStart from './troubleshooting/slow-start/exercise.ts';
import stuckTerminating from './troubleshooting/stuck-terminating/exercise.ts';

/** Every exercise by its id, which is its path. */
export const exercises: Readonly<Record<string, Exercise>> = {
  'architecture/ask-the-api': askTheApi,
  'architecture/rename-without-a-stop': renameWithoutAStop,
  'architecture/undo-the-drift': undoTheDrift,
  'architecture/who-did-it': whoDidIt,
  'labels/quarantine': quarantine,
  'labels/strangers-behind-the-service': strangersBehindTheService,
  'pods/page-from-an-init-container': pageFromAnInitContainer,
  'pods/settings-from-outside': settingsFromOutside,
  'probes/healthy-but-never-ready': healthyButNeverReady,
  'probes/time-to-start': timeToStart,
  'rollouts/never-fewer-than-now': neverFewerThanNow,
  'rollouts/roll-back': rollBack,
  'rollouts/two-changes-one-release': twoChangesOneRelease,
  'scheduling/empty-a-node': emptyANode,
  'scheduling/one-of-two-disks': oneOfTwoDisks,
  'scheduling/one-per-node': onePerNode,
  'scheduling/tolerate-a-taint': tolerateATaint,
  'scheduling/within-a-quota': withinAQuota,
  'services/headless': headless,
  'services/named-port': namedPort,
  'services/no-endpoints': noEndpoints,
  'services/node-port': nodePort,
  'services/not-ready': notReady,
  'services/other-namespace': otherNamespace,
  'services/same-pod': samePod,
  'troubleshooting/image-names': imageNames,
  'troubleshooting/last-words': lastWords,
  'troubleshooting/missing-key': missingKey,
  'troubleshooting/no-room': noRoom,
  'troubleshooting/no-such-node': noSuchNode,
  'troubleshooting/out-of-memory': outOfMemory,
  'troubleshooting/outside-in': outsideIn,
  'troubleshooting/slow-start': slowStart,
  'troubleshooting/stuck-terminating': stuckTerminating,
};
