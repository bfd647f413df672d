import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

/** The alphabet of generated names. */
const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** What a container is called after its image: `nginx` for `registry/team/nginx:1.27`. Characters a name may not have are replaced, and the name made unique. */
function containerName(image: string, { process }: Invocation): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const name = (last.split(':')[0] ?? '').split('@')[0] ?? '';
  if (!/[_.]/.test(name)) return name;
  const suffix = Array.from({ length: 5 }, () => process.simulation.random.pick([...letters])).join('');
  return `${name.replace(/[_.]/g, '-')}-${suffix}`;
}

export const createDeployment = defineGenerator({
  name: 'deployment',
  aliases: ['deploy'],
  usage: 'create deployment NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  examples: `  # Create a deployment named web that runs the nginx image
  kubectl create deployment web --image=nginx
  
  # Create a deployment with a command
  kubectl create deployment sleeper --image=busybox -- sleep 3600
  
  # Create a deployment with 3 replicas of the nginx image
  kubectl create deployment web --image=nginx --replicas=3
  
  # Create a deployment of containers with two images
  kubectl create deployment web --image=nginx --image=redis`,
  flags: [
    { name: 'image', type: 'strings', default: [], required: true, usage: 'Images to run; one container for each.' },
    { name: 'port', type: 'int32', default: -1, usage: 'Port that the first container serves.' },
    { name: 'replicas', shorthand: 'r', type: 'int32', default: 1, usage: 'Number of replicas.' },
  ],
  failure: 'failed to create deployment: ',
  namespaced: true,
  generate(name, invocation) {
    const { args, flags } = invocation;
    const images = flags.strings('image');
    const command = args.slice(1);
    const port = flags.int('port');
    if (images.length > 1 && command.length > 0) throw new UsageError('cannot specify multiple --image options and command');
    const labels = { app: name };
    const containers = images.map((image, at) => ({
      name: containerName(image, invocation),
      image,
      ...(command.length > 0 ? { command } : {}),
      ...(at === 0 && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
      resources: {},
    }));
    return {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: generatedMetadata(name, invocation, { labels }),
      spec: { replicas: flags.int('replicas'), selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } }, strategy: {} },
      status: {},
    };
  },
});
