import { duplicate, type FieldError, forbidden, invalid, required } from '#machinery/field-error.ts';
import type { PodSpec, PodTemplateSpec } from '#machinery/generated/types.ts';
import { validateLabelKey } from '#machinery/label-validation.ts';
import { inclusiveRangeError, validateDnsLabel, validateDnsSubdomain } from '#machinery/names.ts';
import { checkEnum, checkLabels, pushInvalid } from '../../field-checks.ts';
import { checkContainers, checkEphemeralContainers, checkInitContainers } from './containers.ts';
import { checkDns, checkHostAliases } from './dns.ts';
import { checkPodResources } from './resources.ts';
import { checkAffinity, checkTolerations, checkTopologySpread } from './scheduling.ts';
import { checkPodSecurity } from './security.ts';
import { checkVolumes } from './volumes.ts';

const maxInt32 = 2_147_483_647;

/**
 * Everything that can be wrong with a pod spec, in pods and templates alike.
 * @param path `spec`, `spec.template.spec`
 */
export function checkPodSpec(spec: PodSpec, path: string, errors: FieldError[]): void {
  const volumes = checkVolumes(spec.volumes ?? [], `${path}.volumes`, errors);
  const graceSeconds = spec.terminationGracePeriodSeconds ?? 30;
  checkContainers(spec, volumes, graceSeconds, `${path}.containers`, errors);
  checkInitContainers(spec, volumes, graceSeconds, `${path}.initContainers`, errors);
  checkEphemeralContainers(spec, volumes, `${path}.ephemeralContainers`, errors);
  if (spec.resources) checkPodResources(spec, `${path}.resources`, errors);
  if (spec.hostNetwork) checkHostNetworkPorts(spec, path, errors);
  checkEnum(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], `${path}.restartPolicy`, errors);
  checkEnum(spec.dnsPolicy, ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'], `${path}.dnsPolicy`, errors);
  checkLabels(spec.nodeSelector, `${path}.nodeSelector`, errors);
  checkPodSecurity(spec, `${path}.securityContext`, path, errors);
  if (spec.affinity) checkAffinity(spec.affinity, `${path}.affinity`, errors);
  checkDns(spec, `${path}.dnsConfig`, errors);
  checkGates(spec, path, errors);
  if (spec.topologySpreadConstraints) checkTopologySpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`, errors);
  checkNames(spec, path, errors);
  if (spec.tolerations) checkTolerations(spec.tolerations, `${path}.tolerations`, errors);
  if (spec.hostAliases) checkHostAliases(spec.hostAliases, `${path}.hostAliases`, errors);
  checkPriority(spec, path, errors);
}

/** A pod template. Its labels are checked here: the API server only checks the metadata of whole objects. */
export function checkPodTemplate(template: PodTemplateSpec, path: string, errors: FieldError[]): void {
  checkLabels(template.metadata?.labels, `${path}.labels`, errors);
  if (!template.spec) {
    errors.push(required(`${path}.spec`));
    return;
  }
  checkPodSpec(template.spec, `${path}.spec`, errors);
  if ((template.spec.ephemeralContainers?.length ?? 0) > 0) {
    errors.push(forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  }
}

/** On the host's network a container port is opened on the host under its own number. */
function checkHostNetworkPorts(spec: PodSpec, path: string, errors: FieldError[]): void {
  for (const [index, container] of (spec.containers ?? []).entries()) {
    for (const [at, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort || port.hostPort === port.containerPort) continue;
      const field = `${path}.containers[${index}].ports[${at}].containerPort`;
      errors.push(invalid(field, port.containerPort, 'must match `hostPort` when `hostNetwork` is true'));
    }
  }
}

function checkGates(spec: PodSpec, path: string, errors: FieldError[]): void {
  for (const [index, gate] of (spec.readinessGates ?? []).entries()) {
    const field = `${path}.readinessGates[${index}].conditionType`;
    pushInvalid(errors, field, gate.conditionType, validateLabelKey(gate.conditionType));
  }
  const seen = new Set<string>();
  for (const [index, gate] of (spec.schedulingGates ?? []).entries()) {
    const field = `${path}.schedulingGates[${index}]`;
    pushInvalid(errors, field, gate.name, validateLabelKey(gate.name));
    if (seen.has(gate.name)) errors.push(duplicate(field, gate.name));
    seen.add(gate.name);
  }
}

function checkNames(spec: PodSpec, path: string, errors: FieldError[]): void {
  if (spec.serviceAccountName) pushInvalid(errors, `${path}.serviceAccountName`, spec.serviceAccountName, validateDnsSubdomain(spec.serviceAccountName));
  if (spec.nodeName) pushInvalid(errors, `${path}.nodeName`, spec.nodeName, validateDnsSubdomain(spec.nodeName));
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > maxInt32)) {
    errors.push(invalid(`${path}.activeDeadlineSeconds`, deadline, inclusiveRangeError(1, maxInt32)));
  }
  if (spec.hostname) pushInvalid(errors, `${path}.hostname`, spec.hostname, validateDnsLabel(spec.hostname));
  if (spec.subdomain) pushInvalid(errors, `${path}.subdomain`, spec.subdomain, validateDnsLabel(spec.subdomain));
}

function checkPriority(spec: PodSpec, path: string, errors: FieldError[]): void {
  if (spec.priorityClassName) pushInvalid(errors, `${path}.priorityClassName`, spec.priorityClassName, validateDnsSubdomain(spec.priorityClassName));
  if (spec.runtimeClassName !== undefined) {
    pushInvalid(errors, `${path}.runtimeClassName`, spec.runtimeClassName, validateDnsSubdomain(spec.runtimeClassName));
  }
  if (spec.preemptionPolicy !== undefined) {
    checkEnum(spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${path}.preemptionPolicy`, errors);
  }
  if (spec.os) checkEnum(spec.os.name, ['linux', 'windows'], `${path}.os.name`, errors);
}
