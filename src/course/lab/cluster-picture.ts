import type { Cluster } from '#cluster/cluster.ts';
import type { Change } from '#cluster/store/change.ts';
import { kinds } from '#kinds/catalog.ts';
import type { EndpointSlice, Event, Pod } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import { parseTime } from '#machinery/time.ts';
import { formatYaml } from '#machinery/yaml.ts';
import { type CauseStep, explainChange } from './picture/cause-chain.ts';
import { factsOf } from './picture/change-facts.ts';
import { itemOf, itemOfService, keyOf, type PictureItem } from './picture/picture-item.ts';

/** One line of the time line: an Event of the cluster. */
export interface PictureEvent {
  readonly key: string;
  /** Virtual milliseconds since 1970. */
  readonly at: number;
  readonly isWarning: boolean;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Key of what it is about. */
  readonly about: string;
}

/** What is different from the last look. */
export interface PictureUpdate {
  /** Forget all that was known: this is everything. */
  readonly isReset: boolean;
  readonly items: readonly PictureItem[];
  readonly gone: readonly string[];
  readonly events: readonly PictureEvent[];
}

/** What a click on a thing shows. */
export interface Inspection {
  readonly key: string;
  /** The object as `kubectl get -o yaml` shows it; '' when it is gone. */
  readonly yaml: string;
  readonly events: readonly PictureEvent[];
  readonly why: readonly CauseStep[];
  /** The containers whose logs can be read; pods only. */
  readonly containers: readonly string[];
}

/** A running cluster as a picture. It only reads what the store keeps: looking changes nothing, not even a trace hash. */
export interface ClusterPicture {
  /** @returns undefined when nothing that is drawn has changed since the last look */
  look(): PictureUpdate | undefined;
  inspect(key: string): Inspection;
}

interface Known {
  readonly item: PictureItem;
  /** Trace id of the latest change that says something about it. */
  readonly cause: number;
}

const SERVICE_NAME = 'kubernetes.io/service-name';
/** The time line is a memory of the latest events, not an archive. */
const EVENTS_KEPT = 300;

