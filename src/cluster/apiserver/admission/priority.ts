import type { Pod, PriorityClass } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../api-call.ts';
import { forbidAdmission } from './admission.ts';

interface ResolvedPriority {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

/** Classes that exist in every cluster, whether or not PriorityClass objects are served. */
const SYSTEM_CLASSES: Readonly<Record<string, number>> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };
const NO_CLASS: ResolvedPriority = { name: '', value: 0, preemptionPolicy: 'PreemptLowerPriority' };

/** Turns a pod's priority class into a number. */
export const priorityAdmission: AdmissionPlugin = {
  name: 'Priority',
  resources: ['/pods'],
  operations: ['CREATE'],
  admit(request) {
    const pod = request.object as (Pod & KubeObject) | undefined;
    if (!pod?.spec) return pod;
    const { name, value, preemptionPolicy } = resolve(request, pod.spec.priorityClassName ?? '');
    if (pod.spec.priority !== undefined && pod.spec.priority !== value) {
      throw forbidAdmission(
        request,
        `the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
      );
    }
    if (pod.spec.preemptionPolicy !== undefined && pod.spec.preemptionPolicy !== preemptionPolicy) {
      throw forbidAdmission(
        request,
        `the string value of PreemptionPolicy (${pod.spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
      );
    }
    const { priority, preemptionPolicy: policy, priorityClassName = '' } = pod.spec;
    if (priority === value && policy === preemptionPolicy && priorityClassName === name) return pod;
    return { ...pod, spec: { ...pod.spec, ...(name !== '' && { priorityClassName: name }), priority: value, preemptionPolicy } };
  },
};

function resolve(request: AdmissionRequest, name: string): ResolvedPriority {
  const classes = request.call.core.registry.find('scheduling.k8s.io', 'v1', 'priorityclasses')?.collection;
  if (name === '') {
    const standard = classes?.list().find((candidate) => (candidate as Stored<PriorityClass & KubeObject>).globalDefault) as
      | Stored<PriorityClass & KubeObject>
      | undefined;
    return standard ? resolved(standard) : NO_CLASS;
  }
  const found = classes?.get('', name) as Stored<PriorityClass & KubeObject> | undefined;
  if (found) return resolved(found);
  const value = SYSTEM_CLASSES[name];
  if (value === undefined) throw forbidAdmission(request, `no PriorityClass with name ${name} was found`);
  return { name, value, preemptionPolicy: 'PreemptLowerPriority' };
}

function resolved({ metadata, value = 0, preemptionPolicy }: Stored<PriorityClass & KubeObject>): ResolvedPriority {
  return { name: metadata.name, value, preemptionPolicy: preemptionPolicy ?? 'PreemptLowerPriority' };
}
