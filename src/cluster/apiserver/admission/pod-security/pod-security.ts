import { invalid } from '#machinery/field-error.ts';
import type { Pod, PodSpec, PodTemplateSpec } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { invalidObject } from '#machinery/status-errors.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../api-call.ts';
import { forbidAdmission } from '../admission.ts';
import { findBadLabels, findViolations, formatPolicy, formatViolations, type Mode, policyOf } from './policy.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Upstream tells of so many pods that a stricter namespace would not have let in. */
const MOST_EXISTING = 3000;

/** Holds pods to the Pod Security Standards that their namespace's labels name. */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  operations: ['CREATE', 'UPDATE'],
  validate(request) {
    const { kind } = request.call.resource;
    if (kind.group === '' && kind.plural === 'namespaces') judgeNamespace(request);
    else if (kind.group === '' && kind.plural === 'pods') judgePod(request);
    else if (kind.podTemplate && request.call.info.subresource === '') judgeTemplate(request);
  },
};

function labelsOf({ call, namespace }: AdmissionRequest): Labels {
  return call.core.registry.find('', 'v1', 'namespaces')?.collection.get('', namespace)?.metadata.labels;
}

/** Of what can change in a pod that is there only its ephemeral containers matter. */
function judgePod(request: AdmissionRequest): void {
  const { subresource } = request.call.info;
  if (request.operation === 'UPDATE' ? subresource !== 'ephemeralcontainers' : subresource !== '') return;
  const labels = labelsOf(request);
  const spec = (request.object as Pod | undefined)?.spec;
  if (!labels || !spec) return;
  const enforced = policyOf(labels, 'enforce');
  const violations = findViolations(enforced, spec);
  if (violations.length > 0) throw forbidAdmission(request, `violates PodSecurity "${formatPolicy(enforced)}": ${formatViolations(violations)}`);
  warn(request, labels, spec);
}

function judgeTemplate(request: AdmissionRequest): void {
  const { call, object, before } = request;
  const access = call.resource.kind.podTemplate;
  if (call.trusted || !access || !object) return;
  const template = access.get(object);
  const { spec } = (template ?? {}) as PodTemplateSpec;
  if (spec && (!before || access.get(before) !== template)) warn(request, labelsOf(request), spec);
}

function warn({ call }: AdmissionRequest, labels: Labels, spec: PodSpec): void {
  const policy = policyOf(labels, 'warn');
  const violations = findViolations(policy, spec);
  if (violations.length > 0) call.warnings.push(`would violate PodSecurity "${formatPolicy(policy)}": ${formatViolations(violations)}`);
}

/** Refuses labels that make no sense, and tells which pods would not have been let in by a stricter level. */
function judgeNamespace(request: AdmissionRequest): void {
  const { call, object, before, name } = request;
  if (call.info.subresource !== '') return;
  const labels: Labels = object?.metadata?.labels;
  if (!labels || labels === before?.metadata.labels) return;
  const bad = findBadLabels(labels);
  if (bad.length > 0) {
    throw invalidObject(
      call.resource.kind,
      name,
      bad.map(([label, value, problem]) => invalid(`metadata.labels[${label}]`, value, problem)),
    );
  }
  if (before) warnOfExisting(request, name, before.metadata.labels, labels);
}

function warnOfExisting({ call }: AdmissionRequest, namespace: string, before: Labels, labels: Labels): void {
  const mode: Mode = 'enforce';
  const policy = policyOf(labels, mode);
  if (formatPolicy(policy) === formatPolicy(policyOf(before, mode)) || policy.level === 'privileged') return;
  const pods = (call.core.registry.find('', 'v1', 'pods')?.collection.list(namespace) ?? []).slice(0, MOST_EXISTING);
  const byReasons = new Map<string, string[]>();
  for (const pod of pods as readonly (Pod & KubeObject)[]) {
    const violations = pod.spec ? findViolations(policy, pod.spec) : [];
    if (violations.length === 0) continue;
    const reasons = violations.map(({ reason }) => reason).join(', ');
    byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), pod.metadata?.name ?? '']);
  }
  if (byReasons.size === 0) return;
  call.warnings.push(`existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${formatPolicy(policy)}"`);
  const lines = [...byReasons].map(([reasons, [first = '', ...others]]) => {
    const count = others.length === 0 ? '' : ` (and ${others.length} other pod${others.length === 1 ? '' : 's'})`;
    return `${first}${count}: ${reasons}`;
  });
  call.warnings.push(...lines.sort());
}
