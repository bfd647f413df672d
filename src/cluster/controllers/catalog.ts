import { formatGroupResource, type ResourceType } from '#machinery/resource-type.ts';
import {
  cronJobs,
  daemonSets,
  horizontalPodAutoscalers,
  jobs,
  persistentVolumeClaims,
  persistentVolumes,
  podDisruptionBudgets,
  resourceQuotas,
  statefulSets,
} from '../resource-types.ts';
import { clusterRoleAggregationController } from './clusterrole-aggregation/clusterrole-aggregation.ts';
import { type Controller, type LazyController, watchedTypes } from './controller.ts';
import { deploymentController } from './deployment/deployment.ts';
import { endpointsController } from './endpoints/endpoints.ts';
import { endpointSliceController } from './endpointslice/endpointslice.ts';
import { endpointSliceMirroringController } from './endpointslice-mirroring/endpointslice-mirroring.ts';
import { createNamespaceController } from './namespace/namespace.ts';
import { createNodeIpam } from './node-ipam/node-ipam.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle.ts';
import { podGarbageCollector } from './pod-gc/pod-gc.ts';
import { replicaSetController } from './replicaset/replicaset.ts';
import { createRootCaPublisher } from './root-ca/root-ca.ts';
import { serviceAccountController } from './serviceaccount/serviceaccount.ts';
import { createTaintEviction } from './taint-eviction/taint-eviction.ts';

/** What the controllers must know of the cluster besides its objects. */
export interface CatalogOptions {
  /** The certificate that pods trust the API server by, as PEM. */
  readonly rootCertificate: string;
  /** The pool of pod addresses, e.g. `10.244.0.0/16`. */
  readonly clusterCidr: string;
  /** Every type the API server has. A controller of other types is left out. */
  readonly types: readonly ResourceType[];
}

/** The controllers that every cluster needs, but for the garbage collector, which looks at all types at once. */
export function createControllers(options: CatalogOptions): readonly Controller[] {
  const served = new Set(options.types.map(formatGroupResource));
  const all: readonly Controller[] = [
    deploymentController,
    replicaSetController,
    endpointsController,
    endpointSliceController,
    endpointSliceMirroringController,
    serviceAccountController,
    createRootCaPublisher(options.rootCertificate),
    createNamespaceController(options.types),
    clusterRoleAggregationController,
    createNodeIpam(options.clusterCidr),
    nodeLifecycleController,
    createTaintEviction(),
    podGarbageCollector,
  ];
  return all.filter((controller) => watchedTypes(controller).every((type) => served.has(formatGroupResource(type))));
}

/** The controllers of what not every cluster has. */
export function createLazyControllers({ types }: Pick<CatalogOptions, 'types'>): readonly LazyController[] {
  const namespaced = types.filter((type) => type.namespaced);
  const served = new Set(types.map(formatGroupResource));
  const all: readonly LazyController[] = [
    { for: cronJobs, load: async () => (await import('./cronjob/cronjob.ts')).cronJobController },
    { for: daemonSets, load: async () => (await import('./daemonset/daemonset.ts')).daemonSetController },
    { for: podDisruptionBudgets, load: async () => (await import('./disruption/disruption.ts')).disruptionController },
    {
      for: horizontalPodAutoscalers,
      load: async () => (await import('./horizontalpodautoscaler/horizontalpodautoscaler.ts')).createHorizontalPodAutoscaler(),
    },
    { for: jobs, load: async () => (await import('./job/job.ts')).jobController },
    { for: persistentVolumeClaims, load: async () => (await import('./persistentvolume/claim-controller.ts')).claimController },
    { for: persistentVolumes, load: async () => (await import('./persistentvolume/volume-controller.ts')).volumeController },
    { for: persistentVolumeClaims, load: async () => (await import('./local-path-provisioner/local-path-provisioner.ts')).createLocalPathProvisioner() },
    { for: persistentVolumes, load: async () => (await import('./local-path-provisioner/local-path-provisioner.ts')).localPathReclaimer },
    { for: persistentVolumeClaims, load: async () => (await import('./persistentvolume/protection.ts')).claimProtectionController },
    { for: persistentVolumes, load: async () => (await import('./persistentvolume/protection.ts')).volumeProtectionController },
    { for: resourceQuotas, load: async () => (await import('./resourcequota/resourcequota.ts')).createResourceQuotaController(namespaced) },
    { for: statefulSets, load: async () => (await import('./statefulset/statefulset.ts')).statefulSetController },
  ];
  return all.filter((controller) => served.has(formatGroupResource(controller.for)));
}

/** All of them loaded, for what must look at every one. */
export async function loadControllers(options: CatalogOptions): Promise<readonly Controller[]> {
  return [...createControllers(options), ...(await Promise.all(createLazyControllers(options).map((controller) => controller.load())))];
}
