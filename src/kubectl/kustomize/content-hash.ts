import { compactGoJson } from '#machinery/json.ts';
import type { KubeObject } from '#machinery/object.ts';
import { sha256 } from '#sim/digest.ts';

const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/**
 * The hash of a ConfigMap's or Secret's content that is appended to its name: ten letters and digits that spell no words.
 * @param name the name that goes into the hash: kubectl's own, '' for kustomize
 */
export function hashContent(object: KubeObject, name: string): string {
  const { kind, data, binaryData, stringData, type } = object as KubeObject & Readonly<Record<string, unknown>>;
  const content =
    kind === 'Secret'
      ? { kind, type: type ?? '', name, data: data ?? '', ...(stringData === undefined ? {} : { stringData }) }
      : { kind, name, data: data ?? '', ...(binaryData === undefined ? {} : { binaryData }) };
  const digest = sha256(new TextEncoder().encode(compactGoJson(content)));
  return [...digest.slice(0, 10)].map((letter) => letters[letter] ?? letter).join('');
}
