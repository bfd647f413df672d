import { isDeepEqual } from '#machinery/equality.ts';
import { type FieldError, invalid, notSupported } from '#machinery/field-error.ts';
import type { ResourceQuota } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { pushInvalid } from '../field-checks.ts';
import { defineKind, type Kind } from '../kind.ts';
import { checkQuantity } from '../pod-template/validation/resources.ts';
import { validateResourceName } from '../resource-name.ts';
import { withFields } from '../structural-sharing.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { scopeTexts } from './scope-texts.ts';

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
  describe: describedBy(async () => (await import('./describe.ts')).describeQuota),
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
