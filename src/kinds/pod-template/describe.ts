import type { PodTemplateSpec } from '#machinery/generated/types.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { writeContainers } from './describe-containers.ts';
import { writePlacement, writeTopologySpread } from './describe-placement.ts';
import { writeVolumes } from './describe-volumes.ts';

/** A pod template inside a description. */
export function writePodTemplate(writer: DescribeWriter, template: PodTemplateSpec | undefined): void {
  writer.line(0, 'Pod Template:');
  if (!template) {
    writer.raw('  <unset>');
    return;
  }
  writeLabels(writer, '  Labels', template.metadata?.labels);
  if (Object.keys(template.metadata?.annotations ?? {}).length > 0) writeAnnotations(writer, '  Annotations', template.metadata?.annotations);
  const spec = template.spec ?? { containers: [] };
  if (spec.serviceAccountName) writer.line(0, '  Service Account:', spec.serviceAccountName);
  const inTemplate = { indent: '  ', fieldValue: () => '' } as const;
  if ((spec.initContainers?.length ?? 0) > 0) writeContainers(writer, { ...inTemplate, title: 'Init Containers', containers: spec.initContainers ?? [] });
  writeContainers(writer, { ...inTemplate, title: 'Containers', containers: spec.containers ?? [] });
  writeVolumes(writer, spec.volumes ?? [], '  ');
  writeTopologySpread(writer, spec, '  ');
  if (spec.priorityClassName) writer.line(0, '  Priority Class Name:', spec.priorityClassName);
  writePlacement(writer, spec, '  ');
}

/** A pod template alone with its tabs unaligned, as `kubectl rollout history --revision` prints it. */
export function formatPodTemplate(template: PodTemplateSpec | undefined): string {
  const writer = createDescribeWriter();
  writePodTemplate(writer, template);
  return writer.unaligned();
}
