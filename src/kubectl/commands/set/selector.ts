import type { KubeObject } from '#machinery/object.ts';
import { parseSelector } from '#machinery/selector.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { allFlag, fileFlags, localFlag } from '../../flags/resource-flags.ts';
import { dryRunFlag, fieldManagerFlag, readDryRun } from '../../flags/write-flags.ts';
import { collectable, throwCollected } from '../../kubectl-error.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { patchObject } from '../../resources/patch-object.ts';
import { planTargets, type TargetSelection } from '../../resources/targets.ts';
import { collectTemplateTargets } from './template-target.ts';

interface SelectorOptions {
  readonly selection: TargetSelection;
  readonly labels: Readonly<Record<string, string>>;
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  { ...allFlag, usage: 'Whether to take all objects of the types in the namespace.' },
  dryRunFlag,
  fieldManagerFlag('kubectl-set'),
  ...fileFlags('naming what to change'),
  localFlag,
  { name: 'resource-version', type: 'string', default: '', usage: 'The version the object must have; only with a single object.' },
];

/** `a=b,c=d`: only what a Service can select by. */
function parseLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const { key, operator, values } of parseSelector(text).requirements) {
    const [value] = values;
    if ((operator !== '=' && operator !== '==') || value === undefined) throw new UsageError(`invalid selector: ${text}`);
    labels[key] = value;
  }
  return labels;
}

export const setSelector = defineCommand<SelectorOptions>({
  name: 'selector',
  usage: 'set selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  short: 'Set the selector on a resource',
  long: 'Gives a Service another selector, in the place of the one it has. Other kinds cannot change theirs.',
  examples: `  # Select by another label
  kubectl set selector service my-svc 'environment=qa'`,
  flags,
  async complete({ args, flags: given, kubectl, process }) {
    const resources = args.filter((arg) => !arg.includes('='));
    const expressions = args.filter((arg) => arg.includes('='));
    if (expressions.length !== 1) throw new UsageError('a selector is required');
    const files = { filenames: given.strings('filename'), recursive: given.bool('recursive'), kustomize: given.string('kustomize') };
    return {
      labels: parseLabels(expressions[0] ?? ''),
      selection: await planTargets(kubectl, process, { files, args: resources, selectAll: given.bool('all') }),
    };
  },
  async run({ selection, labels }, invocation) {
    const { flags: given, kubectl, process } = invocation;
    const dryRun = readDryRun(given);
    const printer = createResultPrinter(given, process, dryRun);
    const errors: Error[] = [];
    for (const found of await collectTemplateTargets(invocation, selection)) {
      try {
        const { object } = found;
        if (object.kind !== 'Service') throw new UsageError(`setting a selector is only supported for Services`);
        const version = given.string('resource-version');
        const next = {
          ...object,
          ...(version === '' ? {} : { metadata: { ...object.metadata, resourceVersion: version } }),
          spec: { ...(object as KubeObject & { readonly spec?: object }).spec, selector: labels },
        } as KubeObject;
        const isLocal = given.bool('local') || dryRun === 'client';
        await printer.print(
          isLocal ? next : await patchObject(kubectl, found, next, { dryRun, fieldManager: given.string('field-manager') }),
          'selector updated',
        );
      } catch (error) {
        errors.push(collectable(error));
      }
    }
    throwCollected(errors);
    return 0;
  },
});
