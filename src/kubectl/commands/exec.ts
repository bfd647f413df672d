import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { fileFlags } from '../flags/resource-flags.ts';
import { PlainError } from '../kubectl-error.ts';
import { fetchObjects } from '../resources/fetch-targets.ts';
import { chooseContainer, choosePodOf } from '../resources/pods-of-object.ts';
import { runRemoteSession } from '../resources/remote-session.ts';
import { planTargets, type TargetRequest } from '../resources/targets.ts';

interface ExecOptions {
  readonly request: TargetRequest;
  readonly command: readonly string[];
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  readonly timeoutMs: number;
}

/** Flags of commands that go into a container. */
export const sessionFlags: readonly Flag[] = [
  { name: 'container', shorthand: 'c', type: 'string', default: '', usage: 'The container; by default the one the pod names as its default, or its first.' },
  { name: 'pod-running-timeout', type: 'duration', default: '1m0s', usage: 'How long to wait until a pod is running.' },
  { name: 'quiet', shorthand: 'q', type: 'bool', default: false, usage: 'Whether to print only what the session prints.' },
  { name: 'stdin', shorthand: 'i', type: 'bool', default: false, usage: 'Whether to pass the standard input on.' },
  { name: 'tty', shorthand: 't', type: 'bool', default: false, usage: 'Whether the standard input is a terminal.' },
];

/**
 * Finds the pod a command line names (or one of the object's pods) that can be gone into.
 * @throws UsageError, StatusError, PlainError
 */
export async function findSessionPod(request: TargetRequest, timeoutMs: number, invocation: Invocation): Promise<Stored<Pod>> {
  const selection = await planTargets(invocation.kubectl, invocation.process, { ...request, defaultType: 'pods' });
  const [found] = await fetchObjects(invocation.kubectl, selection);
  if (!found) throw new UsageError('expected a resource');
  const pod = await choosePodOf(found, invocation, timeoutMs);
  const phase = pod.status?.phase ?? '';
  if (phase === 'Succeeded' || phase === 'Failed') throw new UsageError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  return pod;
}

/** Whether the other side gets a terminal: asked for, and the own input is one. Says so when it is not. */
export async function settleTty(wanted: boolean, stdin: boolean, quiet: boolean, { process }: Invocation): Promise<boolean> {
  if (!wanted) return false;
  if (stdin && process.stdin.isTty) return true;
  if (!quiet) await process.printError('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return false;
}

export const exec = defineCommand<ExecOptions>({
  name: 'exec',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  long: 'Runs a command in a container that is running.',
  examples: `# What is the date in the pod mypod?
kubectl exec mypod -- date

# In another of its containers
kubectl exec mypod -c ruby-container -- date

# A shell in it
kubectl exec mypod -i -t -- sh

# In the first pod of a Deployment
kubectl exec deploy/mydeployment -- date`,
  flags: [...sessionFlags, ...fileFlags('naming what to go into').filter((flag) => flag.name === 'filename')],
  complete({ args, dashAt, flags }) {
    const filenames = flags.strings('filename');
    if (args.length === 0 && filenames.length === 0) throw new UsageError('pod, type/name or --filename must be specified');
    if (dashAt === -1 && args.length > 1) {
      throw new UsageError("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples");
    }
    if (dashAt > 1)
      throw new UsageError("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples");
    const named = filenames.length > 0 ? [] : args.slice(0, 1);
    const command = args.slice(named.length);
    return {
      request: { args: named, ...(filenames.length > 0 ? { files: { filenames, recursive: false, kustomize: '' } } : {}) },
      command,
      container: flags.string('container'),
      stdin: flags.bool('stdin'),
      tty: flags.bool('tty'),
      quiet: flags.bool('quiet'),
      timeoutMs: flags.durationMs('pod-running-timeout'),
    };
  },
  validate({ command }) {
    if (command.length === 0) throw new UsageError('you must specify at least one command for the container');
  },
  async run(options, invocation) {
    const pod = await findSessionPod(options.request, options.timeoutMs, invocation);
    const { name, notice } = chooseContainer(pod, options.container);
    if (notice !== '' && !options.quiet) await invocation.process.printError(notice);
    const tty = await settleTty(options.tty, options.stdin, options.quiet, invocation);
    const query = {
      command: options.command,
      container: name,
      ...(options.stdin ? { stdin: 'true' } : {}),
      stdout: 'true',
      ...(tty ? { tty: 'true' } : { stderr: 'true' }),
    };
    const path = formatResourcePath(podKind, pod.metadata.namespace ?? '', pod.metadata.name, 'exec');
    const code = await runRemoteSession(invocation, { path, query, stdin: options.stdin, tty });
    if (code !== 0) throw new PlainError(`command terminated with exit code ${code}`, code);
    return 0;
  },
});
