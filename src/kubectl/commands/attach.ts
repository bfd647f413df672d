import { podKind } from '#kinds/pod/pod.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand } from '../command.ts';
import { PlainError } from '../kubectl-error.ts';
import { chooseContainer } from '../resources/pods-of-object.ts';
import { runRemoteSession } from '../resources/remote-session.ts';
import { findSessionPod, sessionFlags, settleTty } from './exec.ts';

interface AttachOptions {
  readonly target: string;
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  readonly timeoutMs: number;
}

export const attach = defineCommand<AttachOptions>({
  name: 'attach',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  long: 'Connects to the streams of the program that runs in a container.',
  examples: `# See what the pod mypod prints from now on
kubectl attach mypod

# Type into its container ruby-container
kubectl attach mypod -c ruby-container -i -t`,
  flags: sessionFlags,
  complete({ args, flags }) {
    if (args.length === 0) throw new UsageError('at least 1 argument is required for attach');
    if (args.length > 2) throw new UsageError('expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ' + `${args.length}: [${args.join(' ')}]`);
    return {
      target: args.length === 2 ? `${args[0]}/${args[1]}` : (args[0] ?? ''),
      container: flags.string('container'),
      stdin: flags.bool('stdin'),
      tty: flags.bool('tty'),
      quiet: flags.bool('quiet'),
      timeoutMs: flags.durationMs('pod-running-timeout'),
    };
  },
  async run(options, invocation) {
    const { process } = invocation;
    const pod = await findSessionPod({ args: [options.target] }, options.timeoutMs, invocation);
    const { name, notice } = chooseContainer(pod, options.container);
    if (notice !== '' && !options.quiet) await process.printError(notice);
    const container = (pod.spec?.containers ?? []).find((one) => one.name === name);
    if (options.tty && container?.tty !== true && !options.quiet) await process.printError(`Unable to use a TTY - container ${name} did not allocate one\n`);
    const tty = container?.tty === true && (await settleTty(options.tty, options.stdin, options.quiet, invocation));
    if (options.stdin && tty && !options.quiet) {
      await process.printError(
        "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n",
      );
    }
    const query = { container: name, ...(options.stdin ? { stdin: 'true' } : {}), stdout: 'true', ...(tty ? { tty: 'true' } : { stderr: 'true' }) };
    const path = formatResourcePath(podKind, pod.metadata.namespace ?? '', pod.metadata.name, 'attach');
    const code = await runRemoteSession(invocation, { path, query, stdin: options.stdin, tty });
    if (code !== 0) throw new PlainError(`command terminated with exit code ${code}`, code);
    return 0;
  },
});
