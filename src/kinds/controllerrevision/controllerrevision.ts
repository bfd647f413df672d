import type { ControllerRevision } from '#machinery/generated/types.ts';
import { controllerOf } from '#machinery/owner.ts';
import { formatGroupResource } from '#machinery/resource-type.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';
import { validateControllerRevision, validateControllerRevisionUpdate } from './validation.ts';

/** A snapshot of the state a controller keeps its history in. */
export const controllerRevisionKind: Kind<ControllerRevision> = defineKind<ControllerRevision>({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  namespaced: true,
  shortNames: [],
  categories: [],
  schema: 'apps.v1.ControllerRevision',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: false,
  validate: validateControllerRevision,
  validateUpdate: validateControllerRevisionUpdate,
  columns: [
    nameColumn,
    { name: 'Controller', type: 'string', description: 'The object whose state this is.', cell: formatController },
    { name: 'Revision', type: 'string', description: 'The number of the state.', cell: (revision) => revision.revision ?? 0 },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('../describe-writer/generic.ts')).describeGeneric),
  example: { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'example', namespace: 'default' }, data: {}, revision: 1 },
});

/** `daemonset.apps/agent`, or `<none>`. */
function formatController(revision: ControllerRevision): string {
  const owner = controllerOf(revision);
  if (!owner) return '<none>';
  const slash = owner.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : owner.apiVersion.slice(0, slash);
  return `${formatGroupResource({ group, plural: owner.kind.toLowerCase() })}/${owner.name}`;
}
