import type { KubeObject } from '#machinery/object.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

export const createCronJob = defineGenerator({
  name: 'cronjob',
  aliases: ['cj'],
  usage: "create cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  short: 'Create a cron job with the specified name',
  examples: `  # Create a cron job
  kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *"
  
  # Create a cron job with a command
  kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *" -- date`,
  flags: [
    { name: 'image', type: 'string', default: '', required: true, usage: 'Image to run.' },
    { name: 'restart', type: 'string', default: '', usage: "Restart policy of the job's pods: OnFailure or Never." },
    { name: 'schedule', type: 'string', default: '', required: true, usage: 'When to run the job, in cron format.' },
  ],
  failure: 'failed to create cronjob: ',
  namespaced: true,
  generate(name, invocation) {
    const { args, flags } = invocation;
    const command = args.slice(1);
    const container = { name, image: flags.string('image'), ...(command.length > 0 ? { command } : {}), resources: {} };
    const podSpec = { containers: [container], restartPolicy: flags.string('restart') || 'OnFailure' };
    return {
      kind: 'CronJob',
      apiVersion: 'batch/v1',
      metadata: generatedMetadata(name, invocation),
      spec: { schedule: flags.string('schedule'), jobTemplate: { metadata: { name }, spec: { template: { metadata: {}, spec: podSpec } } } },
      status: {},
    } as KubeObject;
  },
});
