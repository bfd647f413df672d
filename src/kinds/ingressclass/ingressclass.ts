import { type FieldError, required } from '#machinery/field-error.ts';
import type { IngressClass } from '#machinery/generated/types.ts';
import { describedBy } from '../describe-context.ts';
import { checkImmutable } from '../immutable-field.ts';
import { defineKind, type Kind } from '../kind.ts';
import { ageColumn, nameColumn } from '../table-columns.ts';
import { allVerbs } from '../verbs.ts';

/** Who serves an ingress. */
export const ingressClassKind: Kind<IngressClass> = defineKind<IngressClass>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  namespaced: false,
  shortNames: [],
  categories: [],
  schema: 'networking.v1.IngressClass',
  verbs: allVerbs,
  hasStatus: false,
  hasGeneration: true,
  validate: ({ spec }): readonly FieldError[] => (spec?.controller ? [] : [required('spec.controller')]),
  validateUpdate(next, before) {
    const errors: FieldError[] = [];
    checkImmutable(next.spec?.controller, before.spec?.controller, 'spec.controller', errors);
    return errors;
  },
  columns: [
    nameColumn,
    { name: 'Controller', type: 'string', description: 'Which controller it stands for.', cell: ({ spec }) => spec?.controller ?? '' },
    {
      name: 'Parameters',
      type: 'string',
      description: 'Where the controller finds its settings.',
      cell: ({ spec }) =>
        spec?.parameters ? `${spec.parameters.kind}${spec.parameters.apiGroup ? `.${spec.parameters.apiGroup}` : ''}/${spec.parameters.name}` : '<none>',
    },
    ageColumn,
  ],
  describe: describedBy(async () => (await import('./describe.ts')).describeIngressClass),
  example: { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'example' }, spec: { controller: 'example.com/ingress' } },
});
