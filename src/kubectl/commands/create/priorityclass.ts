import type { KubeObject } from '#machinery/object.ts';
import { defineGenerator } from './generator.ts';

export const createPriorityClass = defineGenerator({
  name: 'priorityclass',
  aliases: ['pc'],
  usage: 'create priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  examples: `  # Create a priority class
  kubectl create priorityclass high-priority --value=1000 --description="high priority"
  
  # Create the priority class of pods that name none
  kubectl create priorityclass default-priority --value=1000 --global-default=true`,
  flags: [
    { name: 'description', type: 'string', default: '', usage: 'When the class should be used.' },
    { name: 'global-default', type: 'bool', default: false, usage: 'Whether pods that name no class are of this one.' },
    { name: 'preemption-policy', type: 'string', default: 'PreemptLowerPriority', usage: 'Whether pods of the class may drive out others.' },
    { name: 'value', type: 'int32', default: 0, usage: 'The priority.' },
  ],
  failure: 'failed to create priorityclass: ',
  namespaced: false,
  generate: (name, { flags }) =>
    ({
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: { name },
      value: flags.int('value'),
      ...(flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(flags.string('description') === '' ? {} : { description: flags.string('description') }),
      preemptionPolicy: flags.string('preemption-policy'),
    }) as KubeObject,
});
