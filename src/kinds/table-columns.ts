import type { Container, PodSpec } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatAge, parseTime } from '#machinery/time.ts';
import type { Column } from './kind.ts';

/** The first column of nearly every Table. */
export const nameColumn: Column<KubeObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'The name of the object, unique within its namespace.',
  cell: (object) => object.metadata.name,
};

/** Time since creation, as the server words it. */
export const ageColumn: Column<KubeObject> = {
  name: 'Age',
  type: 'string',
  description: 'The time since the object was created.',
  cell: (object, nowMs) => formatTimeSince(object.metadata.creationTimestamp, nowMs),
};

/** How long ago something was, `<unknown>` when there is no time. @param time RFC 3339 */
export function formatTimeSince(time: string | undefined | null, nowMs: number): string {
  return time ? formatAge(nowMs - parseTime(time)) : '<unknown>';
}

/** A column that only `-o wide` shows. */
export function wideColumn<T extends KubeObject>(name: string, description: string, cell: (object: T, nowMs: number) => string): Column<T> {
  return { name, type: 'string', priority: 1, description, cell };
}

/** CONTAINERS and IMAGES of what has a pod template. */
export function containerColumns<T extends KubeObject>(podSpec: (object: T) => PodSpec | undefined): readonly Column<T>[] {
  return [
    wideColumn('Containers', 'Names of each container in the template.', (object) => joinContainers(podSpec(object), (container) => container.name ?? '')),
    wideColumn('Images', 'Images referenced by each container in the template.', (object) =>
      joinContainers(podSpec(object), (container) => container.image ?? ''),
    ),
  ];
}

function joinContainers(spec: PodSpec | undefined, text: (container: Container) => string): string {
  return (spec?.containers ?? []).map(text).join(',');
}
