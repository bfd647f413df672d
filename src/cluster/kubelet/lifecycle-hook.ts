import type { Container, LifecycleHandler } from '#machinery/generated/types.ts';
import { httpRequest } from '#os/http.ts';
import { HttpProtocolError } from '#os/http-message.ts';
import { NetworkError, type NetworkNamespace } from '#os/network.ts';
import { ExecError } from '#os/process.ts';
import { emptyReader } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import type { Simulation } from '#sim/simulation.ts';
import { portNumber } from './probes/probe-outcome.ts';
import { formatExecError, type RunningContainer } from './runtime/container-runtime.ts';

export interface HookTarget {
  readonly simulation: Simulation;
  readonly container: Container;
  readonly live: RunningContainer;
  readonly podAddress: string;
  readonly network: NetworkNamespace;
}

/** Runs a postStart or preStop hook to its end. @returns why it failed; undefined when it went well */
export async function runHook(hook: LifecycleHandler, target: HookTarget): Promise<string | undefined> {
  if (hook.exec) return runCommand(hook.exec.command ?? [], target);
  if (hook.sleep) {
    await target.simulation.clock.sleep(hook.sleep.seconds * 1000);
    return undefined;
  }
  if (!hook.httpGet) return 'invalid handler';
  const { host, path = '/', port } = hook.httpGet;
  try {
    const options = { host: host || target.podAddress, port: portNumber(port, target.container), target: path.startsWith('/') ? path : `/${path}` };
    const response = await httpRequest(target.simulation, target.network, options);
    return response.status < 400 ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    if (error instanceof NetworkError || error instanceof HttpProtocolError) return error.message;
    throw error;
  }
}

async function runCommand(command: readonly string[], target: HookTarget): Promise<string | undefined> {
  const output = createCapture(4096);
  try {
    const status = await target.live.exec(command, { stdin: emptyReader(), stdout: output.writer, stderr: output.writer }).wait();
    return status.code === 0 ? undefined : `command '${command.join(' ')}' exited with ${status.code}: ${output.text}`;
  } catch (error) {
    if (error instanceof ExecError) return formatExecError(error, command[0] ?? '');
    throw error;
  } finally {
    output.writer.close();
  }
}
