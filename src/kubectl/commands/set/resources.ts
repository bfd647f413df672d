import type { ResourceRequirements } from '#machinery/generated/types.ts';
import { canonicalQuantity, QuantityError } from '#machinery/quantity.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand } from '../../command.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { changeTemplates, collectTemplateTargets, mapContainers, matchesContainer, planTemplateTargets, templateFlags } from './template-target.ts';

type Quantities = Readonly<Record<string, string>>;

interface ResourcesOptions {
  readonly selection: TargetSelection;
  readonly containers: string;
  readonly limits: Quantities;
  readonly requests: Quantities;
}

/** @param text `cpu=200m,memory=512Mi` */
function parseQuantities(text: string): Quantities {
  const quantities: Record<string, string> = {};
  for (const part of text === '' ? [] : text.split(',')) {
    const pieces = part.split('=');
    const [name = '', value = ''] = pieces;
    if (pieces.length !== 2) throw new UsageError(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    try {
      quantities[name] = canonicalQuantity(value);
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      throw new UsageError(error.message);
    }
  }
  return quantities;
}

// A quantity of zero takes the entry away, as upstream's.
function merge<T extends string | number>(
  before: Readonly<Record<string, T>> | undefined,
  changes: Quantities,
): Readonly<Record<string, T | string>> | undefined {
  const merged: Record<string, T | string> = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (value === '0') delete merged[name];
    else merged[name] = value;
  }
  return Object.keys(merged).length > 0 ? merged : undefined;
}

export const setResources = defineCommand<ResourcesOptions>({
  name: 'resources',
  usage: 'set resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  short: 'Update resource requests/limits on objects with pod templates',
  long: `Sets what containers ask for (requests) and may use at most (limits), in everything that has a pod template.

A limit without a request makes the request equal to it. A quantity of 0 takes the entry away.`,
  examples: `# Limits for the container nginx
kubectl set resources deployment nginx -c=nginx --limits=cpu=200m,memory=512Mi

# Requests and limits for all containers
kubectl set resources deployment nginx --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi

# Take them away
kubectl set resources deployment nginx --limits=cpu=0,memory=0 --requests=cpu=0,memory=0`,
  flags: [
    ...templateFlags,
    { name: 'containers', shorthand: 'c', type: 'string', default: '*', usage: 'Names of the containers to change; * stands for any letters.' },
    { name: 'limits', type: 'string', default: '', usage: "What containers may use at most, such as 'cpu=100m,memory=256Mi'." },
    { name: 'requests', type: 'string', default: '', usage: "What containers ask for, such as 'cpu=100m,memory=256Mi'." },
  ],
  async complete(invocation) {
    const { flags, args } = invocation;
    const selection = await planTemplateTargets(invocation, args);
    const [limits, requests] = [flags.string('limits'), flags.string('requests')];
    if (limits === '' && requests === '') throw new UsageError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    return { selection, containers: flags.string('containers'), limits: parseQuantities(limits), requests: parseQuantities(requests) };
  },
  async run(options, invocation) {
    const found = await collectTemplateTargets(invocation, options.selection);
    const change = (before: ResourceRequirements | undefined): ResourceRequirements => {
      const limits = merge(before?.limits, options.limits);
      const requests = merge(before?.requests, options.requests);
      return { ...(before?.claims ? { claims: before.claims } : {}), ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) };
    };
    await changeTemplates(
      found,
      'resource requirements updated',
      (template) => {
        if (!template.spec?.containers.some((container) => matchesContainer(options.containers, container.name))) {
          throw new UsageError(`unable to find container named ${options.containers}`);
        }
        return mapContainers(template, (container) =>
          matchesContainer(options.containers, container.name) ? { ...container, resources: change(container.resources) } : container,
        );
      },
      invocation,
    );
    return 0;
  },
});
