import { type FieldError, required } from '#machinery/field-error.ts';
import type { IngressClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
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
  describe: describeIngressClass,
  example: { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'example' }, spec: { controller: 'example.com/ingress' } },
});

async function describeIngressClass(ingressClass: Stored<IngressClass>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writer.line(0, 'Name:', ingressClass.metadata.name);
  writeLabels(writer, 'Labels', ingressClass.metadata.labels);
  writeAnnotations(writer, 'Annotations', ingressClass.metadata.annotations);
  writer.line(0, 'Controller:', ingressClass.spec?.controller ?? '');
  const parameters = ingressClass.spec?.parameters;
  if (parameters) {
    writer.line(0, 'Parameters:');
    if (parameters.apiGroup) writer.line(1, 'APIGroup:', parameters.apiGroup);
    writer.line(1, 'Kind:', parameters.kind);
    writer.line(1, 'Name:', parameters.name);
  }
  writeEvents(writer, await readEvents(ingressClass, context), context.nowMs);
  return writer.text();
}
