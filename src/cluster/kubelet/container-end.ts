import type { Container } from '#machinery/generated/types.ts';
import type { FileSystem } from '#os/file-system.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerEnd } from './container-record.ts';
import type { ContainerExit } from './runtime/container-runtime.ts';

/** The most a termination message may say: 4096 bytes of its file, or 80 lines and 2048 bytes of the log. */
const MAX_MESSAGE_LENGTH = 4096;
const MAX_LOG_LINES = 80;
const MAX_LOG_LENGTH = 2048;

/** What the status tells about a container's end. @param fs its files, where the termination message may lie */
export function planContainerEnd(exit: ContainerExit, container: Container, log: ContainerLog, fs: FileSystem | undefined, nowMs: number): ContainerEnd {
  const exitCode = exit.status.code;
  const reason = exit.outOfMemory ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
  return { exitCode, reason, finishedAtMs: nowMs, message: readMessage(exitCode, container, log, fs) };
}

function readMessage(exitCode: number, container: Container, log: ContainerLog, fs: FileSystem | undefined): string {
  const path = container.terminationMessagePath ?? '/dev/termination-log';
  const written = fs?.exists(path) && fs.stat(path).type === 'file' ? fs.readText(path).slice(0, MAX_MESSAGE_LENGTH) : '';
  if (written || exitCode === 0 || container.terminationMessagePolicy !== 'FallbackToLogsOnError') return written;
  return log.read({ timestamps: false, tailLines: MAX_LOG_LINES }).slice(-MAX_LOG_LENGTH);
}
