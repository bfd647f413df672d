import { type FieldError, invalid } from '#machinery/field-error.ts';
import type { ConfigMap } from '#machinery/generated/types.ts';
import { utf8Length } from '#machinery/names.ts';
import { checkImmutableData, checkKeys, checkTotalSize, decodedLength } from '../key-value-data.ts';

/** What is wrong with a config map by itself. */
export function validateConfigMap(map: ConfigMap): readonly FieldError[] {
  const errors: FieldError[] = [];
  let sizeBytes = 0;
  checkKeys(map.data, 'data', errors);
  for (const [key, value] of Object.entries(map.data ?? {})) {
    if (map.binaryData?.[key] !== undefined) errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    sizeBytes += utf8Length(value);
  }
  checkKeys(map.binaryData, 'binaryData', errors);
  for (const value of Object.values(map.binaryData ?? {})) sizeBytes += decodedLength(value);
  // As upstream: too much data is no single field's fault, and an empty path prints as [].
  checkTotalSize(sizeBytes, '[]', errors);
  return errors;
}

/** An immutable map stays as it is. */
export function validateConfigMapUpdate(next: ConfigMap, before: ConfigMap): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutableData(next, before, ['data', 'binaryData'], errors);
  return errors;
}
