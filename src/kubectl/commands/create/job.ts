import type { KubeObject, Stored } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

interface CronJobLike extends KubeObject {
  readonly spec?: {
    readonly jobTemplate?: { readonly metadata?: NonNullable<KubeObject['metadata']>; readonly spec?: object };
  };
}

/** The Job that a CronJob would start, started by hand. */
async function jobFromCronJob(name: string, source: string, invocation: Invocation): Promise<KubeObject> {
  const { kubectl } = invocation;
  const [word = '', cronName = '', ...rest] = source.split('/');
  const type = rest.length === 0 && cronName !== '' ? await kubectl.resolveResource(word) : undefined;
  if (type?.plural !== 'cronjobs') throw new UsageError(`from must be an existing cronjob`);
  const cronJob: Stored<CronJobLike> = await kubectl.client().get(type, kubectl.namespace, cronName);
  const template = cronJob.spec?.jobTemplate;
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: {
      ...generatedMetadata(name, invocation),
      ...(template?.metadata?.labels === undefined ? {} : { labels: template.metadata.labels }),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...template?.metadata?.annotations },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob.metadata.name, uid: cronJob.metadata.uid, controller: true }],
    },
    spec: template?.spec,
    status: {},
  } as KubeObject;
}

export const createJob = defineGenerator({
  name: 'job',
  usage: 'create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  examples: `  # Create a job
  kubectl create job my-job --image=busybox
  
  # Create a job with a command
  kubectl create job my-job --image=busybox -- date
  
  # Create a job from a cron job named "a-cronjob"
  kubectl create job test-job --from=cronjob/a-cronjob`,
  flags: [
    { name: 'from', type: 'string', default: '', usage: 'The resource to make the job from (only a cronjob).' },
    { name: 'image', type: 'string', default: '', usage: 'Image to run.' },
  ],
  failure: 'failed to create job: ',
  namespaced: true,
  generate(name, invocation) {
    const { args, flags } = invocation;
    const [image, from, command] = [flags.string('image'), flags.string('from'), args.slice(1)];
    if ((image === '') === (from === '')) throw new UsageError('either --image or --from must be specified');
    if (from !== '' && command.length > 0) throw new UsageError('cannot specify --from and command');
    if (from !== '') return jobFromCronJob(name, from, invocation);
    const container = { name, image, ...(command.length > 0 ? { command } : {}), resources: {} };
    return {
      kind: 'Job',
      apiVersion: 'batch/v1',
      metadata: generatedMetadata(name, invocation),
      spec: { template: { metadata: {}, spec: { containers: [container], restartPolicy: 'Never' } } },
      status: {},
    } as KubeObject;
  },
});
