import type { KubeObject } from '#machinery/object.ts';
import { canonicalQuantity, QuantityError } from '#machinery/quantity.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

/** `cpu=1,memory=1G` as sorted entries. */
function parseHard(text: string): Readonly<Record<string, string>> {
  const hard: Record<string, string> = {};
  for (const statement of text === '' ? [] : text.split(',')) {
    const parts = statement.split('=');
    const [name = '', amount = ''] = parts;
    if (parts.length !== 2) throw new UsageError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    try {
      hard[name] = canonicalQuantity(amount);
    } catch (error) {
      if (error instanceof QuantityError) throw new UsageError(error.message);
      throw error;
    }
  }
  return Object.fromEntries(Object.entries(hard).sort(([left], [right]) => (left < right ? -1 : 1)));
}

export const createQuota = defineGenerator({
  name: 'quota',
  aliases: ['resourcequota'],
  usage: 'create quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  examples: `  # Create a quota
  kubectl create quota my-quota --hard=cpu=1,memory=1G,pods=2,services=3
  
  # Create a quota for pods of one scope
  kubectl create quota best-effort --hard=pods=100 --scopes=BestEffort`,
  flags: [
    { name: 'hard', type: 'string', default: '', usage: 'Limits as resource=quantity pairs, separated by commas.' },
    { name: 'scopes', type: 'string', default: '', usage: 'Scopes, separated by commas, that an object must match to count.' },
  ],
  failure: 'failed to create quota: ',
  namespaced: true,
  generate(name, invocation) {
    const hard = parseHard(invocation.flags.string('hard'));
    const scopes = invocation.flags.string('scopes');
    const spec = { ...(Object.keys(hard).length > 0 ? { hard } : {}), ...(scopes === '' ? {} : { scopes: scopes.split(',') }) };
    return { kind: 'ResourceQuota', apiVersion: 'v1', metadata: generatedMetadata(name, invocation), spec, status: {} } as KubeObject;
  },
});
