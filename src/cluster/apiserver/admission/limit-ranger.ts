import type { Container, LimitRange, LimitRangeItem, Pod, ResourceRequirements } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { addQuantities, compareQuantities, formatQuantity, parseQuantity, type Quantity, quantityToMilli } from '#machinery/quantity.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../api-call.ts';
import { forbidAdmission } from './admission.ts';

type Amounts = Readonly<Record<string, string | number>>;

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Gives containers the requests and limits of the namespace's LimitRanges, and holds pods to their bounds. */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  resources: ['/pods', '/persistentvolumeclaims'],
  operations: ['CREATE'],
  admit(request) {
    const { object } = request;
    if (!object || request.call.resource.kind.plural !== 'pods') return object;
    let pod = object as Pod & KubeObject;
    for (const range of rangesOf(request)) {
      for (const item of range.spec?.limits ?? []) if (item.type === 'Container') pod = withDefaults(pod, item);
    }
    return pod;
  },
  validate(request) {
    const { object } = request;
    if (!object) return;
    const isPod = request.call.resource.kind.plural === 'pods';
    for (const range of rangesOf(request)) {
      const problems = (range.spec?.limits ?? []).flatMap((item) => (isPod ? checkPod(object as Pod, item) : checkClaim(object, item)));
      const [first, ...more] = problems;
      if (first !== undefined) throw forbidAdmission(request, more.length === 0 ? first : `[${problems.join(', ')}]`);
    }
  },
};

function rangesOf({ call, namespace }: AdmissionRequest): readonly Stored<LimitRange & KubeObject>[] {
  return (call.core.registry.find('', 'v1', 'limitranges')?.collection.list(namespace) ?? []) as readonly Stored<LimitRange & KubeObject>[];
}

function withDefaults(pod: Pod & KubeObject, item: LimitRangeItem): Pod & KubeObject {
  const set: string[] = [];
  const fill = (container: Container, title: string): Container => {
    const requests = missing(container.resources?.requests, item.defaultRequest);
    const limits = missing(container.resources?.limits, item.default);
    for (const name of Object.keys(requests)) set.push(`${name} request for ${title} ${container.name}`);
    for (const name of Object.keys(limits)) set.push(`${name} limit for ${title} ${container.name}`);
    if (Object.keys(requests).length === 0 && Object.keys(limits).length === 0) return container;
    const resources = {
      ...container.resources,
      requests: { ...container.resources?.requests, ...requests },
      limits: { ...container.resources?.limits, ...limits },
    };
    return { ...container, resources: resources as ResourceRequirements };
  };
  const containers = (pod.spec?.containers ?? []).map((container) => fill(container, 'container'));
  const initContainers = pod.spec?.initContainers?.map((container) => fill(container, 'init container'));
  if (set.length === 0) return pod;
  const annotations = { ...pod.metadata?.annotations, [ANNOTATION]: `LimitRanger plugin set: ${summarize(set)}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec: { ...pod.spec, containers, ...(initContainers && { initContainers }) } };
}

/** `cpu, memory request for container a; cpu limit for container a`, as upstream notes what it did. */
function summarize(set: readonly string[]): string {
  const byPlace = new Map<string, string[]>();
  for (const text of set) {
    const space = text.indexOf(' ');
    const place = text.slice(space + 1);
    byPlace.set(place, [...(byPlace.get(place) ?? []), text.slice(0, space)]);
  }
  return [...byPlace].map(([place, names]) => `${names.sort().join(', ')} ${place}`).join('; ');
}

function missing(present: Amounts | undefined, defaults: Amounts | undefined): Amounts {
  return Object.fromEntries(Object.entries(defaults ?? {}).filter(([name]) => present?.[name] === undefined));
}

function checkPod(pod: Pod, item: LimitRangeItem): string[] {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  if (item.type === 'Container')
    return containers.flatMap(({ resources }) => checkBounds('Container', item, resources?.requests ?? {}, resources?.limits ?? {}));
  if (item.type !== 'Pod') return [];
  const sum = (kind: 'requests' | 'limits'): Amounts => total((pod.spec?.containers ?? []).map(({ resources }) => resources?.[kind] ?? {}));
  return checkBounds('Pod', item, sum('requests'), sum('limits'));
}

function checkClaim(object: KubeObject, item: LimitRangeItem): string[] {
  if (item.type !== 'PersistentVolumeClaim') return [];
  const { spec } = object as KubeObject & { readonly spec?: { readonly resources?: { readonly requests?: Amounts } } };
  const requests = spec?.resources?.requests ?? {};
  return checkBounds('PersistentVolumeClaim', item, requests, requests);
}

function total(all: readonly Amounts[]): Amounts {
  const sums = new Map<string, Quantity>();
  for (const amounts of all) {
    for (const [name, text] of Object.entries(amounts)) {
      const before = sums.get(name);
      sums.set(name, before ? addQuantities(before, parseQuantity(text)) : parseQuantity(text));
    }
  }
  return Object.fromEntries([...sums].map(([name, amount]) => [name, formatQuantity(amount)]));
}

function checkBounds(type: string, item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  const problems: string[] = [];
  const each = (bounds: Amounts | undefined, check: (name: string, bound: string) => string | undefined): void => {
    for (const [name, bound] of Object.entries(bounds ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const problem = check(name, String(bound));
      if (problem !== undefined) problems.push(problem);
    }
  };
  each(item.min, (name, bound) => {
    const start = `minimum ${name} usage per ${type} is ${bound}`;
    if (requests[name] === undefined) return `${start}.  No request is specified`;
    if (isBelow(requests[name], bound)) return `${start}, but request is ${requests[name]}`;
    return limits[name] !== undefined && isBelow(limits[name], bound) ? `${start}, but limit is ${limits[name]}` : undefined;
  });
  each(item.max, (name, bound) => {
    const start = `maximum ${name} usage per ${type} is ${bound}`;
    if (limits[name] === undefined) return `${start}.  No limit is specified`;
    if (isBelow(bound, limits[name])) return `${start}, but limit is ${limits[name]}`;
    return requests[name] !== undefined && isBelow(bound, requests[name]) ? `${start}, but request is ${requests[name]}` : undefined;
  });
  each(item.maxLimitRequestRatio, (name, bound) => {
    const start = `${name} max limit to request ratio per ${type} is ${bound}`;
    if (requests[name] === undefined || limits[name] === undefined) return `${start}, but no request is specified or request is 0`;
    const ratio = quantityToMilli(limits[name]) / quantityToMilli(requests[name]);
    return ratio * 1000 > quantityToMilli(bound) ? `${start}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
  });
  return problems;
}

function isBelow(a: string | number, b: string | number): boolean {
  return compareQuantities(parseQuantity(a), parseQuantity(b)) < 0;
}
