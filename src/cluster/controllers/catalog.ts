import { formatGroupResource, type ResourceType } from '#machinery/resource-type.ts';
import { clusterRoleAggregationController } from './clusterrole-aggregation/clusterrole-aggregation.ts';
import { type Controller, watchedTypes } from './controller.ts';
import { cronJobController } from './cronjob/cronjob.ts';
import { daemonSetController } from './daemonset/daemonset.ts';
import { deploymentController } from './deployment/deployment.ts';
import { disruptionController } from './disruption/disruption.ts';
import { endpointsController } from './endpoints/endpoints.ts';
import { endpointSliceController } from './endpointslice/endpointslice.ts';
import { endpointSliceMirroringController } from './endpointslice-mirroring/endpointslice-mirroring.ts';
import { jobController } from './job/job.ts';
import { createNamespaceController } from './namespace/namespace.ts';
import { createNodeIpam } from './node-ipam/node-ipam.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle.ts';
import { claimController } from './persistentvolume/claim-controller.ts';
import { claimProtectionController, volumeProtectionController } from './persistentvolume/protection.ts';
import { volumeController } from './persistentvolume/volume-controller.ts';
import { podGarbageCollector } from './pod-gc/pod-gc.ts';
import { replicaSetController } from './replicaset/replicaset.ts';
import { createResourceQuotaController } from './resourcequota/resourcequota.ts';
import { createRootCaPublisher } from './root-ca/root-ca.ts';
import { serviceAccountController } from './serviceaccount/serviceaccount.ts';
import { statefulSetController } from './statefulset/statefulset.ts';
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

/** Every controller of a controller manager, but for the garbage collector, which looks at all types at once. */
export function createControllers(options: CatalogOptions): readonly Controller[] {
  const served = new Set(options.types.map(formatGroupResource));
  const all: readonly Controller[] = [
    deploymentController,
    replicaSetController,
    daemonSetController,
    statefulSetController,
    jobController,
    cronJobController,
    endpointsController,
    endpointSliceController,
    endpointSliceMirroringController,
    serviceAccountController,
    createRootCaPublisher(options.rootCertificate),
    createNamespaceController(options.types.filter((type) => type.namespaced)),
    createResourceQuotaController(options.types.filter((type) => type.namespaced)),
    clusterRoleAggregationController,
    createNodeIpam(options.clusterCidr),
    nodeLifecycleController,
    createTaintEviction(),
    podGarbageCollector,
    disruptionController,
    claimController,
    volumeController,
    claimProtectionController,
    volumeProtectionController,
  ];
  return all.filter((controller) => watchedTypes(controller).every((type) => served.has(formatGroupResource(type))));
}
