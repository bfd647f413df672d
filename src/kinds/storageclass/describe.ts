import type { StorageClass } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeAnnotations } from '../describe-writer/metadata.ts';
import { isDefaultClass } from './default-class.ts';

/** `kubectl describe storageclass`. */
export async function describeStorageClass(storageClass: Stored<StorageClass>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const parameters = storageClass.parameters ?? {};
  writer.line(0, 'Name:', storageClass.metadata.name);
  writer.line(0, 'IsDefaultClass:', isDefaultClass(storageClass) ? 'Yes' : 'No');
  writeAnnotations(writer, 'Annotations', storageClass.metadata.annotations);
  writer.line(0, 'Provisioner:', storageClass.provisioner);
  writer.line(
    0,
    'Parameters:',
    Object.keys(parameters)
      .sort()
      .map((key) => `${key}=${parameters[key] ?? ''}`)
      .join(',') || '<none>',
  );
  writer.line(0, 'AllowVolumeExpansion:', storageClass.allowVolumeExpansion === undefined ? '<unset>' : capitalize(storageClass.allowVolumeExpansion));
  const options = storageClass.mountOptions ?? [];
  if (options.length === 0) writer.line(0, 'MountOptions:', '<none>');
  else {
    writer.line(0, 'MountOptions:');
    for (const option of options) writer.line(1, option);
  }
  writer.line(0, 'ReclaimPolicy:', storageClass.reclaimPolicy ?? 'Delete');
  writer.line(0, 'VolumeBindingMode:', storageClass.volumeBindingMode ?? '<unset>');
  const topologies = storageClass.allowedTopologies ?? [];
  if (topologies.length > 0) {
    writer.line(0, 'AllowedTopologies:');
    for (const [index, term] of topologies.entries()) {
      writer.line(
        1,
        `Term ${index}:`,
        (term.matchLabelExpressions ?? []).map(({ key, values }) => `${key ?? ''} in [${(values ?? []).join(', ')}]`).join('\n'),
      );
    }
  }
  writeEvents(writer, await readEvents(storageClass, context), context.nowMs);
  return writer.text();
}

function capitalize(value: boolean): string {
  return value ? 'True' : 'False';
}
