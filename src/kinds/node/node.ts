import type { Node } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { defineKind, type Kind } from '../kind.ts';
import { allVerbs } from '../verbs.ts';
import { nodeColumns } from './columns.ts';
import { validateNode, validateNodeUpdate } from './validation.ts';

/** A machine that pods run on. */
export const nodeKind: Kind<Node> = defineKind<Node>({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  namespaced: false,
  shortNames: ['no'],
  categories: [],
  schema: 'core.v1.Node',
  verbs: allVerbs,
  subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  hasStatus: true,
  keepsStatusAtCreation: true,
  hasGeneration: false,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  columns: nodeColumns,
  fieldSelectors: { 'spec.unschedulable': (node) => String(node.spec?.unschedulable ?? false) },
  describe: describedBy(async () => (await import('./describe.ts')).describeNode),
  example: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'example' } },
});
