import type { KubeObject } from '#machinery/object.ts';
import { parseGroupVersion } from '#machinery/resource-type.ts';
import { clusterRoleKind } from './clusterrole/clusterrole.ts';
import { clusterRoleBindingKind } from './clusterrolebinding/clusterrolebinding.ts';
import { configMapKind } from './configmap/configmap.ts';
import { controllerRevisionKind } from './controllerrevision/controllerrevision.ts';
import { cronJobKind } from './cronjob/cronjob.ts';
import { customResourceDefinitionKind } from './customresourcedefinition/customresourcedefinition.ts';
import { daemonSetKind } from './daemonset/daemonset.ts';
import { deploymentKind } from './deployment/deployment.ts';
import { endpointsKind } from './endpoints/endpoints.ts';
import { endpointSliceKind } from './endpointslice/endpointslice.ts';
import { eventKind } from './event/event.ts';
import { horizontalPodAutoscalerKind } from './horizontalpodautoscaler/horizontalpodautoscaler.ts';
import { jobKind } from './job/job.ts';
import type { Kind } from './kind.ts';
import { leaseKind } from './lease/lease.ts';
import { limitRangeKind } from './limitrange/limitrange.ts';
import { namespaceKind } from './namespace/namespace.ts';
import { networkPolicyKind } from './networkpolicy/networkpolicy.ts';
import { nodeKind } from './node/node.ts';
import { persistentVolumeKind } from './persistentvolume/persistentvolume.ts';
import { persistentVolumeClaimKind } from './persistentvolumeclaim/persistentvolumeclaim.ts';
import { podKind } from './pod/pod.ts';
import { podDisruptionBudgetKind } from './poddisruptionbudget/poddisruptionbudget.ts';
import { priorityClassKind } from './priorityclass/priorityclass.ts';
import { replicaSetKind } from './replicaset/replicaset.ts';
import { resourceQuotaKind } from './resourcequota/resourcequota.ts';
import { roleKind } from './role/role.ts';
import { roleBindingKind } from './rolebinding/rolebinding.ts';
import { secretKind } from './secret/secret.ts';
import { serviceKind } from './service/service.ts';
import { serviceAccountKind } from './serviceaccount/serviceaccount.ts';
import { statefulSetKind } from './statefulset/statefulset.ts';
import { storageClassKind } from './storageclass/storageclass.ts';

/** Every built-in kind, in the order of discovery: by group, then by plural. */
export const kinds: readonly Kind[] = [
  configMapKind,
  endpointsKind,
  eventKind,
  limitRangeKind,
  namespaceKind,
  nodeKind,
  persistentVolumeClaimKind,
  persistentVolumeKind,
  podKind,
  resourceQuotaKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  customResourceDefinitionKind,
  controllerRevisionKind,
  daemonSetKind,
  deploymentKind,
  replicaSetKind,
  statefulSetKind,
  horizontalPodAutoscalerKind,
  cronJobKind,
  jobKind,
  networkPolicyKind,
  podDisruptionBudgetKind,
  clusterRoleBindingKind,
  clusterRoleKind,
  roleBindingKind,
  roleKind,
  storageClassKind,
  priorityClassKind,
  leaseKind,
  endpointSliceKind,
] as readonly Kind<KubeObject>[];

const byKind: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));
const byPlural: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [`${kind.group}/${kind.plural}`, kind]));

/** The built-in kind of an object, undefined when there is none of that version. @param apiVersion `apps/v1` */
export function kindOf(apiVersion: string | undefined, kind: string | undefined): Kind | undefined {
  if (!apiVersion || !kind) return undefined;
  const { group, version } = parseGroupVersion(apiVersion);
  const found = byKind.get(`${group}/${kind}`);
  return found?.version === version ? found : undefined;
}

/** The built-in kind that a URL or discovery calls by its plural. @param group '' for the core group */
export function kindByPlural(group: string, plural: string): Kind | undefined {
  return byPlural.get(`${group}/${plural}`);
}
