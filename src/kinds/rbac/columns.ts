import type { KubeObject } from '#machinery/object.ts';
import type { Column } from '../kind.ts';
import { nameColumn } from '../table-columns.ts';

/** The Table of roles: their age as a point in time. */
export const roleColumns: readonly Column<KubeObject>[] = [
  nameColumn,
  { name: 'Created At', type: 'string', description: 'When it was created.', cell: (role) => role.metadata.creationTimestamp ?? '' },
];
