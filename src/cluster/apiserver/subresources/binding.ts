import { required } from '#machinery/field-error.ts';
import type { Binding, Pod, PodCondition } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { Status } from '#machinery/status-error.ts';
import { conflict, invalidObject } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { readObject } from '../request-body.ts';
import { requireObject } from '../stored-object.ts';
import type { Subresource } from './subresource.ts';

/** `pods/binding`: how a scheduler puts a pod on a node. */
export const bindingSubresource: Subresource = {
  name: 'binding',
  isOn: ({ kind }) => kind.group === '' && kind.plural === 'pods',
  create: bind,
};

function bind(call: ApiCall): ApiAnswer {
  const binding = readObject(call, { apiVersion: 'v1', kind: 'Binding', schema: 'core.v1.Binding' }) as Binding & KubeObject;
  const node = binding.target?.name ?? '';
  if (node === '') throw invalidObject({ group: '', kind: 'Binding' }, call.info.name, [required('target.name')]);
  const pod = requireObject(call) as Stored<Pod & KubeObject>;
  const { name, uid, deletionTimestamp } = pod.metadata;
  const refuse = (message: string): never => {
    throw conflict({ group: '', plural: 'pods/binding' }, name, message);
  };
  if (binding.metadata?.uid && binding.metadata.uid !== uid) {
    refuse(`Precondition failed: UID in precondition: ${binding.metadata.uid}, UID in object meta: ${uid}`);
  }
  if (deletionTimestamp !== undefined) refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec?.nodeName) refuse(`pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  if (pod.spec?.schedulingGates?.length) refuse(`pod ${name} has non-empty .spec.schedulingGates`);
  const bound = assign(call, pod, node, binding.metadata?.annotations);
  if (!isDryRun(call)) call.resource.collection.update(pod, bound);
  const body: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  return { status: 201, body };
}

function assign(
  call: ApiCall,
  pod: Stored<Pod & KubeObject>,
  node: string,
  annotations: Readonly<Record<string, string>> | undefined,
): Stored<Pod & KubeObject> {
  const scheduled: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastTransitionTime: formatTime(call.core.simulation.clock.now),
  };
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'PodScheduled') ?? [];
  const metadata = annotations ? { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...annotations } } : pod.metadata;
  return {
    ...pod,
    metadata,
    spec: { ...(pod.spec ?? { containers: [] }), nodeName: node },
    status: { ...pod.status, conditions: [...others, scheduled] },
  };
}
