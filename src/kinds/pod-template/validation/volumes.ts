import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { HostPathVolumeSource, KeyToPath, Volume } from '#machinery/generated/types.ts';
import { validateDnsLabel, validateDnsSubdomain } from '#machinery/names.ts';
import { pushInvalid } from '../../field-checks.ts';
import { checkDownwardFiles, checkFileMode, checkLocalPath, checkProjected } from './volume-files.ts';
import { checkNoBacksteps } from './volume-mounts.ts';

const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

/**
 * The volumes of a pod.
 * @returns the names of those that are right: a mount of any other is reported as not found, too
 */
export function checkVolumes(volumes: readonly Volume[], path: string, errors: FieldError[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (let index = 0; index < volumes.length; index++) {
    const volume = volumes[index] as Volume;
    const found: FieldError[] = [];
    checkSource(volume, `${path}[${index}]`, found);
    if (!volume.name) found.push(required(`${path}[${index}].name`));
    else pushInvalid(found, `${path}[${index}].name`, volume.name, validateDnsLabel(volume.name));
    if (names.has(volume.name)) found.push(duplicate(`${path}[${index}].name`, volume.name));
    if (found.length === 0) names.add(volume.name);
    else errors.push(...found);
  }
  return names;
}

function checkSource(volume: Volume, path: string, errors: FieldError[]): void {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length === 0) errors.push(required(path, 'must specify a volume type'));
  for (const extra of sources.slice(1)) errors.push(forbidden(`${path}.${extra}`, 'may not specify more than 1 volume type'));
  checkDirectories(volume, path, errors);
  checkFiles(volume, path, errors);
  if (volume.persistentVolumeClaim && !volume.persistentVolumeClaim.claimName) errors.push(required(`${path}.persistentVolumeClaim.claimName`));
  if (volume.nfs) {
    if (!volume.nfs.server) errors.push(required(`${path}.nfs.server`));
    if (!volume.nfs.path) errors.push(required(`${path}.nfs.path`));
    else if (!volume.nfs.path.startsWith('/')) errors.push(invalid(`${path}.nfs.path`, volume.nfs.path, 'must be an absolute path'));
  }
  if (volume.csi) {
    if (!volume.csi.driver) errors.push(required(`${path}.csi.driver`));
    else pushInvalid(errors, `${path}.csi.driver`, volume.csi.driver, validateDnsSubdomain(volume.csi.driver.toLowerCase()));
  }
  if (volume.ephemeral && !volume.ephemeral.volumeClaimTemplate) errors.push(required(`${path}.ephemeral.volumeClaimTemplate`));
  if (volume.image && !volume.image.reference) errors.push(required(`${path}.image.reference`));
}

function checkDirectories(volume: Volume, path: string, errors: FieldError[]): void {
  if (volume.emptyDir?.sizeLimit?.startsWith('-')) {
    errors.push(forbidden(`${path}.emptyDir.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
  }
  if (volume.hostPath) checkHostPath(volume.hostPath, `${path}.hostPath`, errors);
}

function checkHostPath(source: HostPathVolumeSource, path: string, errors: FieldError[]): void {
  if (!source.path) {
    errors.push(required(`${path}.path`));
    return;
  }
  checkNoBacksteps(source.path, `${path}.path`, errors);
  if (source.type !== undefined && !hostPathTypes.includes(source.type)) errors.push(notSupported(`${path}.type`, source.type, hostPathTypes));
}

function checkFiles(volume: Volume, path: string, errors: FieldError[]): void {
  if (volume.configMap) {
    if (!volume.configMap.name) errors.push(required(`${path}.configMap.name`));
    checkFileMode(volume.configMap.defaultMode, `${path}.configMap.defaultMode`, errors);
    checkItems(volume.configMap.items, `${path}.configMap.items`, errors);
  }
  if (volume.secret) {
    if (!volume.secret.secretName) errors.push(required(`${path}.secret.secretName`));
    checkFileMode(volume.secret.defaultMode, `${path}.secret.defaultMode`, errors);
    checkItems(volume.secret.items, `${path}.secret.items`, errors);
  }
  if (volume.downwardAPI) {
    checkFileMode(volume.downwardAPI.defaultMode, `${path}.downwardAPI.defaultMode`, errors);
    checkDownwardFiles(volume.downwardAPI.items ?? [], `${path}.downwardAPI`, errors);
  }
  if (volume.projected) {
    checkFileMode(volume.projected.defaultMode, `${path}.projected.defaultMode`, errors);
    checkProjected(volume.projected.sources ?? [], `${path}.projected`, errors);
  }
}

function checkItems(items: readonly KeyToPath[] | undefined, path: string, errors: FieldError[]): void {
  for (const [index, item] of (items ?? []).entries()) {
    if (!item.key) errors.push(required(`${path}[${index}].key`));
    checkLocalPath(item.path, `${path}[${index}].path`, errors);
    checkFileMode(item.mode, `${path}[${index}].mode`, errors);
  }
}
