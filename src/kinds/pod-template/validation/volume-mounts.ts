import { type FieldError, forbidden, invalid, notFoundField, notSupported, required } from '#machinery/field-error.ts';
import type { Container, EphemeralContainer, VolumeDevice, VolumeMount } from '#machinery/generated/types.ts';

/** Where a container sees volumes: each of the pod's volumes, each at a path of its own. */
export function checkVolumeMounts(
  container: Container | EphemeralContainer,
  mounts: readonly VolumeMount[],
  volumes: ReadonlySet<string>,
  path: string,
  errors: FieldError[],
): void {
  const mountPaths = new Set<string>();
  for (let index = 0; index < mounts.length; index++) {
    const mount = mounts[index] as VolumeMount;
    const field = `${path}[${index}]`;
    if (!mount.name) errors.push(required(`${field}.name`));
    if (!volumes.has(mount.name)) errors.push(notFoundField(`${field}.name`, mount.name ?? ''));
    if (!mount.mountPath) errors.push(required(`${field}.mountPath`));
    if (mountPaths.has(mount.mountPath)) errors.push(invalid(`${field}.mountPath`, mount.mountPath, 'must be unique'));
    mountPaths.add(mount.mountPath);
    if (container.volumeDevices) checkDeviceOverlap(mount, container.volumeDevices, field, errors);
    // As upstream: these two name the list, not the mount.
    if (mount.subPath) checkDescendingPath(mount.subPath, `${path}.subPath`, errors);
    if (mount.subPathExpr) {
      if (mount.subPath) errors.push(invalid(`${field}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
      checkDescendingPath(mount.subPathExpr, `${path}.subPathExpr`, errors);
    }
    if (mount.mountPropagation) checkPropagation(container, mount.mountPropagation, `${path}.mountPropagation`, errors);
  }
}

/** Raw devices: each volume and each path once. */
export function checkVolumeDevices(devices: readonly VolumeDevice[], volumes: ReadonlySet<string>, path: string, errors: FieldError[]): void {
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [index, device] of devices.entries()) {
    const field = `${path}[${index}]`;
    if (!device.name) errors.push(required(`${field}.name`));
    if (names.has(device.name)) errors.push(invalid(`${field}.name`, device.name, 'must be unique'));
    if (!volumes.has(device.name)) errors.push(notFoundField(`${field}.name`, device.name ?? ''));
    if (!device.devicePath) errors.push(required(`${field}.devicePath`));
    if (paths.has(device.devicePath)) errors.push(invalid(`${field}.devicePath`, device.devicePath, 'must be unique'));
    names.add(device.name);
    paths.add(device.devicePath);
  }
}

/** A path that stays below where it starts. */
export function checkDescendingPath(target: string, field: string, errors: FieldError[]): void {
  if (target.startsWith('/')) errors.push(invalid(field, target, 'must be a relative path'));
  checkNoBacksteps(target, field, errors);
}

/** A path that never goes up. */
export function checkNoBacksteps(target: string, field: string, errors: FieldError[]): void {
  if (target.split('/').includes('..')) errors.push(invalid(field, target, "must not contain '..'"));
}

function checkDeviceOverlap(mount: VolumeMount, devices: readonly VolumeDevice[], path: string, errors: FieldError[]): void {
  if (devices.some((device) => device.name === mount.name)) errors.push(invalid(`${path}.name`, mount.name, 'must not already exist in volumeDevices'));
  if (devices.some((device) => device.devicePath === mount.mountPath)) {
    errors.push(invalid(`${path}.mountPath`, mount.mountPath, 'must not already exist as a path in volumeDevices'));
  }
}

function checkPropagation(container: Container | EphemeralContainer, propagation: string, field: string, errors: FieldError[]): void {
  const supported = ['Bidirectional', 'HostToContainer', 'None'];
  if (!supported.includes(propagation)) errors.push(notSupported(field, propagation, supported));
  else if (propagation === 'Bidirectional' && !container.securityContext?.privileged) {
    errors.push(forbidden(field, 'Bidirectional mount propagation is available only to privileged containers'));
  }
}
