import type { PersistentVolumeClaim, Pod, PodTemplateSpec, StatefulSet, Volume } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { statefulSets } from '../../resource-types.ts';
import { controllerReference } from '../claim.ts';
import { podFromTemplate } from '../pod-template.ts';
import { REVISION_HASH } from '../revisions.ts';

/** The number at the end of a member's name; undefined for a pod that is none of the set's. */
export function ordinalOf(set: Stored<StatefulSet>, pod: Stored<Pod>): number | undefined {
  const { name } = pod.metadata;
  const prefix = `${set.metadata.name}-`;
  const digits = name.slice(prefix.length);
  return name.startsWith(prefix) && /^(0|[1-9]\d*)$/.test(digits) ? Number(digits) : undefined;
}

/** The revision a pod was made from. */
export function revisionNameOf(pod: Pod): string {
  return pod.metadata?.labels?.[REVISION_HASH] ?? '';
}

/** The member of a set with an ordinal: its name, host name and claims are its own and come back with it. */
export function memberPod(set: Stored<StatefulSet>, template: PodTemplateSpec | undefined, revisionName: string, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`;
  const base = podFromTemplate(template, set.metadata.name, controllerReference(statefulSets, set));
  const { generateName: _, ...metadata } = base.metadata ?? {};
  const labels = {
    ...metadata.labels,
    'apps.kubernetes.io/pod-index': String(ordinal),
    [REVISION_HASH]: revisionName,
    'statefulset.kubernetes.io/pod-name': name,
  };
  const claims = (set.spec?.volumeClaimTemplates ?? []).map((claim): Volume => {
    const claimName = claim.metadata?.name ?? '';
    return { name: claimName, persistentVolumeClaim: { claimName: `${claimName}-${name}` } };
  });
  const claimed = new Set(claims.map((volume) => volume.name));
  const volumes = [...claims, ...(template?.spec?.volumes ?? []).filter((volume) => !claimed.has(volume.name))];
  return {
    ...base,
    metadata: { ...metadata, name, namespace: set.metadata.namespace ?? '', labels },
    spec: {
      ...(template?.spec ?? { containers: [] }),
      hostname: name,
      ...(set.spec?.serviceName !== undefined && { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

/** The claims of a member, as they are created when they are not there. */
export function memberClaims(set: Stored<StatefulSet>, podName: string): readonly PersistentVolumeClaim[] {
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: `${template.metadata?.name ?? ''}-${podName}`,
      namespace: set.metadata.namespace ?? '',
      labels: { ...template.metadata?.labels, ...set.spec?.selector.matchLabels },
    },
  }));
}
