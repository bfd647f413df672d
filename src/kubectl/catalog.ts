import type { Command } from './command.ts';
import { getCommand } from './commands/get/get.ts';

/** Commands as `kubectl --help` arranges them. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Every command of kubectl. A new one is its own file or folder under `commands/` and one line here. */
export const commandGroups: readonly CommandGroup[] = [
  { title: 'Basic Commands (Beginner):', commands: [] },
  { title: 'Basic Commands (Intermediate):', commands: [getCommand] },
  { title: 'Deploy Commands:', commands: [] },
  { title: 'Cluster Management Commands:', commands: [] },
  { title: 'Troubleshooting and Debugging Commands:', commands: [] },
  { title: 'Advanced Commands:', commands: [] },
  { title: 'Settings Commands:', commands: [] },
  { title: 'Other Commands:', commands: [] },
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
