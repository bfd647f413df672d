import type { Pod, PodTemplateSpec } from '#machinery/generated/types.ts';
import type { ObjectMeta, OwnerReference } from '#machinery/object.ts';

/**
 * The pod that a controller makes from a template: the template's labels, annotations and finalizers, a generated name
 * behind the controller's, and the reference to it.
 */
export function podFromTemplate(template: PodTemplateSpec | undefined, controllerName: string, owner: OwnerReference): Pod {
  const from = template?.metadata;
  const metadata: ObjectMeta = {
    generateName: `${controllerName}-`,
    ...(from?.labels && { labels: from.labels }),
    ...(from?.annotations && { annotations: from.annotations }),
    ...(from?.finalizers && { finalizers: from.finalizers }),
    ownerReferences: [owner],
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata, ...(template?.spec && { spec: template.spec }) };
}
