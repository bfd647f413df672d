import type { LimitRange, LimitRangeItem } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { mapShared, withFields } from '../structural-sharing.ts';
import { nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { validateLimitRange } from './validation.ts';

/** What pods of a namespace may ask for, and what they get when they do not ask. */
export const limitRangeKind: Kind<LimitRange> = defineKind<LimitRange>({
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  namespaced: true,
  shortNames: ['limits'],
  categories: [],
  schema: 'core.v1.LimitRange',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  defaults: limitRangeDefaults,
  validate: validateLimitRange,
  columns: [
    nameColumn,
    // As upstream: a limit range shows when it was made, not how old it is.
    {
      name: 'Created At',
      type: 'string',
      description: 'When it was created.',
      cell: (range) => range.metadata.creationTimestamp ?? '',
    },
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeLimitRange),
  example: {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'example', namespace: 'default' },
    spec: { limits: [{ type: 'Container', default: { cpu: '500m' } }] },
  },
});

function limitRangeDefaults(range: LimitRange): LimitRange {
  const limits = mapShared(range.spec?.limits, itemDefaults);
  return limits && limits !== range.spec?.limits ? { ...range, spec: { ...range.spec, limits } } : range;
}

/** Limits of containers fill each other: the default limit is the maximum, the default request the default limit, or the minimum. */
function itemDefaults(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item;
  const limits = fill(item.default, item.max);
  const requests = fill(fill(item.defaultRequest, limits), item.min);
  return withFields(item, { ...(limits ? { default: limits } : {}), ...(requests ? { defaultRequest: requests } : {}) });
}

type Amounts = Readonly<Record<string, string>> | undefined;

function fill(amounts: Amounts, from: Amounts): Amounts {
  if (!from || Object.keys(from).every((name) => amounts?.[name] !== undefined)) return amounts;
  return { ...from, ...amounts };
}
