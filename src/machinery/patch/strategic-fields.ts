import { type SchemaType, schemaOf } from '../schema/schema.ts';
import { PatchError } from './patch-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const directive = {
  patch: '$patch',
  retainKeys: '$retainKeys',
  setElementOrder: '$setElementOrder/',
  deleteFromPrimitiveList: '$deleteFromPrimitiveList/',
} as const;

/** How one field takes part in a strategic merge. */
export interface FieldMerge {
  /** undefined where the schema ends: free-form values. */
  readonly type: SchemaType | undefined;
  readonly strategy: 'merge' | 'replace' | '';
  readonly retainKeys: boolean;
  /** '' for lists of scalars. */
  readonly mergeKey: string;
}

const free: FieldMerge = { type: undefined, strategy: '', retainKeys: false, mergeKey: '' };

/** How the member `key` of a value of this type merges. */
export function fieldMergeOf(type: SchemaType | undefined, key: string): FieldMerge {
  if (type?.kind === 'map') return { ...free, type: type.of };
  if (type?.kind !== 'ref') return free;
  const field = schemaOf(type.name).fields.get(key);
  if (field === undefined) return free;
  const strategy = field.patchStrategy.includes('replace') ? 'replace' : field.patchStrategy.includes('merge') ? 'merge' : '';
  return { type: field.type, strategy, retainKeys: field.patchStrategy.includes('retainKeys'), mergeKey: field.patchMergeKey };
}

export function elementType(type: SchemaType | undefined): SchemaType | undefined {
  return type?.kind === 'list' ? type.of : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What tells an item from others: its merge key's value, or itself where it is a scalar. */
export function identityOf(item: unknown, mergeKey: string): unknown {
  return mergeKey !== '' && isObject(item) ? item[mergeKey] : item;
}

/** @throws PatchError for an item that lacks the merge key */
export function requireMergeKey(items: readonly unknown[], mergeKey: string): void {
  for (const item of items) {
    if (isObject(item) && item[mergeKey] !== undefined) continue;
    throw new PatchError(`map: ${formatGoValue(item)} does not contain declared merge key: ${mergeKey}`, 500);
  }
}

/** A value as Go's `%v` prints it: `map[image:nginx name:web]`. */
export function formatGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, member]) => `${key}:${formatGoValue(member)}`).join(' ')}]`;
}
