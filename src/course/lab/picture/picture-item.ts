import { summarizePod } from '#kinds/pod/summary.ts';
import type { DaemonSet, Deployment, Job, Node, Pod, ReplicaSet, StatefulSet } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';

/** How a thing is: as it should be, on its way, in trouble, or done and out of the way. */
export type Tone = 'good' | 'busy' | 'bad' | 'idle';

/** One thing on the map. */
export interface PictureItem {
  /** `Pod/default/web-1`; `Node//worker-1`. */
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** As kubectl says it: a pod's STATUS, a node's STATUS, `2/3` of a workload's replicas. */
  readonly state: string;
  readonly tone: Tone;
  /** Key of the object that controls it. */
  readonly owner: string | undefined;
  /** The node a pod is assigned to. */
  readonly node: string | undefined;
  /** Containers ready and in all, as `1/2`; pods only. */
  readonly ready: string | undefined;
  readonly restarts: number;
  /** Keys of the pods a Service sends requests to now. */
  readonly reaches: readonly string[];
}

type Shape = Pick<PictureItem, 'state' | 'tone'> & Partial<Pick<PictureItem, 'node' | 'ready' | 'restarts' | 'reaches'>>;

/** The name of a thing on the map. */
export function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

function shapeOfPod(pod: Pod): Shape {
  const { status, readyContainers, totalContainers, restarts } = summarizePod(pod);
  const isReady = (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
  const node = pod.spec?.nodeName;
  return {
    state: status,
    tone: toneOfPod(pod, status, isReady),
    ready: `${readyContainers}/${totalContainers}`,
    restarts,
    ...(node !== undefined && { node }),
  };
}

const ON_ITS_WAY = new Set(['ContainerCreating', 'PodInitializing', 'Terminating', 'Running']);

function toneOfPod(pod: Pod, status: string, isReady: boolean): Tone {
  if (status === 'Completed' || status === 'Succeeded') return 'idle';
  if (status === 'Running' && isReady) return 'good';
  const isUnschedulable = (pod.status?.conditions ?? []).some((condition) => condition.type === 'PodScheduled' && condition.reason === 'Unschedulable');
  if (ON_ITS_WAY.has(status) || /^Init:\d+\/\d+$/.test(status) || (status === 'Pending' && !isUnschedulable)) return 'busy';
  return 'bad';
}

/** Replicas that are ready, of those that are wanted. */
function shapeOfReplicas(ready = 0, wanted = 0): Shape {
  const isIdle = wanted === 0 && ready === 0;
  return { state: `${ready}/${wanted}`, tone: isIdle ? 'idle' : ready === wanted ? 'good' : 'busy' };
}

function shapeOfDeployment({ spec, status }: Deployment): Shape {
  const isStuck = (status?.conditions ?? []).some((condition) => condition.type === 'Progressing' && condition.status === 'False');
  const shape = shapeOfReplicas(status?.readyReplicas, spec?.replicas ?? 1);
  return isStuck ? { ...shape, tone: 'bad' } : shape;
}

function shapeOfJob({ spec, status }: Job): Shape {
  const done = status?.succeeded ?? 0;
  const hasFailed = (status?.conditions ?? []).some((condition) => condition.type === 'Failed' && condition.status === 'True');
  const wanted = spec?.completions ?? 1;
  return { state: `${done}/${wanted}`, tone: hasFailed ? 'bad' : done >= wanted ? 'idle' : 'busy' };
}

function shapeOfNode({ spec, status }: Node): Shape {
  const isReady = (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
  const state = `${isReady ? 'Ready' : 'NotReady'}${spec?.unschedulable ? ',SchedulingDisabled' : ''}`;
  return { state, tone: isReady ? (spec?.unschedulable ? 'idle' : 'good') : 'bad' };
}

const shapes: Readonly<Record<string, (object: KubeObject) => Shape>> = {
  Pod: (object) => shapeOfPod(object as Pod),
  Node: (object) => shapeOfNode(object as Node),
  Deployment: (object) => shapeOfDeployment(object as Deployment),
  ReplicaSet: (object) => shapeOfReplicas((object as ReplicaSet).status?.readyReplicas, (object as ReplicaSet).spec?.replicas ?? 1),
  StatefulSet: (object) => shapeOfReplicas((object as StatefulSet).status?.readyReplicas, (object as StatefulSet).spec?.replicas ?? 1),
  DaemonSet: (object) => shapeOfReplicas((object as DaemonSet).status?.numberReady, (object as DaemonSet).status?.desiredNumberScheduled),
  Job: (object) => shapeOfJob(object as Job),
};

/** An object as a thing on the map; undefined when objects of its kind are not drawn. A Service's pods are in its EndpointSlices: see `itemOfService`. */
export function itemOf(object: Stored<KubeObject>): PictureItem | undefined {
  const shape = shapes[object.kind]?.(object);
  if (!shape) return undefined;
  const { namespace = '', name } = object.metadata;
  const owner = controllerOf(object);
  const frame = { key: keyOf(object.kind, namespace, name), kind: object.kind, namespace, name, node: undefined, ready: undefined, restarts: 0, reaches: [] };
  return { ...frame, owner: owner && keyOf(owner.kind, namespace, owner.name), ...shape };
}

/** A Service with the pods its EndpointSlices name as ready. */
export function itemOfService(service: Stored<KubeObject>, reaches: readonly string[]): PictureItem {
  const { namespace = '', name } = service.metadata;
  return {
    key: keyOf('Service', namespace, name),
    kind: 'Service',
    namespace,
    name,
    state: String(reaches.length),
    tone: reaches.length > 0 ? 'good' : 'idle',
    owner: undefined,
    node: undefined,
    ready: undefined,
    restarts: 0,
    reaches,
  };
}
