import { isDeepEqual } from '#machinery/equality.ts';
import { type FieldError, invalid, notSupported } from '#machinery/field-error.ts';
import type { ResourceQuota } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { pushInvalid } from '../field-checks.ts';
import { defineKind, type Kind } from '../kind.ts';
import { checkQuantity } from '../pod-template/validation/resources.ts';
import { validateResourceName } from '../resource-name.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';

/** Scopes, and what `describe` says of each. */
const scopeTexts: Readonly<Record<string, string>> = {
  BestEffort: 'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  CrossNamespacePodAffinity: 'Matches all pods that have cross-namespace pod (anti)affinity terms.',
  NotBestEffort: 'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  PriorityClass: 'Matches all pods that reference the specified priority class.',
  Terminating: 'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  VolumeAttributesClass: 'Matches all PVCs that have volume attributes class.',
};

/** How much of everything a namespace may have. */
export const resourceQuotaKind: Kind<ResourceQuota> = defineKind<ResourceQuota>({
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  namespaced: true,
  shortNames: ['quota'],
  categories: [],
  schema: 'core.v1.ResourceQuota',
  verbs: allVerbs,
  hasStatus: true,
  hasGeneration: false,
  defaults: (quota) => withFields(quota, { spec: quota.spec ?? {}, status: quota.status ?? {} }),
  validate: validateQuota,
  validateUpdate: validateQuotaUpdate,
  columns: [
    nameColumn,
    { name: 'Request', type: 'string', description: 'What is used and allowed of requests and counts.', cell: (quota) => formatUse(quota, false) },
    { name: 'Limit', type: 'string', description: 'What is used and allowed of limits.', cell: (quota) => formatUse(quota, true) },
    ageColumn,
  ],
  describe: describeQuota,
  example: { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'example', namespace: 'default' }, spec: { hard: { pods: '10' } } },
});

/** `pods: 1/2, requests.cpu: 100m/1`, sorted by resource. */
function formatUse(quota: ResourceQuota, isOfLimits: boolean): string {
  const { hard = {}, used = {} } = quota.status ?? {};
  return Object.keys(hard)
    .sort()
    .filter((name) => name.startsWith('limits') === isOfLimits)
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
    .join(', ');
}

function validateQuota(quota: ResourceQuota): readonly FieldError[] {
  const errors: FieldError[] = [];
  const hard = quota.spec?.hard ?? {};
  for (const name of Object.keys(hard).sort()) {
    const field = `spec.hard[${name}]`;
    const messages = name.startsWith('count/') ? [] : validateResourceName(name);
    pushInvalid(errors, field, name, messages);
    checkQuantity(name.startsWith('count/') ? 'pods' : name, hard[name] ?? '0', field, errors);
  }
  const scopes = quota.spec?.scopes ?? [];
  for (const scope of scopes) {
    if (scopeTexts[scope] === undefined) errors.push(notSupported('spec.scopes', scopes, Object.keys(scopeTexts)));
  }
  for (const [a, b] of [
    ['BestEffort', 'NotBestEffort'],
    ['NotTerminating', 'Terminating'],
  ] as const) {
    if (scopes.includes(a) && scopes.includes(b)) errors.push(invalid('spec.scopes', scopes, 'conflicting scopes'));
  }
  return errors;
}

function validateQuotaUpdate(next: ResourceQuota, before: ResourceQuota): readonly FieldError[] {
  const [wanted, had] = [next.spec?.scopes ?? [], before.spec?.scopes ?? []];
  return isDeepEqual([...wanted].sort(), [...had].sort()) ? [] : [invalid('spec.scopes', wanted, 'field is immutable')];
}

async function describeQuota(quota: Stored<ResourceQuota>): Promise<string> {
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
