import type { Checker } from '#course/checker.ts';
import askTheApi from './architecture/ask-the-api.ts';
import renameWithoutAStop from './architecture/rename-without-a-stop.ts';
import undoTheDrift from './architecture/undo-the-drift.ts';
import whoDidIt from './architecture/who-did-it.ts';
import quarantine from './labels/quarantine.ts';
import strangersBehindTheService from './labels/strangers-behind-the-service.ts';
import pageFromAnInitContainer from './pods/page-from-an-init-container.ts';
import settingsFromOutside from './pods/settings-from-outside.ts';
import healthyButNeverReady from './probes/healthy-but-never-ready.ts';
import timeToStart from './probes/time-to-start.ts';
import neverFewerThanNow from './rollouts/never-fewer-than-now.ts';
import rollBack from './rollouts/roll-back.ts';
import twoChangesOneRelease from './rollouts/two-changes-one-release.ts';
import emptyANode from './scheduling/empty-a-node.ts';
import oneOfTwoDisks from './scheduling/one-of-two-disks.ts';
import onePerNode from './scheduling/one-per-node.ts';
import tolerateATaint from './scheduling/tolerate-a-taint.ts';
import withinAQuota from './scheduling/within-a-quota.ts';
import headless from './services/headless.ts';
import namedPort from './services/named-port.ts';
import noEndpoints from './services/no-endpoints.ts';
import nodePort from './services/node-port.ts';
import notReady from './services/not-ready.ts';
import otherNamespace from './services/other-namespace.ts';
import samePod from './services/same-pod.ts';
import imageNames from './troubleshooting/image-names.ts';
import lastWords from './troubleshooting/last-words.ts';
import missingKey from './troubleshooting/missing-key.ts';
import noRoom from './troubleshooting/no-room.ts';
import noSuchNode from './troubleshooting/no-such-node.ts';
import outOfMemory from './troubleshooting/out-of-memory.ts';
import outsideIn from './troubleshooting/outside-in.ts';
import slowStart from './troubleshooting/slow-start.ts';
import stuckTerminating from './troubleshooting/stuck-terminating.ts';

/** Every checker by the id of its exercise. */
export const checkers: Readonly<Record<string, Checker>> = {
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
