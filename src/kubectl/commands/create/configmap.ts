import { validateConfigMapKey } from '#machinery/names.ts';
import { UsageError } from '#sim/usage-error.ts';
import { encodeBase64 } from './base64.ts';
import { type DataEntry, dataSourceFlags, readDataSources } from './data-sources.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

interface ConfigMapData {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** Texts go to `data`, what is no UTF-8 to `binaryData`. */
function sortEntries(entries: readonly DataEntry[], name: string): ConfigMapData {
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const { key, bytes } of [...entries].sort((left, right) => (left.key < right.key ? -1 : 1))) {
    const problems = validateConfigMapKey(key);
    if (problems.length > 0) throw new UsageError(`${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${problems.join(',')}`);
    if (Object.hasOwn(data, key) || Object.hasOwn(binaryData, key)) {
      throw new UsageError(`cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`);
    }
    const text = decodeStrictly(bytes);
    if (text === undefined) binaryData[key] = encodeBase64(bytes);
    else data[key] = text;
  }
  return { ...(Object.keys(data).length > 0 ? { data } : {}), ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}) };
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return text.includes('\uFFFD') && !isReplacementWritten(bytes) ? undefined : text;
}

/** Whether U+FFFD stands in the text itself (EF BF BD) and was not put there for bytes that are no UTF-8. */
function isReplacementWritten(bytes: Uint8Array): boolean {
  const encoded = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  return encoded.length === bytes.length && encoded.every((byte, at) => byte === bytes[at]);
}

export const createConfigMap = defineGenerator({
  name: 'configmap',
  aliases: ['cm'],
  usage: 'create configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  long: `Create a config map from files, directories or literal values.

 Of a file, its name becomes the key and its content the value, unless a key is given. Of a directory, every file whose name is a valid key is taken; what else is in it is passed over.`,
  examples: `  # Create a config map of the files of a folder
  kubectl create configmap my-config --from-file=path/to/bar
  
  # Create a config map with a key of one's own for a file
  kubectl create configmap my-config --from-file=key1=/path/to/file1.txt
  
  # Create a config map of literal values
  kubectl create configmap my-config --from-literal=key1=config1 --from-literal=key2=config2
  
  # Create a config map of the lines of a file
  kubectl create configmap my-config --from-env-file=path/to/foo.env`,
  flags: dataSourceFlags,
  failure: 'failed to create configmap: ',
  namespaced: true,
  generate: (name, invocation) => ({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: generatedMetadata(name, invocation),
    ...sortEntries(readDataSources(invocation.process, invocation.flags), name),
  }),
});
