import { type FieldError, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector, ResourceFieldSelector } from '#machinery/generated/types.ts';
import { validateLabelKey } from '#machinery/label-validation.ts';
import { validateConfigMapKey, validateEnvVarName } from '#machinery/names.ts';
import { canonicalQuantity } from '#machinery/quantity.ts';
import { pushInvalid } from '../../field-checks.ts';

/** Fields that an environment variable may take from its pod. */
const envFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Fields of a pod that have a name in the downward API at all. */
const knownFields = [...envFields, 'metadata.annotations', 'metadata.labels', 'spec.restartPolicy', 'spec.schedulerName', 'spec.host', 'status.phase'];
const resourceFields = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'];
const sizeDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** The environment of a container. */
export function checkEnv(env: readonly EnvVar[], path: string, errors: FieldError[]): void {
  for (let index = 0; index < env.length; index++) {
    const variable = env[index] as EnvVar;
    if (!variable.name) errors.push(required(`${path}[${index}].name`));
    else pushInvalid(errors, `${path}[${index}].name`, variable.name, validateEnvVarName(variable.name));
    if (variable.valueFrom) checkValueFrom(variable.valueFrom, variable.value ?? '', `${path}[${index}].valueFrom`, errors);
  }
}

function checkValueFrom(source: EnvVarSource, value: string, path: string, errors: FieldError[]): void {
  let sources = 0;
  if (source.fieldRef) {
    sources += 1;
    checkFieldRef(source.fieldRef, envFields, `${path}.fieldRef`, errors);
  }
  if (source.resourceFieldRef) {
    sources += 1;
    checkResourceFieldRef(source.resourceFieldRef, false, `${path}.resourceFieldRef`, errors);
  }
  if (source.configMapKeyRef) {
    sources += 1;
    checkKeyRef(source.configMapKeyRef, `${path}.configMapKeyRef`, errors);
  }
  if (source.secretKeyRef) {
    sources += 1;
    checkKeyRef(source.secretKeyRef, `${path}.secretKeyRef`, errors);
  }
  if (source.fileKeyRef) sources += 1;
  if (sources === 0) {
    errors.push(invalid(path, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'));
  } else if (value !== '') errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
}

function checkKeyRef(reference: { readonly name?: string; readonly key?: string }, path: string, errors: FieldError[]): void {
  if (!reference.name) errors.push(required(`${path}.name`));
  if (!reference.key) errors.push(required(`${path}.key`));
  else pushInvalid(errors, `${path}.key`, reference.key, validateConfigMapKey(reference.key));
}

/** A field of the pod, for a variable or for a file. @param allowed field paths, sorted */
export function checkFieldRef(reference: ObjectFieldSelector, allowed: readonly string[], path: string, errors: FieldError[]): void {
  if (!reference.apiVersion) {
    errors.push(required(`${path}.apiVersion`));
    return;
  }
  const fieldPath = reference.fieldPath;
  if (!fieldPath) {
    errors.push(required(`${path}.fieldPath`));
    return;
  }
  const subscripted = /^(.*)\['(.*)'\]$/s.exec(fieldPath);
  if (subscripted) checkSubscript(subscripted[1] ?? '', subscripted[2] ?? '', path, errors);
  else if (!knownFields.includes(fieldPath)) {
    errors.push(invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`));
  } else if (!allowed.includes(fieldPath)) errors.push(notSupported(`${path}.fieldPath`, fieldPath, allowed));
}

function checkSubscript(fieldPath: string, subscript: string, path: string, errors: FieldError[]): void {
  switch (fieldPath) {
    case 'metadata.annotations':
      pushInvalid(errors, path, subscript, validateLabelKey(subscript.toLowerCase()));
      break;
    case 'metadata.labels':
      pushInvalid(errors, path, subscript, validateLabelKey(subscript));
      break;
    default:
      errors.push(
        invalid(
          `${path}.fieldPath`,
          `${fieldPath}['${subscript}']`,
          `error converting fieldPath: field label does not support subscript: ${fieldPath}['${subscript}']`,
        ),
      );
  }
}

/** A container's own limit or request. @param needsContainer in volumes, which belong to no container */
export function checkResourceFieldRef(reference: ResourceFieldSelector, needsContainer: boolean, path: string, errors: FieldError[]): void {
  const resource = reference.resource;
  if (needsContainer && !reference.containerName) errors.push(required(`${path}.containerName`));
  else if (!resource) errors.push(required(`${path}.resource`));
  else if (!resourceFields.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${path}.resource`, resource, resourceFields));
  }
  checkDivisor(reference, path, errors);
}

function checkDivisor(reference: ResourceFieldSelector, path: string, errors: FieldError[]): void {
  const divisor = reference.divisor;
  if (divisor === undefined || divisor === '0') return;
  const isCpu = reference.resource === 'limits.cpu' || reference.resource === 'requests.cpu';
  const supported = isCpu ? ['1m', '1'] : sizeDivisors;
  if (supported.includes(canonicalQuantity(divisor))) return;
  const resource = (reference.resource ?? '').replace(/^(limits|requests)\./, '');
  const listed = isCpu ? '1m and 1' : sizeDivisors.join(', ');
  errors.push(invalid(`${path}.divisor`, resource, `only divisor's values ${listed} are supported with the ${resource} resource`));
}

/** Whole ConfigMaps and Secrets as variables. */
export function checkEnvFrom(sources: readonly EnvFromSource[], path: string, errors: FieldError[]): void {
  for (const [index, source] of sources.entries()) {
    if (source.prefix) pushInvalid(errors, `${path}[${index}].prefix`, source.prefix, validateEnvVarName(source.prefix));
    if (source.configMapRef && !source.configMapRef.name) errors.push(required(`${path}[${index}].configMapRef.name`));
    if (source.secretRef && !source.secretRef.name) errors.push(required(`${path}[${index}].secretRef.name`));
    if (!source.configMapRef && !source.secretRef) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (source.configMapRef && source.secretRef) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  }
}
