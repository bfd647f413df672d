import { forbidden, invalid, required, tooLong } from './field-error.ts';
import { quoteGo } from './json.ts';
import { validateLabelKey, validateLabelValue } from './label-validation.ts';
import { maskTrailingDash, utf8Length, validateDnsLabel } from './names.ts';
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from './object.ts';
import { parseGroupVersion } from './resource-type.ts';
import type { FieldError } from './status-error.ts';

/** What is wrong with a name; empty when nothing is. Each kind brings its own. */
export type NameValidation = (name: string) => readonly string[];

const annotationsLimitBytes = 256 * 1024;

/**
 * What is wrong with the metadata of a new object, after its name was generated.
 * @param path `metadata`, or where a template has it
 */
export function validateObjectMeta(meta: ObjectMeta, namespaced: boolean, validateName: NameValidation, path = 'metadata'): FieldError[] {
  const errors: FieldError[] = [];
  if (meta.generateName) {
    for (const message of validateName(maskTrailingDash(meta.generateName))) errors.push(invalid(`${path}.generateName`, meta.generateName, message));
  }
  if (!meta.name) errors.push(required(`${path}.name`, 'name or generateName is required'));
  else for (const message of validateName(meta.name)) errors.push(invalid(`${path}.name`, meta.name, message));
  if (namespaced) {
    if (!meta.namespace) errors.push(required(`${path}.namespace`));
    else for (const message of validateDnsLabel(meta.namespace)) errors.push(invalid(`${path}.namespace`, meta.namespace, message));
  } else if (meta.namespace) errors.push(forbidden(`${path}.namespace`, 'not allowed on this type'));
  if ((meta.generation ?? 0) < 0) errors.push(invalid(`${path}.generation`, meta.generation, 'must be greater than or equal to 0'));
  errors.push(...validateCommonMeta(meta, path), ...validateFinalizers(meta.finalizers ?? [], `${path}.finalizers`));
  errors.push(...validateManagedFields(meta.managedFields ?? [], `${path}.managedFields`));
  return errors;
}

/**
 * What is wrong with metadata that replaces `before`. It expects that the server has already taken over from `before`
 * what the caller left out (uid, times).
 */
export function validateObjectMetaUpdate(next: ObjectMeta, before: ObjectMeta, path = 'metadata'): FieldError[] {
  if (next === before) return [];
  const errors: FieldError[] = [];
  if (before.deletionTimestamp !== undefined) {
    const added = (next.finalizers ?? []).filter((name) => !before.finalizers?.includes(name)).sort();
    if (added.length > 0) {
      const list = `[]string{${added.map(quoteGo).join(', ')}}`;
      errors.push(forbidden(`${path}.finalizers`, `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`));
    }
  }
  if (!next.resourceVersion) errors.push(invalid(`${path}.resourceVersion`, next.resourceVersion ?? '', 'must be specified for an update'));
  if ((next.generation ?? 0) < (before.generation ?? 0)) errors.push(invalid(`${path}.generation`, next.generation ?? 0, 'must not be decremented'));
  for (const field of ['name', 'namespace', 'uid'] as const) {
    if ((next[field] ?? '') !== (before[field] ?? '')) errors.push(invalid(`${path}.${field}`, next[field] ?? '', 'field is immutable'));
  }
  for (const field of ['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
    if (next[field] !== before[field]) errors.push(invalid(`${path}.${field}`, next[field], 'field is immutable'));
  }
  errors.push(...validateCommonMeta(next, path), ...validateManagedFields(next.managedFields ?? [], `${path}.managedFields`));
  return errors;
}

/** What is wrong with a set of labels, keys in order. */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of sortedEntries(labels)) {
    for (const message of validateLabelKey(key)) errors.push(invalid(path, key, message));
    for (const message of validateLabelValue(value)) errors.push(invalid(path, value, message));
  }
  return errors;
}

/** What is wrong with a set of annotations: keys are label keys of any case, the values may have 256 KiB in all. */
export function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  const errors: FieldError[] = [];
  let sizeBytes = 0;
  for (const [key, value] of sortedEntries(annotations)) {
    for (const message of validateLabelKey(key.toLowerCase())) errors.push(invalid(path, key, message));
    sizeBytes += utf8Length(key) + utf8Length(value);
  }
  if (sizeBytes > annotationsLimitBytes) errors.push(tooLong(path, annotationsLimitBytes));
  return errors;
}

function sortedEntries(map: Readonly<Record<string, string>> | undefined): [string, string][] {
  return map === undefined ? [] : Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

function validateCommonMeta(meta: ObjectMeta, path: string): FieldError[] {
  return [
    ...validateLabels(meta.labels, `${path}.labels`),
    ...validateAnnotations(meta.annotations, `${path}.annotations`),
    ...validateOwnerReferences(meta.ownerReferences ?? [], `${path}.ownerReferences`),
  ];
}

function validateOwnerReferences(references: readonly OwnerReference[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  let firstController = '';
  for (const reference of references) {
    const { group, version } = parseGroupVersion(reference.apiVersion ?? '');
    if (version === '') errors.push(invalid(`${path}.apiVersion`, reference.apiVersion ?? '', 'version must not be empty'));
    for (const field of ['kind', 'name', 'uid'] as const) {
      if (!reference[field]) errors.push(invalid(`${path}.${field}`, '', 'must not be empty'));
    }
    if (group === '' && version === 'v1' && reference.kind === 'Event') {
      errors.push(invalid(path, reference, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (reference.controller !== true) continue;
    const name = `${reference.kind}/${reference.name}`;
    if (firstController === '') firstController = name;
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${firstController} and ${name}`;
      errors.push(invalid(path, references, detail));
    }
  }
  return errors;
}

function validateFinalizers(finalizers: readonly string[], path: string): FieldError[] {
  const errors = finalizers.flatMap((name) => validateLabelKey(name).map((message) => invalid(path, name, message)));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

function validateManagedFields(entries: readonly ManagedFieldsEntry[], path: string): FieldError[] {
  return entries.flatMap(({ operation, fieldsType, manager = '' }, index) => {
    const errors: FieldError[] = [];
    if (operation !== 'Apply' && operation !== 'Update') errors.push(invalid(`${path}[${index}].operation`, operation ?? '', 'must be `Apply` or `Update`'));
    if (fieldsType && fieldsType !== 'FieldsV1') errors.push(invalid(`${path}[${index}].fieldsType`, fieldsType, 'must be `FieldsV1`'));
    if (utf8Length(manager) > 128) errors.push(tooLong(`${path}[${index}].manager`, 128));
    return errors;
  });
}
