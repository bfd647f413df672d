import { configMapKind } from '#kinds/configmap/configmap.ts';
import { secretKind } from '#kinds/secret/secret.ts';
import type { ConfigMap, EnvVar, Secret } from '#machinery/generated/types.ts';
import { validateEnvVarName } from '#machinery/names.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { printWarning } from '../../create-context.ts';

/** What the command line says about the environment. */
export interface EnvChanges {
  readonly set: readonly EnvVar[];
  readonly remove: readonly string[];
}

/**
 * Reads `NAME=value` and `NAME-`.
 * @throws UsageError
 */
export function parseEnvChanges(words: readonly string[]): EnvChanges {
  const set: EnvVar[] = [];
  const remove: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 0) {
      remove.push(word.slice(0, -1));
      continue;
    }
    const name = word.slice(0, equals);
    if (name === '' || validateEnvVarName(name).length > 0) throw new UsageError(`"${name}" is not a valid key name: ${validateEnvVarName(name).join(',')}`);
    set.push({ name, value: word.slice(equals + 1) });
  }
  const both = remove.find((name) => set.some((entry) => entry.name === name));
  if (both !== undefined) throw new UsageError('can not both modify and remove the same environment variable in the same command');
  return { set, remove };
}

// As upstream: what cannot stand in a variable's name becomes an underscore.
const toEnvName = (key: string): string => key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();

/**
 * Makes a variable of every key of a ConfigMap or Secret (`--from=configmap/name`).
 * @param keys only these, when there are any
 * @throws UsageError for another kind; StatusError when it is not there
 */
export async function readEnvSource(from: string, prefix: string, keys: readonly string[], invocation: Invocation): Promise<EnvVar[]> {
  const [typeWord = '', name = ''] = from.split('/');
  if (name === '') throw new UsageError(`invalid --from ${from}: expected <resource>/<name>`);
  const type = await invocation.kubectl.resolveResource(typeWord);
  const { namespace } = invocation.kubectl;
  const isSecret = type.kind === 'Secret';
  if (!isSecret && type.kind !== 'ConfigMap') throw new UsageError(`unsupported resource specified in --from`);
  const source = isSecret
    ? await invocation.kubectl.client().get<Secret>(secretKind, namespace, name)
    : await invocation.kubectl.client().get<ConfigMap>(configMapKind, namespace, name);
  const variables: EnvVar[] = [];
  for (const key of Object.keys(source.data ?? {}).sort()) {
    if (keys.length > 0 && !keys.includes(key)) continue;
    const envName = toEnvName(key);
    if (envName !== key) await printWarning(invocation.process, `key ${key} transferred to ${envName}`);
    const reference = { name, key };
    variables.push({ name: `${prefix}${envName}`, valueFrom: isSecret ? { secretKeyRef: reference } : { configMapKeyRef: reference } });
  }
  return variables;
}
