/** Scopes, and what `describe` says of each. */
export const scopeTexts: Readonly<Record<string, string>> = {
  BestEffort: 'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  CrossNamespacePodAffinity: 'Matches all pods that have cross-namespace pod (anti)affinity terms.',
  NotBestEffort: 'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  PriorityClass: 'Matches all pods that reference the specified priority class.',
  Terminating: 'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  VolumeAttributesClass: 'Matches all PVCs that have volume attributes class.',
};
