import { duplicate, type FieldError, forbidden, invalid, notFoundField, required } from '#machinery/field-error.ts';
import type { Container, EphemeralContainer, PodSpec } from '#machinery/generated/types.ts';
import { checkDnsLabelName, checkEnum } from '../../field-checks.ts';
import { checkEnv, checkEnvFrom } from './env.ts';
import { checkContainerPorts, checkHostPortConflicts } from './ports.ts';
import { checkLifecycle, checkProbes } from './probes.ts';
import { checkContainerResources, checkResizePolicy } from './resources.ts';
import { checkContainerSecurity } from './security.ts';
import { checkVolumeDevices, checkVolumeMounts } from './volume-mounts.ts';

/** The names of volumes that containers may mount. */
export type VolumeNames = ReadonlySet<string>;

/** The ordinary containers: at least one, each with a name of its own. */
export function checkContainers(spec: PodSpec, volumes: VolumeNames, graceSeconds: number, path: string, errors: FieldError[]): void {
  const containers = spec.containers ?? [];
  if (containers.length === 0) {
    errors.push(required(path));
    return;
  }
  const names = new Set<string>();
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index] as Container;
    const field = `${path}[${index}]`;
    checkContainer(container, volumes, spec, field, errors);
    if (names.has(container.name)) errors.push(duplicate(`${field}.name`, container.name));
    names.add(container.name);
    checkRunning(container, graceSeconds, field, errors);
    checkRestartPolicy(container, false, `${field}.restartPolicy`, errors);
  }
  checkHostPortConflicts(containers, path, errors);
}

/** Containers that run before the others; one that restarts always is a sidecar and may have probes and hooks. */
export function checkInitContainers(spec: PodSpec, volumes: VolumeNames, graceSeconds: number, path: string, errors: FieldError[]): void {
  const names = new Set((spec.containers ?? []).map((container) => container.name));
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const field = `${path}[${index}]`;
    checkContainer(container, volumes, spec, field, errors);
    if (names.has(container.name)) errors.push(duplicate(`${field}.name`, container.name));
    names.add(container.name);
    checkHostPortConflicts([container], path, errors);
    checkRestartPolicy(container, true, `${field}.restartPolicy`, errors);
    if (container.restartPolicy === 'Always') {
      checkRunning(container, graceSeconds, field, errors);
      continue;
    }
    for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[name]) errors.push(forbidden(`${field}.${name}`, 'may not be set for init containers without restartPolicy=Always'));
    }
  }
}

/** Containers added to a running pod for a look inside. */
export function checkEphemeralContainers(spec: PodSpec, volumes: VolumeNames, path: string, errors: FieldError[]): void {
  const names = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.name));
  const targets = new Set(names);
  for (const [index, container] of (spec.ephemeralContainers ?? []).entries()) {
    const field = `${path}[${index}]`;
    checkContainer(container, volumes, spec, field, errors);
    if (names.has(container.name)) errors.push(duplicate(`${field}.name`, container.name));
    names.add(container.name);
    const target = container.targetContainerName;
    if (target && !targets.has(target)) errors.push(notFoundField(`${field}.targetContainerName`, target));
    checkEphemeralOnly(container, field, errors);
  }
}

/** What containers of all sorts have in common. */
function checkContainer(container: Container | EphemeralContainer, volumes: VolumeNames, spec: PodSpec, path: string, errors: FieldError[]): void {
  checkDnsLabelName(container.name, `${path}.name`, errors);
  if (!container.image) errors.push(required(`${path}.image`));
  else if (container.image !== container.image.trim()) {
    errors.push(invalid(`${path}.image`, container.image, 'must not have leading or trailing whitespace'));
  }
  checkEnum(container.terminationMessagePolicy, ['FallbackToLogsOnError', 'File'], `${path}.terminationMessagePolicy`, errors);
  if (container.ports) checkContainerPorts(container.ports, `${path}.ports`, errors);
  if (container.env) checkEnv(container.env, `${path}.env`, errors);
  if (container.envFrom) checkEnvFrom(container.envFrom, `${path}.envFrom`, errors);
  if (container.volumeMounts) checkVolumeMounts(container, container.volumeMounts, volumes, `${path}.volumeMounts`, errors);
  if (container.volumeDevices) checkVolumeDevices(container.volumeDevices, volumes, `${path}.volumeDevices`, errors);
  checkEnum(container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], `${path}.imagePullPolicy`, errors);
  if (container.resources) checkContainerResources(container.resources, spec.resourceClaims, `${path}.resources`, errors);
  if (container.resizePolicy) checkResizePolicy(container.resizePolicy, `${path}.resizePolicy`, errors);
  if (container.securityContext) checkContainerSecurity(container.securityContext, `${path}.securityContext`, errors);
}

function checkRunning(container: Container, graceSeconds: number, path: string, errors: FieldError[]): void {
  if (container.lifecycle) checkLifecycle(container.lifecycle, graceSeconds, `${path}.lifecycle`, errors);
  checkProbes(container, graceSeconds, path, errors);
}

function checkRestartPolicy(container: Container, isInit: boolean, field: string, errors: FieldError[]): void {
  const policy = container.restartPolicy;
  if (policy === undefined) {
    if (container.restartPolicyRules) errors.push(required(field, 'must specify restartPolicy when restart rules are used'));
    return;
  }
  checkEnum(policy, ['Always', 'Never', 'OnFailure'], field, errors);
  if (isInit && policy === 'Always' && container.restartPolicyRules) {
    errors.push(forbidden(`${field}Rules`, 'restartPolicyRules are not allowed for init containers with restart policy Always'));
  }
}

function checkEphemeralOnly(container: EphemeralContainer, path: string, errors: FieldError[]): void {
  const refused = ['lifecycle', 'livenessProbe', 'ports', 'readinessProbe', 'startupProbe'] as const;
  for (const name of refused) {
    if (container[name]) errors.push(forbidden(`${path}.${name}`, 'cannot be set for an Ephemeral Container'));
  }
  const resources = container.resources;
  if (resources?.limits || resources?.requests) errors.push(forbidden(`${path}.resources`, 'cannot be set for an Ephemeral Container'));
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    if (mount.subPath) errors.push(forbidden(`${path}.volumeMounts[${index}].subPath`, 'cannot be set for an Ephemeral Container'));
  }
}
