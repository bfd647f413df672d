import type { Container, PodTemplateSpec } from '#machinery/generated/types.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand } from '../../command.ts';
import { splitChanges } from '../../resources/split-changes.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { changeTemplates, collectTemplateTargets, planTemplateTargets, templateFlags } from './template-target.ts';

interface ImageOptions {
  readonly selection: TargetSelection;
  /** Container name (or `*`) to image. */
  readonly images: ReadonlyMap<string, string>;
}

function parseImages(changes: readonly string[]): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const change of changes) {
    const equals = change.indexOf('=');
    const [name, image] = [change.slice(0, equals), change.slice(equals + 1)];
    if (equals < 0 || image === '') throw new UsageError(`invalid image format: ${change}`);
    images.set(name, image);
  }
  return images;
}

/** @throws UsageError naming containers that are not there */
function setImages(template: PodTemplateSpec, images: ReadonlyMap<string, string>): PodTemplateSpec {
  const spec = template.spec;
  if (!spec) return template;
  const names = new Set([...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.name));
  for (const name of images.keys()) if (name !== '*' && !names.has(name)) throw new UsageError(`unable to find container named ${JSON.stringify(name)}`);
  const change = (container: Container): Container => {
    const image = images.get(container.name) ?? images.get('*');
    return image === undefined || image === container.image ? container : { ...container, image };
  };
  const containers = spec.containers.map(change);
  const initContainers = spec.initContainers?.map(change);
  const isChanged =
    containers.some((container, i) => container !== spec.containers[i]) ||
    (initContainers?.some((container, i) => container !== spec.initContainers?.[i]) ?? false);
  return isChanged ? { ...template, spec: { ...spec, containers, ...(initContainers ? { initContainers } : {}) } } : template;
}

export const setImage = defineCommand<ImageOptions>({
  name: 'image',
  usage: 'set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  long: 'Gives containers other images, in pods and in everything that has a pod template. `*` instead of a name stands for all containers.',
  examples: `# Another image for the container nginx
kubectl set image deployment/nginx busybox=busybox nginx=nginx:1.9.1

# The same image in all Deployments and ReplicaSets
kubectl set image deployments,rs nginx=nginx:1.9.1 --all

# One image for every container of a DaemonSet
kubectl set image daemonset abc *=nginx:1.9.1

# Only print what a file would become
kubectl set image -f path/to/file.yaml nginx=nginx:1.9.1 --local -o yaml`,
  flags: templateFlags,
  async complete(invocation) {
    const { resources, changes } = splitChanges(invocation.args, 'image', (word) => word.includes('='));
    const problems: string[] = [];
    const hasFiles = invocation.flags.strings('filename').length > 0 || invocation.flags.string('kustomize') !== '';
    if (resources.length < 1 && !hasFiles) problems.push('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (changes.length < 1) problems.push('at least one image update is required');
    else if (changes.length > 1 && changes.some((change) => change.startsWith('*=')))
      problems.push('all containers are already specified by *, but saw more than one container_name=container_image pairs');
    if (problems.length > 0) throw new UsageError(problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`);
    return { images: parseImages(changes), selection: await planTemplateTargets(invocation, resources) };
  },
  async run({ selection, images }, invocation) {
    const found = await collectTemplateTargets(invocation, selection);
    await changeTemplates(found, 'image updated', (template) => setImages(template, images), invocation);
    return 0;
  },
});
