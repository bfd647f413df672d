import { type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { PodSpec, SeccompProfile, SecurityContext } from '#machinery/generated/types.ts';
import { validateUserId } from '#machinery/names.ts';
import { checkEnum, pushInvalid } from '../../field-checks.ts';
import { checkDescendingPath } from './volume-mounts.ts';

const sysctlPattern = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9][-_a-z0-9]*[a-z0-9]?$/;
const sysctlDetail = 'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*([a-z0-9][-_a-z0-9]*)?[a-z0-9]$';

/** Users, groups and kernel settings of a whole pod. */
export function checkPodSecurity(spec: PodSpec, path: string, podPath: string, errors: FieldError[]): void {
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(invalid(`${podPath}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  }
  const security = spec.securityContext;
  if (!security) return;
  checkId(security.fsGroup, `${path}.fsGroup`, errors);
  checkId(security.runAsUser, `${path}.runAsUser`, errors);
  checkId(security.runAsGroup, `${path}.runAsGroup`, errors);
  for (const [index, group] of (security.supplementalGroups ?? []).entries()) checkId(group, `${path}.supplementalGroups[${index}]`, errors);
  for (const [index, sysctl] of (security.sysctls ?? []).entries()) {
    if (!sysctl.name) errors.push(required(`${path}.sysctls[${index}].name`));
    else if (sysctl.name.length > 253 || !sysctlPattern.test(sysctl.name)) errors.push(invalid(`${path}.sysctls[${index}].name`, sysctl.name, sysctlDetail));
  }
  const change = security.fsGroupChangePolicy;
  if (change !== undefined && change !== 'Always' && change !== 'OnRootMismatch') {
    errors.push(notSupported(`${path}.fsGroupChangePolicy`, change, ['Always', 'OnRootMismatch']));
  }
  if (security.seccompProfile) checkSeccomp(security.seccompProfile, `${path}.seccompProfile`, errors);
}

/** Users, groups and rights of one container. */
export function checkContainerSecurity(security: SecurityContext, path: string, errors: FieldError[]): void {
  checkId(security.runAsUser, `${path}.runAsUser`, errors);
  checkId(security.runAsGroup, `${path}.runAsGroup`, errors);
  const mount = security.procMount;
  if (mount !== undefined && mount !== 'Default' && mount !== 'Unmasked') errors.push(notSupported(`${path}.procMount`, mount, ['Default', 'Unmasked']));
  if (security.seccompProfile) checkSeccomp(security.seccompProfile, `${path}.seccompProfile`, errors);
  if (security.allowPrivilegeEscalation !== false) return;
  if (security.privileged) errors.push(invalid(path, security, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
  if ((security.capabilities?.add ?? []).includes('CAP_SYS_ADMIN')) {
    errors.push(invalid(path, security, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'));
  }
}

function checkId(id: number | undefined, field: string, errors: FieldError[]): void {
  if (id !== undefined) pushInvalid(errors, field, id, validateUserId(id));
}

function checkSeccomp(profile: SeccompProfile, path: string, errors: FieldError[]): void {
  checkEnum(profile.type, ['Localhost', 'RuntimeDefault', 'Unconfined'], `${path}.type`, errors);
  if (profile.type === 'Localhost') {
    if (!profile.localhostProfile) errors.push(required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost'));
    else checkDescendingPath(profile.localhostProfile, `${path}.localhostProfile`, errors);
  } else if (profile.localhostProfile !== undefined) {
    errors.push(invalid(`${path}.localhostProfile`, profile.localhostProfile, 'can only be set when seccomp type is Localhost'));
  }
}
