import { isDeepEqual } from '#machinery/equality.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type FlagValues } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { allFlag, fileFlags, localFlag, selectorFlag } from '../../flags/resource-flags.ts';
import { dryRunFlag, fieldManagerFlag, readDryRun } from '../../flags/write-flags.ts';
import { collectable, throwCollected } from '../../kubectl-error.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { patchObject } from '../../resources/patch-object.ts';
import type { TargetSelection } from '../../resources/targets.ts';
import { collectTemplateTargets, planTemplateTargets } from './template-target.ts';

interface SubjectOptions {
  readonly selection: TargetSelection;
  readonly subjects: readonly object[];
}

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  { ...allFlag, usage: 'Whether to take all objects of the types in the namespace.' },
  dryRunFlag,
  fieldManagerFlag('kubectl-set'),
  ...fileFlags('naming the bindings'),
  { name: 'group', type: 'strings', default: [], usage: 'Groups to bind.' },
  localFlag,
  selectorFlag,
  { name: 'serviceaccount', type: 'strings', default: [], usage: 'Service accounts to bind, as namespace:name.' },
  { name: 'user', type: 'strings', default: [], usage: 'Users to bind.' },
];

function readSubjects(given: FlagValues): object[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    ...given.strings('user').map((name) => ({ apiGroup, kind: 'User', name })),
    ...given.strings('group').map((name) => ({ apiGroup, kind: 'Group', name })),
    ...given.strings('serviceaccount').map((text) => {
      const [namespace, name, more] = text.split(':');
      if (!namespace || !name || more !== undefined) throw new UsageError('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
}

export const setSubject = defineCommand<SubjectOptions>({
  name: 'subject',
  usage:
    'set subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Update the user, group, or service account in a role binding or cluster role binding',
  long: 'Adds users, groups and service accounts to a RoleBinding or ClusterRoleBinding.',
  examples: `  # Bind another service account
  kubectl set subject clusterrolebinding admin --serviceaccount=namespace:serviceaccount1`,
  flags,
  async complete(invocation) {
    const subjects = readSubjects(invocation.flags);
    if (subjects.length === 0) throw new UsageError('you must specify at least one value of user, group or serviceaccount');
    return { subjects, selection: await planTemplateTargets(invocation, invocation.args) };
  },
  async run({ selection, subjects }, invocation) {
    const { flags: given, kubectl, process } = invocation;
    const dryRun = readDryRun(given);
    const printer = createResultPrinter(given, process, dryRun);
    const errors: Error[] = [];
    for (const found of await collectTemplateTargets(invocation, selection)) {
      try {
        const { object } = found;
        if (!object.kind?.endsWith('RoleBinding')) throw new UsageError('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
        const before = (object as KubeObject & { readonly subjects?: readonly object[] }).subjects ?? [];
        const added = subjects.filter((subject) => !before.some((one) => isDeepEqual(one, subject)));
        const next = { ...object, subjects: [...before, ...added] } as KubeObject;
        const isLocal = given.bool('local') || dryRun === 'client';
        await printer.print(
          isLocal ? next : await patchObject(kubectl, found, next, { dryRun, fieldManager: given.string('field-manager') }),
          'subjects updated',
        );
      } catch (error) {
        errors.push(collectable(error));
      }
    }
    throwCollected(errors);
    return 0;
  },
});
