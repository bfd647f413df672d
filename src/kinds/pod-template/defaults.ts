import type { PodSpec, PodTemplateSpec } from '#machinery/generated/types.ts';
import { mapShared, withFields } from '../structural-sharing.ts';
import { containerDefaults } from './container-defaults.ts';
import { volumeDefaults } from './volume-defaults.ts';

/** What a pod spec says when the user leaves it out, in pods and in templates alike. */
export function podSpecDefaults(spec: PodSpec): PodSpec {
  const filled = withFields(spec, {
    dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
    restartPolicy: spec.restartPolicy || 'Always',
    schedulerName: spec.schedulerName || 'default-scheduler',
    securityContext: spec.securityContext ?? {},
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
  });
  return withLists(withAccount(filled));
}

/** A template's pod spec with defaults; the metadata is there even when empty, as on the wire. */
export function podTemplateDefaults(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const spec = podSpecDefaults(template?.spec ?? { containers: [] });
  return withFields(template ?? {}, { metadata: template?.metadata ?? {}, spec });
}

/** The old name of the service account's field is kept equal to the new one. */
export function withAccount(spec: PodSpec): PodSpec {
  const account = spec.serviceAccountName || spec.serviceAccount;
  return account ? withFields(spec, { serviceAccountName: account, serviceAccount: account }) : spec;
}

function withLists(spec: PodSpec): PodSpec {
  const containers = mapShared(spec.containers, containerDefaults);
  const initContainers = mapShared(spec.initContainers, containerDefaults);
  const ephemeralContainers = mapShared(spec.ephemeralContainers, containerDefaults);
  const volumes = mapShared(spec.volumes, volumeDefaults);
  let next = spec;
  if (containers && containers !== spec.containers) next = { ...next, containers };
  if (initContainers && initContainers !== spec.initContainers) next = { ...next, initContainers };
  if (ephemeralContainers && ephemeralContainers !== spec.ephemeralContainers) next = { ...next, ephemeralContainers };
  if (volumes && volumes !== spec.volumes) next = { ...next, volumes };
  return next;
}
