import type { DirectClient } from '#client/client.ts';
import type { Lease, Node } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import { isNotFound } from '#machinery/status-errors.ts';
import { formatMicroTime } from '#machinery/time.ts';
import type { Clock } from '#sim/simulation.ts';

const leaseType: ResourceType = { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases', singular: 'lease', namespaced: true };
const LEASE_NAMESPACE = 'kube-node-lease';
const LEASE_SECONDS = 40;

/** A kubelet renews its lease four times in the lease's duration. */
const RENEW_MS = (LEASE_SECONDS * 1000) / 4;
/** An unchanged node status is reported every five minutes. */
const REPORT_MS = 300_000;

/** The two signs of life of a node. */
export interface Heartbeat {
  start(): void;
  stop(): void;
  /** The node's status has changed and is to be reported with the next beat. */
  markChanged(): void;
}

export interface HeartbeatOptions {
  readonly clock: Clock;
  readonly client: DirectClient;
  readonly nodeName: string;
  /** When in the interval this node's beats fall, in milliseconds, so that not all nodes beat at once. */
  readonly phaseMs: number;
  node(): Stored<Node> | undefined;
  report(): void;
}

export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { clock, client, nodeName } = options;
  let lease: Stored<Lease> | undefined;
  let reportedAtMs = clock.now;
  let changed = false;
  let timer: { cancel(): void } | undefined;

  const renew = (): void => {
    const renewTime = formatMicroTime(clock.now);
    try {
      if (lease) lease = client.update<Lease>(leaseType, LEASE_NAMESPACE, { ...lease, spec: { ...lease.spec, renewTime } });
      else lease = createLease(renewTime);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      lease = undefined; // somebody deleted it: it is created anew with the next beat
    }
  };

  const createLease = (renewTime: string): Stored<Lease> | undefined => {
    const node = options.node();
    if (!node) return undefined;
    const owner = { apiVersion: 'v1', kind: 'Node', name: nodeName, uid: node.metadata.uid };
    return client.create<Lease>(leaseType, LEASE_NAMESPACE, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: nodeName, namespace: LEASE_NAMESPACE, ownerReferences: [owner] },
      spec: { holderIdentity: nodeName, leaseDurationSeconds: LEASE_SECONDS, renewTime },
    });
  };

  const beat = (): void => {
    timer = clock.after(RENEW_MS, beat);
    renew();
    if (!changed && clock.now - reportedAtMs < REPORT_MS) return;
    changed = false;
    reportedAtMs = clock.now;
    options.report();
  };

  return {
    start() {
      timer?.cancel();
      lease = undefined;
      renewOrAdopt();
      timer = clock.after(options.phaseMs, beat);
    },
    stop() {
      timer?.cancel();
      timer = undefined;
    },
    markChanged() {
      changed = true;
    },
  };

  /** A node that comes back finds its old lease. */
  function renewOrAdopt(): void {
    try {
      lease = client.get<Lease>(leaseType, LEASE_NAMESPACE, nodeName);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    renew();
  }
}
