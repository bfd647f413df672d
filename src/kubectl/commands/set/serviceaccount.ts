import { UsageError } from '#sim/usage-error.ts';
import { defineCommand } from '../../command.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { changeTemplates, collectTemplateTargets, planTemplateTargets, templateFlags } from './template-target.ts';

interface ServiceAccountOptions {
  readonly selection: TargetSelection;
  readonly name: string;
}

export const setServiceAccount = defineCommand<ServiceAccountOptions>({
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'set serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  short: 'Update the service account of a resource',
  long: 'Gives the pods of a template another service account.',
  examples: `  # Another service account for the Deployment nginx-deployment
  kubectl set serviceaccount deployment nginx-deployment serviceaccount1`,
  flags: templateFlags,
  async complete(invocation) {
    const { args } = invocation;
    const name = args.at(-1);
    if (name === undefined) throw new UsageError('serviceaccount is required');
    return { name, selection: await planTemplateTargets(invocation, args.slice(0, -1)) };
  },
  async run({ selection, name }, invocation) {
    const found = await collectTemplateTargets(invocation, selection);
    await changeTemplates(
      found,
      'serviceaccount updated',
      (template) => {
        const { spec } = template;
        if (!spec || spec.serviceAccountName === name) return template;
        return { ...template, spec: { ...spec, serviceAccountName: name, ...(spec.serviceAccount === undefined ? {} : { serviceAccount: name }) } };
      },
      invocation,
    );
    return 0;
  },
});
