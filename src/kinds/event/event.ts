import type { Event } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { allVerbs } from '../verbs.ts';
import { eventColumns } from './columns.ts';
import { validateEvent } from './validation.ts';

/** What happened to an object, told by whoever did it. */
export const eventKind: Kind<Event> = defineKind<Event>({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  namespaced: true,
  shortNames: ['ev'],
  categories: [],
  schema: 'core.v1.Event',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  lifetimeMs: 3_600_000,
  validate: validateEvent,
  columns: eventColumns,
  fieldSelectors: {
    'involvedObject.kind': (event) => event.involvedObject?.kind ?? '',
    'involvedObject.namespace': (event) => event.involvedObject?.namespace ?? '',
    'involvedObject.name': (event) => event.involvedObject?.name ?? '',
    'involvedObject.uid': (event) => event.involvedObject?.uid ?? '',
    'involvedObject.apiVersion': (event) => event.involvedObject?.apiVersion ?? '',
    'involvedObject.resourceVersion': (event) => event.involvedObject?.resourceVersion ?? '',
    'involvedObject.fieldPath': (event) => event.involvedObject?.fieldPath ?? '',
    reason: (event) => event.reason ?? '',
    reportingComponent: (event) => event.reportingComponent ?? '',
    // As upstream: an event of the newer API has no source, its reporter stands in.
    source: (event) => event.source?.component || (event.reportingComponent ?? ''),
    type: (event) => event.type ?? '',
  },
  describe: describedBy(async () => (await import('../describe-writer/generic.ts')).describeGeneric),
  example: {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'example', namespace: 'default' },
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'example' },
  },
});
