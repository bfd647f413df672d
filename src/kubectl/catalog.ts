import type { Command } from './command.ts';
import { annotate } from './commands/annotate.ts';
import { apiResourcesCommand } from './commands/api-resources.ts';
import { apiVersionsCommand } from './commands/api-versions.ts';
import { applyCommand } from './commands/apply/apply.ts';
import { attach } from './commands/attach.ts';
import { clusterInfo } from './commands/cluster-info.ts';
import { config } from './commands/config/config.ts';
import { cordon, uncordon } from './commands/cordon.ts';
import { createCommand } from './commands/create/create.ts';
import { deleteCommand } from './commands/delete.ts';
import { describeCommand } from './commands/describe.ts';
import { diffCommand } from './commands/diff.ts';
import { drain } from './commands/drain/drain.ts';
import { editCommand } from './commands/edit/edit.ts';
import { exec } from './commands/exec.ts';
import { explainCommand } from './commands/explain/explain.ts';
import { expose } from './commands/expose.ts';
import { getCommand } from './commands/get/get.ts';
import { label } from './commands/label.ts';
import { logs } from './commands/logs.ts';
import { optionsCommand } from './commands/options.ts';
import { patchCommand } from './commands/patch.ts';
import { replaceCommand } from './commands/replace.ts';
import { rollout } from './commands/rollout/rollout.ts';
import { runCommand } from './commands/run/run.ts';
import { scale } from './commands/scale.ts';
import { set } from './commands/set/set.ts';
import { taint } from './commands/taint/taint.ts';
import { versionCommand } from './commands/version.ts';
import { wait } from './commands/wait.ts';

/** Commands as `kubectl --help` arranges them. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Every command of kubectl. A new one is its own file or folder under `commands/` and one line here. */
export const commandGroups: readonly CommandGroup[] = [
  { title: 'Basic Commands (Beginner):', commands: [createCommand, expose, runCommand, set] },
  { title: 'Basic Commands (Intermediate):', commands: [explainCommand, getCommand, editCommand, deleteCommand] },
  { title: 'Deploy Commands:', commands: [rollout, scale] },
  { title: 'Cluster Management Commands:', commands: [clusterInfo, cordon, uncordon, drain, taint] },
  { title: 'Troubleshooting and Debugging Commands:', commands: [describeCommand, logs, attach, exec] },
  { title: 'Advanced Commands:', commands: [diffCommand, applyCommand, patchCommand, replaceCommand, wait] },
  { title: 'Settings Commands:', commands: [label, annotate] },
  { title: 'Other Commands:', commands: [apiResourcesCommand, apiVersionsCommand, config, versionCommand, optionsCommand] },
];

export const rootCommand: Command = {
  name: 'kubectl',
  usage: 'kubectl [flags] [options]',
  short: 'kubectl controls the Kubernetes cluster manager',
  long: `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/`,
  examples: '',
  flags: [],
  subcommands: commandGroups.flatMap((group) => group.commands),
};
