import type { ResourceType } from '#machinery/resource-type.ts';
import type { Controller } from './controller.ts';
import { deploymentController } from './deployment/deployment.ts';
import { endpointsController } from './endpoints/endpoints.ts';
import { endpointSliceController } from './endpointslice/endpointslice.ts';
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
  /** The namespaced types a namespace may hold. */
  readonly namespacedTypes: readonly ResourceType[];
}

/** Every controller of a controller manager, but for the garbage collector, which looks at all types at once. */
export function createControllers(options: CatalogOptions): readonly Controller[] {
  return [
    deploymentController,
    replicaSetController,
    endpointsController,
    endpointSliceController,
    serviceAccountController,
    createRootCaPublisher(options.rootCertificate),
    createNamespaceController(options.namespacedTypes),
    createNodeIpam(options.clusterCidr),
    nodeLifecycleController,
    createTaintEviction(),
    podGarbageCollector,
  ];
}
