import { matchesFieldSelector, parseFieldSelector } from '#machinery/field-selector.ts';
import type { KubeObject } from '#machinery/object.ts';
import { matchesSelector, parseSelector, type Selector } from '#machinery/selector.ts';
import { badRequest } from '#machinery/status-errors.ts';
import type { WatchInterest } from '../store/watch-hub.ts';
import type { ApiCall } from './api-call.ts';
import { queryText } from './request-info.ts';

type FieldRequirement = ReturnType<typeof parseFieldSelector>[number];

/** Which objects of a collection a list, a watch or a deletecollection is about. */
export interface CollectionQuery extends WatchInterest {
  /** Whether there is any selector besides the namespace. */
  readonly isSelective: boolean;
}

/** Reads namespace and selectors of a request. @throws StatusError 400 with upstream's texts */
export function parseCollectionQuery(call: ApiCall): CollectionQuery {
  const { info, request, resource } = call;
  const namespace = resource.kind.namespaced ? info.namespace : '';
  const labelText = queryText(request, 'labelSelector') ?? '';
  const fieldText = queryText(request, 'fieldSelector') ?? '';
  const named: FieldRequirement[] = info.name === '' ? [] : [{ field: 'metadata.name', operator: '=', value: info.name }];
  if (labelText === '' && fieldText === '' && named.length === 0) return { namespace, isSelective: false };
  const labels = labelText === '' ? undefined : orBadRequest(() => parseSelector(labelText));
  const requirements = [...named, ...(fieldText === '' ? [] : orBadRequest(() => parseFieldSelector(fieldText)))];
  const fields = requirements.map((requirement) => ({ requirement, read: fieldReader(call, requirement.field) }));
  const index = fields.findIndex(({ requirement }) => requirement.operator === '=');
  const first = fields[index];
  const others = fields.filter((_, i) => i !== index);
  const matches = matcher(labels, others);
  return {
    namespace,
    isSelective: true,
    ...(first && { equals: { field: first.requirement.field, value: first.requirement.value, read: first.read } }),
    ...(matches && { matches }),
  };
}

/** Whether an object of the collection is meant. The namespace is checked as well. */
export function isMeant(query: CollectionQuery, object: KubeObject): boolean {
  if (query.namespace !== '' && object.metadata?.namespace !== query.namespace) return false;
  if (query.equals && query.equals.read(object) !== query.equals.value) return false;
  return query.matches?.(object) ?? true;
}

interface Field {
  readonly requirement: FieldRequirement;
  readonly read: (object: KubeObject) => string;
}

function matcher(labels: Selector | undefined, fields: readonly Field[]): ((object: KubeObject) => boolean) | undefined {
  if (!labels && fields.length === 0) return undefined;
  return (object) => {
    if (labels && !matchesSelector(labels, object.metadata?.labels)) return false;
    return fields.every(({ requirement, read }) => matchesFieldSelector([requirement], () => read(object)));
  };
}

function fieldReader(call: ApiCall, field: string): (object: KubeObject) => string {
  if (field === 'metadata.name') return (object) => object.metadata?.name ?? '';
  if (field === 'metadata.namespace') return (object) => object.metadata?.namespace ?? '';
  const { fieldSelectors } = call.resource.kind;
  const read = fieldSelectors?.[field];
  if (read) return read;
  throw badRequest(
    fieldSelectors
      ? `field label not supported: ${field}`
      : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}

/** A text that cannot be read is the client's mistake. */
function orBadRequest<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Error && (error.name === 'SelectorError' || error.name === 'FieldSelectorError')) throw badRequest(error.message);
    throw error;
  }
}
