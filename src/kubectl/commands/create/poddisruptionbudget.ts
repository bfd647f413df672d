import type { KubeObject } from '#machinery/object.ts';
import { parseSelector } from '#machinery/selector.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

/** A number or a percentage, as the API takes it. */
function intOrPercent(text: string): number | string {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/** `app=web,tier!=db` as matchLabels and matchExpressions. */
function labelSelectorOf(text: string): object {
  parseSelector(text);
  const matchLabels: Record<string, string> = {};
  for (const part of text.split(/,(?![^(]*\))/)) {
    const match = /^\s*([^!=\s]+)\s*==?\s*([^=\s]*)\s*$/.exec(part);
    if (match === null) throw new UsageError(`--selector of a pod disruption budget must be made of key=value here, not "${part}"`);
    matchLabels[match[1] ?? ''] = match[2] ?? '';
  }
  return { matchLabels };
}

export const createPodDisruptionBudget = defineGenerator({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  usage: 'create poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  short: 'Create a pod disruption budget with the specified name',
  examples: `  # Create a pod disruption budget that keeps one pod with app=rails
  kubectl create poddisruptionbudget my-pdb --selector=app=rails --min-available=1
  
  # Create a pod disruption budget that keeps half of the pods with app=nginx
  kubectl create pdb my-pdb --selector=app=nginx --min-available=50%`,
  flags: [
    { name: 'max-unavailable', type: 'string', default: '', usage: 'Number or percentage of pods that may be missing.' },
    { name: 'min-available', type: 'string', default: '', usage: 'Number or percentage of pods that must stay.' },
    { name: 'selector', type: 'string', default: '', usage: 'Label selector of the pods.' },
  ],
  failure: 'failed to create poddisruptionbudgets: ',
  namespaced: true,
  generate(name, invocation) {
    const { flags } = invocation;
    const [selector, min, max] = [flags.string('selector'), flags.string('min-available'), flags.string('max-unavailable')];
    if (selector === '') throw new UsageError('a selector must be specified');
    if (min === '' && max === '') throw new UsageError('one of min-available or max-unavailable must be specified');
    if (min !== '' && max !== '') throw new UsageError('min-available and max-unavailable cannot be both specified');
    const bound = min === '' ? {} : { minAvailable: intOrPercent(min) };
    return {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: generatedMetadata(name, invocation),
      spec: { ...bound, selector: labelSelectorOf(selector), ...(max === '' ? {} : { maxUnavailable: intOrPercent(max) }) },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    } as KubeObject;
  },
});
