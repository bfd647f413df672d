import type { Command } from './command.ts';
import { lazily } from './lazy-command.ts';

/** Commands as `kubectl --help` arranges them. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Every command of kubectl, loaded when it is first used. A new one is its own file or folder under `commands/` and one line here. */
export const commandGroups: readonly CommandGroup[] = [
  {
    title: 'Basic Commands (Beginner):',
    commands: [
      lazily('create', 'Create a resource from a file or from stdin', async () => (await import('./commands/create/create.ts')).createCommand),
      lazily(
        'expose',
        'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
        async () => (await import('./commands/expose.ts')).expose,
      ),
      lazily('run', 'Run a particular image on the cluster', async () => (await import('./commands/run/run.ts')).runCommand),
      lazily('set', 'Set specific features on objects', async () => (await import('./commands/set/set.ts')).set),
    ],
  },
  {
    title: 'Basic Commands (Intermediate):',
    commands: [
      lazily('explain', 'Get documentation for a resource', async () => (await import('./commands/explain/explain.ts')).explainCommand),
      lazily('get', 'Display one or many resources', async () => (await import('./commands/get/get.ts')).getCommand),
      lazily('edit', 'Edit a resource on the server', async () => (await import('./commands/edit/edit.ts')).editCommand),
      lazily(
        'delete',
        'Delete resources by file names, stdin, resources and names, or by resources and label selector',
        async () => (await import('./commands/delete.ts')).deleteCommand,
        { suggestFor: ['rm'] },
      ),
    ],
  },
  {
    title: 'Deploy Commands:',
    commands: [
      lazily('rollout', 'Manage the rollout of a resource', async () => (await import('./commands/rollout/rollout.ts')).rollout),
      lazily(
        'autoscale',
        'Auto-scale a deployment, replica set, stateful set, or replication controller',
        async () => (await import('./commands/autoscale.ts')).autoscale,
      ),
      lazily('scale', 'Set a new size for a deployment, replica set, or replication controller', async () => (await import('./commands/scale.ts')).scale),
    ],
  },
  {
    title: 'Cluster Management Commands:',
    commands: [
      lazily('certificate', 'Modify certificate resources', async () => (await import('./commands/certificate/certificate.ts')).certificate),
      lazily('cluster-info', 'Display cluster information', async () => (await import('./commands/cluster-info.ts')).clusterInfo),
      lazily('top', 'Display resource (CPU/memory) usage', async () => (await import('./commands/top.ts')).top),
      lazily('cordon', 'Mark node as unschedulable', async () => (await import('./commands/cordon.ts')).cordon),
      lazily('uncordon', 'Mark node as schedulable', async () => (await import('./commands/cordon.ts')).uncordon),
      lazily('drain', 'Drain node in preparation for maintenance', async () => (await import('./commands/drain/drain.ts')).drain),
      lazily('taint', 'Update the taints on one or more nodes', async () => (await import('./commands/taint/taint.ts')).taint),
    ],
  },
  {
    title: 'Troubleshooting and Debugging Commands:',
    commands: [
      lazily('describe', 'Show details of a specific resource or group of resources', async () => (await import('./commands/describe.ts')).describeCommand),
      lazily('logs', 'Print the logs for a container in a pod', async () => (await import('./commands/logs.ts')).logs, { aliases: ['log'] }),
      lazily('attach', 'Attach to a running container', async () => (await import('./commands/attach.ts')).attach),
      lazily('exec', 'Execute a command in a container', async () => (await import('./commands/exec.ts')).exec),
      lazily('port-forward', 'Forward one or more local ports to a pod', async () => (await import('./commands/port-forward.ts')).portForward),
      lazily('proxy', 'Run a proxy to the Kubernetes API server', async () => (await import('./commands/proxy.ts')).proxy),
      lazily('cp', 'Copy files and directories to and from containers', async () => (await import('./commands/cp.ts')).cp),
      lazily('auth', 'Inspect authorization', async () => (await import('./commands/auth/auth.ts')).auth),
      lazily('events', 'List events', async () => (await import('./commands/events.ts')).events),
    ],
  },
  {
    title: 'Advanced Commands:',
    commands: [
      lazily('diff', 'Diff the live version against a would-be applied version', async () => (await import('./commands/diff.ts')).diffCommand),
      lazily('apply', 'Apply a configuration to a resource by file name or stdin', async () => (await import('./commands/apply/apply.ts')).applyCommand),
      lazily('patch', 'Update fields of a resource', async () => (await import('./commands/patch.ts')).patchCommand),
      lazily('replace', 'Replace a resource by file name or stdin', async () => (await import('./commands/replace.ts')).replaceCommand),
      lazily('wait', 'Experimental: Wait for a specific condition on one or many resources', async () => (await import('./commands/wait.ts')).wait),
      lazily('kustomize', 'Build a kustomization target from a directory or URL', async () => (await import('./commands/kustomize.ts')).kustomizeCommand),
    ],
  },
  {
    title: 'Settings Commands:',
    commands: [
      lazily('label', 'Update the labels on a resource', async () => (await import('./commands/label.ts')).label),
      lazily('annotate', 'Update the annotations on a resource', async () => (await import('./commands/annotate.ts')).annotate),
      lazily(
        'completion',
        'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
        async () => (await import('./commands/completion.ts')).completion,
      ),
    ],
  },
  {
    title: 'Other Commands:',
    commands: [
      lazily('api-resources', 'Print the supported API resources on the server', async () => (await import('./commands/api-resources.ts')).apiResourcesCommand),
      lazily(
        'api-versions',
        'Print the supported API versions on the server, in the form of "group/version"',
        async () => (await import('./commands/api-versions.ts')).apiVersionsCommand,
      ),
      lazily('config', 'Modify kubeconfig files', async () => (await import('./commands/config/config.ts')).config),
      lazily('plugin', 'Provides utilities for interacting with plugins', async () => (await import('./commands/plugin/plugin.ts')).plugin),
      lazily('version', 'Print the client and server version information', async () => (await import('./commands/version.ts')).versionCommand),
      lazily('options', 'Print the list of flags inherited by all commands', async () => (await import('./commands/options.ts')).optionsCommand, {
        hidden: true,
      }),
    ],
  },
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
