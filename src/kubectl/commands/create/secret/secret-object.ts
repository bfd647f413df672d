import { validateConfigMapKey } from '#machinery/names.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../../command.ts';
import { encodeBase64 } from '../base64.ts';
import type { DataEntry } from '../data-sources.ts';
import { generatedMetadata } from '../generator.ts';

/** A Secret of entries. @throws UsageError for a key that cannot be one, or that is there twice */
export function secretOf(name: string, type: string, entries: readonly DataEntry[], invocation: Invocation): KubeObject {
  const data: Record<string, string> = {};
  for (const { key, bytes } of [...entries].sort((left, right) => (left.key < right.key ? -1 : 1))) {
    const problems = validateConfigMapKey(key);
    if (problems.length > 0) throw new UsageError(`${JSON.stringify(key)} is not valid key name for a Secret ${problems.join(';')}`);
    if (Object.hasOwn(data, key)) throw new UsageError(`cannot add key ${key}, another key by that name already exists`);
    data[key] = encodeBase64(bytes);
  }
  return {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: generatedMetadata(name, invocation),
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(type === '' ? {} : { type }),
  } as KubeObject;
}