/** Creates the picture of a cluster. The first look tells everything. */
export function createClusterPicture(cluster: Cluster): ClusterPicture {
  const { store } = cluster.apiServer;
  const { trace } = cluster.simulation;
  const known = new Map<string, Known>();
  const services = new Map<string, Stored<KubeObject>>();
  /** By service, the pods that each of its slices names. */
  const slices = new Map<string, Map<string, readonly string[]>>();
  const events = new Map<string, PictureEvent>();
  let seen: number | undefined;
  let items = new Map<string, PictureItem>();
  let gone = new Set<string>();
  let news = new Map<string, PictureEvent>();

  const put = (item: PictureItem, cause: number, isTelling: boolean): void => {
    const before = known.get(item.key);
    if (isTelling || !before || !isSameState(before.item, item)) known.set(item.key, { item, cause });
    if (before && isSameItem(before.item, item)) return;
    known.set(item.key, { item, cause: known.get(item.key)?.cause ?? cause });
    items.set(item.key, item);
    gone.delete(item.key);
  };

  const remove = (key: string): void => {
    if (!known.delete(key)) return;
    items.delete(key);
    gone.add(key);
  };

  const showService = (key: string, cause: number, isTelling: boolean): void => {
    const service = services.get(key);
    if (service) put(itemOfService(service, [...new Set([...(slices.get(key)?.values() ?? [])].flat())].sort()), cause, isTelling);
  };

  const foldSlice = (slice: Stored<KubeObject>, isGone: boolean, cause: number): void => {
    const { namespace = '', name, labels } = slice.metadata;
    const key = keyOf('Service', namespace, labels?.[SERVICE_NAME] ?? '');
    const ofService = slices.get(key) ?? new Map<string, readonly string[]>();
    slices.set(key, ofService);
    if (isGone) ofService.delete(name);
    else ofService.set(name, podsReached(slice as unknown as EndpointSlice, namespace));
    showService(key, cause, false);
  };

  const foldEvent = (object: Stored<KubeObject>, isGone: boolean): void => {
    const event = readEvent(object as Stored<Event>);
    events.delete(event.key);
    if (isGone) return;
    events.set(event.key, event);
    news.set(event.key, event);
    const oldest = events.size > EVENTS_KEPT ? events.keys().next().value : undefined;
    if (oldest !== undefined) events.delete(oldest);
  };

  const fold = (object: Stored<KubeObject>, before: Stored<KubeObject> | undefined, isGone: boolean, cause: number): void => {
    const { namespace, name } = object.metadata;
    const key = keyOf(object.kind, namespace, name);
    if (object.kind === 'EndpointSlice') foldSlice(object, isGone, cause);
    else if (object.kind === 'Event') foldEvent(object, isGone);
    else if (object.kind === 'Service') {
      if (isGone) services.delete(key);
      else services.set(key, object);
      if (isGone) remove(key);
      else showService(key, cause, factsOf(object, before, isGone).length > 0);
    } else if (isGone) remove(key);
    else {
      const item = itemOf(object);
      if (item) put(item, cause, factsOf(object, before, isGone).length > 0);
    }
  };

  const foldChange = (change: Change): void => fold(change.object, change.before, change.type === 'DELETED', change.cause);

  /** Everything anew: what is there, then the changes that are kept, which say since when and why. */
  const startOver = (): void => {
    for (const map of [known, services, slices, events]) map.clear();
    const compacted = store.compactedRevision;
    for (const kind of kinds) {
      const name = `${kind.group}/${kind.plural}`;
      for (const object of store.collection(name).listAt(compacted) ?? []) fold(object, undefined, false, 0);
    }
    seen = compacted;
  };

  return {
    look() {
      const isReset = seen === undefined || seen < store.compactedRevision;
      if (isReset) startOver();
      else if (seen === store.revision) return undefined;
      for (const change of store.changesAfter(seen ?? 0)) foldChange(change);
      seen = store.revision;
      if (!isReset && items.size + gone.size + news.size === 0) return undefined;
      const update: PictureUpdate = { isReset, items: [...items.values()], gone: [...gone], events: [...news.values()].slice(-EVENTS_KEPT) };
      items = new Map();
      gone = new Set();
      news = new Map();
      return update;
    },
    inspect(key) {
      const [kindName = '', namespace = '', name = ''] = key.split('/');
      const kind = kinds.find((each) => each.kind === kindName);
      const object = kind && store.collection(`${kind.group}/${kind.plural}`).get(namespace, name);
      const cause = known.get(key)?.cause ?? 0;
      return {
        key,
        yaml: object ? formatYaml(withoutManagedFields(object)) : '',
        events: [...events.values()].filter((event) => event.about === key),
        why: cause === 0 ? [] : explainChange(trace, store, cause),
        containers: kindName === 'Pod' && object ? containersOf(object as Pod) : [],
      };
    },
  };
}

const containersOf = (pod: Pod): readonly string[] => [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].map(({ name }) => name);

/** As `kubectl get -o yaml` leaves them out. */
function withoutManagedFields(object: Stored<KubeObject>): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function podsReached(slice: EndpointSlice, namespace: string): readonly string[] {
  return (slice.endpoints ?? [])
    .filter((endpoint) => endpoint.conditions?.ready !== false && endpoint.targetRef?.kind === 'Pod')
    .map((endpoint) => keyOf('Pod', endpoint.targetRef?.namespace ?? namespace, endpoint.targetRef?.name ?? ''));
}

function readEvent(event: Stored<Event>): PictureEvent {
  const { involvedObject: about, metadata } = event;
  const time = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? metadata.creationTimestamp;
  return {
    key: keyOf('Event', metadata.namespace, metadata.name),
    at: parseTime(time),
    isWarning: event.type === 'Warning',
    reason: event.reason ?? '',
    message: event.message ?? '',
    count: event.series?.count ?? event.count ?? 1,
    about: keyOf(about.kind ?? '', about.kind === 'Node' ? '' : about.namespace, about.name ?? ''),
  };
}

const isSameState = (a: PictureItem, b: PictureItem): boolean => a.state === b.state && a.tone === b.tone;

function isSameItem(a: PictureItem, b: PictureItem): boolean {
  const isSameReach = a.reaches.length === b.reaches.length && a.reaches.every((key, i) => key === b.reaches[i]);
  return isSameState(a, b) && isSameReach && a.owner === b.owner && a.node === b.node && a.ready === b.ready && a.restarts === b.restarts;
}
