import type { LimitRange, Namespace, ResourceQuota } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { formatLongTime, writeHeader } from '../describe-writer/metadata.ts';
import { limitRows } from '../limitrange/limit-rows.ts';
import { compareText } from '../text-order.ts';

const resourceQuotas: ResourceType = { group: '', version: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas', singular: 'resourcequota', namespaced: true };
const limitRanges: ResourceType = { group: '', version: 'v1', kind: 'LimitRange', plural: 'limitranges', singular: 'limitrange', namespaced: true };

/** `kubectl describe namespace`: with the quotas and limits that hold in it. */
export async function describeNamespace(namespace: Stored<Namespace>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const name = namespace.metadata.name;
  writeHeader(writer, namespace);
  writer.line(0, 'Status:', namespace.status?.phase ?? '');
  writeConditions(writer, namespace);
  writer.raw('\n');
  writeQuotas(writer, await context.list<ResourceQuota>(resourceQuotas, name));
  writer.raw('\n');
  writeLimits(writer, await context.list<LimitRange>(limitRanges, name));
  return writer.text();
}

function writeConditions(writer: DescribeWriter, namespace: Namespace): void {
  const conditions = namespace.status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type', 'Status', 'LastTransitionTime', 'Reason', 'Message');
  writer.line(1, '----', '------', '------------------', '------', '-------');
  for (const { type, status, lastTransitionTime, reason = '', message = '' } of conditions) {
    writer.line(1, type, status, formatLongTime(lastTransitionTime), reason, message);
  }
}

function writeQuotas(writer: DescribeWriter, quotas: readonly Stored<ResourceQuota>[]): void {
  if (quotas.length === 0) {
    writer.line(0, 'No resource quota.');
    return;
  }
  writer.line(0, 'Resource Quotas');
  for (const quota of [...quotas].sort((a, b) => compareText(a.metadata.name, b.metadata.name))) {
    writer.line(1, 'Name:', quota.metadata.name);
    const scopes = [...(quota.spec?.scopes ?? [])].sort();
    if (scopes.length > 0) writer.line(1, 'Scopes:', scopes.join(', '));
    writer.line(1, 'Resource', 'Used', 'Hard');
    writer.line(1, '--------', '---', '---');
    for (const resource of Object.keys(quota.status?.hard ?? {}).sort(compareText)) {
      writer.line(1, resource, quota.status?.used?.[resource] ?? '0', quota.status?.hard?.[resource] ?? '0');
    }
  }
}

function writeLimits(writer: DescribeWriter, ranges: readonly Stored<LimitRange>[]): void {
  if (ranges.length === 0) {
    writer.line(0, 'No LimitRange resource.');
    return;
  }
  writer.line(0, 'Resource Limits');
  writer.raw(' Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n');
  writer.raw(' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n');
  for (const range of ranges) for (const row of limitRows(range)) writer.raw(` ${row.join('\t')}\n`);
}
