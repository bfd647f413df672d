import type { ResourceQuota } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { scopeTexts } from './scope-texts.ts';

/** `kubectl describe resourcequota`. */
export async function describeQuota(quota: Stored<ResourceQuota>): Promise<string> {
  const writer = createDescribeWriter();
  const { hard = {}, used = {} } = quota.status ?? {};
  writer.line(0, 'Name:', quota.metadata.name);
  writer.line(0, 'Namespace:', quota.metadata.namespace ?? '');
  const scopes = [...(quota.spec?.scopes ?? [])].sort();
  if (scopes.length > 0) {
    writer.line(0, 'Scopes:', scopes.join(', '));
    for (const scope of scopes) writer.line(0, ` * ${scopeTexts[scope] ?? ''}`);
  }
  writer.line(0, 'Resource', 'Used', 'Hard');
  writer.line(0, '--------', '----', '----');
  for (const name of Object.keys(hard).sort()) writer.line(0, name, used[name] ?? '0', hard[name] ?? '0');
  return writer.text();
}
