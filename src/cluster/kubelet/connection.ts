import { badRequest, internalError, notFound } from '#machinery/status-errors.ts';
import { encodeText } from '#os/bytes.ts';
import { NetworkError, type Socket } from '#os/network.ts';
import { type ChildProcess, ExecError } from '#os/process.ts';
import { emptyReader } from '#os/readers.ts';
import { BrokenPipeError, type ByteReader, type ByteWriter } from '#os/stream.ts';
import { nullWriter } from '#os/writers.ts';
import { Cancelled, type CancelToken } from '#sim/cancel.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { ContainerAddress, KubeletConnection, StreamOptions } from '../apiserver/kubelet-connection.ts';
import { attachToConsole } from './console-attachment.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerRecord } from './container-record.ts';
import type { Kubelet } from './kubelet.ts';
import type { PodWorker } from './pod-worker.ts';
import { formatExecError, type RunningContainer } from './runtime/container-runtime.ts';
import { digestOf } from './runtime/registry.ts';

/** The door by which the API server reaches a kubelet: logs, exec, attach, port-forward. */
export function createKubeletConnection(simulation: Simulation, kubelet: Kubelet): KubeletConnection {
  const { clock } = simulation;

  const findWorker = (namespace: string, podName: string): PodWorker => {
    const worker = kubelet.worker(namespace, podName);
    if (!worker) throw notFound({ group: '', plural: 'pods' }, podName);
    return worker;
  };
  const findRecord = (address: ContainerAddress): ContainerRecord => {
    const record = findWorker(address.namespace, address.podName).state.containers.find((item) => item.spec.name === address.container);
    if (!record) throw badRequest(`container ${address.container} is not valid for pod ${address.podName}`);
    return record;
  };
  const findRunning = (address: ContainerAddress): RunningContainer => {
    const live = findRecord(address).run?.live;
    if (!live) throw internalError(`unable to upgrade connection: container not found (${JSON.stringify(address.container)})`);
    return live;
  };

  return {
    async logs(address, options, out, cancel) {
      const log = chooseLog(findRecord(address), address, options.previous);
      let { fromLine, text } = firstPart(log, options);
      for (;;) {
        if (text) await out.write(encodeText(text), cancel);
        if (!options.follow || (log.ended && fromLine === log.lineCount)) return;
        while (!log.ended && log.lineCount === fromLine) await clock.wait<void>((wake) => log.onGrowth(() => wake()), cancel);
        text = log.read({ timestamps: options.timestamps }, fromLine);
        fromLine = log.lineCount;
      }
    },
    async exec(address, command, options) {
      const live = findRunning(address);
      const child = startIn(live, command, options);
      const leave = options.cancel.onCancel(() => child.kill('HUP'));
      try {
        return await child.wait(options.cancel);
      } finally {
        leave();
      }
    },
    attach: (address, options) => attachToConsole(simulation, findRunning(address), options),
    async portForward(namespace, podName, port, input, output, cancel) {
      const { sandbox } = findWorker(namespace, podName).state;
      if (!sandbox) throw internalError(`unable to forward port because pod is not running`);
      let socket: Socket;
      try {
        socket = await sandbox.attachment.namespace.connect('127.0.0.1', port, { cancel });
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        const id = digestOf(`${namespace}/${podName}/sandbox`);
        throw internalError(
          `error forwarding port ${port} to pod ${id}, uid : failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace "${id}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found`,
        );
      }
      await relay(socket, input, output, cancel);
    },
  };
}

/** The part of a log that is there already. The lines after it are those from `fromLine` on. */
function firstPart(
  log: ContainerLog,
  options: { readonly timestamps: boolean; readonly tailLines?: number; readonly sinceMs?: number; readonly limitBytes?: number },
) {
  const { timestamps, tailLines, sinceMs, limitBytes } = options;
  const selection = {
    timestamps,
    ...(tailLines !== undefined && { tailLines }),
    ...(sinceMs !== undefined && { fromMs: sinceMs }),
    ...(limitBytes !== undefined && { limitBytes }),
  };
  return { fromLine: log.lineCount, text: log.read(selection) };
}

/** Which run's log is meant. @throws StatusError as the kubelet's validateContainerLogStatus words it */
function chooseLog(record: ContainerRecord, address: ContainerAddress, previous: boolean): ContainerLog {
  const { run, startFailure } = record;
  const waiting = run?.live ? undefined : startFailure;
  if (previous) {
    const ended = waiting ? run : record.previous;
    if (!ended) throw badRequest(`previous terminated container ${JSON.stringify(address.container)} in pod ${JSON.stringify(address.podName)} not found`);
    return ended.log;
  }
  if (run) return run.log;
  const why =
    waiting?.reason === 'ErrImagePull'
      ? "image can't be pulled"
      : waiting?.reason === 'ImagePullBackOff'
        ? 'trying and failing to pull image'
        : (waiting?.reason ?? (record.role === 'app' ? 'ContainerCreating' : 'PodInitializing'));
  throw badRequest(`container ${JSON.stringify(address.container)} in pod ${JSON.stringify(address.podName)} is waiting to start: ${why}`);
}

function startIn(live: RunningContainer, command: readonly string[], options: StreamOptions): ChildProcess {
  const stdin = options.stdin ?? emptyReader();
  const stdout = options.stdout ?? nullWriter();
  const stderr = options.stderr ?? stdout;
  try {
    return live.exec(command, { stdin, stdout, stderr, ...(options.tty && { tty: options.tty }) });
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    const id = digestOf(command.join(' '));
    throw internalError(
      `error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: ${formatExecError(error, command[0] ?? '')}`,
    );
  }
}

/** Copies bytes both ways until one side ends. */
async function relay(socket: Socket, input: ByteReader, output: ByteWriter, cancel: CancelToken): Promise<void> {
  const upwards = async (): Promise<void> => {
    for (let bytes = await input.read(cancel); bytes; bytes = await input.read(cancel)) await socket.write(bytes, cancel);
    socket.end();
  };
  const downwards = async (): Promise<void> => {
    for (let bytes = await socket.read(cancel); bytes; bytes = await socket.read(cancel)) await output.write(bytes, cancel);
  };
  try {
    const sending = upwards().catch(ignoreClosed);
    await downwards();
    socket.close();
    void sending;
  } catch (error) {
    ignoreClosed(error);
  } finally {
    socket.close();
  }
}

function ignoreClosed(error: unknown): void {
  if (!(error instanceof BrokenPipeError || error instanceof Cancelled)) throw error;
}
