import type { Container, ContainerState, ContainerStatus, EphemeralContainer, ResourceRequirements, VolumeMount } from '#machinery/generated/types.ts';
import type { DescribeWriter } from '../describe-writer/describe-writer.ts';
import { formatLongTime } from '../describe-writer/metadata.ts';
import { compareText } from '../text-order.ts';
import { writeEnv, writeEnvFrom } from './describe-env.ts';
import { formatProbe } from './format-probe.ts';

type AnyContainer = Container | EphemeralContainer;

export interface ContainersToDescribe {
  /** `Containers`, `Init Containers`. */
  readonly title: string;
  readonly containers: readonly AnyContainer[];
  /** None in a template. */
  readonly statuses?: readonly ContainerStatus[];
  /** Two blanks in a template: everything moves, names by one blank only. */
  readonly indent: '' | '  ';
  /** The value of a pod's field, for variables; '' in a template, where there is no pod. */
  fieldValue(path: string): string;
}

/** Containers with what is known of them: image, ports, command, state, resources, probes, environment, mounts. */
export function writeContainers(writer: DescribeWriter, what: ContainersToDescribe): void {
  writer.line(0, `${what.indent}${what.title}:${what.containers.length === 0 ? ' <none>' : ''}`);
  const nameIndent = what.indent === '' ? '' : ' ';
  for (const container of what.containers) {
    const status = what.statuses?.find((candidate) => candidate.name === container.name);
    writer.line(1, `${nameIndent}${container.name}:`);
    writeBasics(writer, container, status);
    writeWords(writer, 'Command', container.command);
    writeWords(writer, 'Args', container.args);
    if (status) writeStates(writer, status);
    writeResources(writer, container.resources, 2);
    if (container.livenessProbe) writer.line(2, 'Liveness:', formatProbe(container.livenessProbe));
    if (container.readinessProbe) writer.line(2, 'Readiness:', formatProbe(container.readinessProbe));
    if (container.startupProbe) writer.line(2, 'Startup:', formatProbe(container.startupProbe));
    writeEnvFrom(writer, container.envFrom ?? []);
    writeEnv(writer, container, what.fieldValue);
    writeMounts(writer, container);
  }
}

function writeBasics(writer: DescribeWriter, container: AnyContainer, status: ContainerStatus | undefined): void {
  if (status) writer.line(2, 'Container ID:', status.containerID ?? '');
  writer.line(2, 'Image:', container.image ?? '');
  if (status) writer.line(2, 'Image ID:', status.imageID ?? '');
  const name = (text: string | undefined) => (text ? ` (${text})` : '');
  const ports = container.ports ?? [];
  const own = ports.map((port) => `${port.containerPort}/${port.protocol ?? ''}${name(port.name)}`);
  const host = ports.map((port) => `${port.hostPort ?? 0}/${port.protocol ?? ''}${name(port.name)}`);
  writer.line(2, ports.length > 1 ? 'Ports:' : 'Port:', own.join(', ') || '<none>');
  writer.line(2, ports.length > 1 ? 'Host Ports:' : 'Host Port:', host.join(', ') || '<none>');
  const seccomp = container.securityContext?.seccompProfile;
  if (!seccomp) return;
  writer.line(2, 'SeccompProfile:', seccomp.type);
  if (seccomp.type === 'Localhost') writer.line(2, 'LocalhostProfile:', seccomp.localhostProfile ?? '');
}

function writeWords(writer: DescribeWriter, title: string, words: readonly string[] | undefined): void {
  if (!words || words.length === 0) return;
  writer.line(2, `${title}:`);
  for (const word of words) for (const line of word.split('\n')) writer.line(3, line);
}

function writeStates(writer: DescribeWriter, status: ContainerStatus): void {
  writeState(writer, 'State', status.state);
  if (status.lastState?.terminated) writeState(writer, 'Last State', status.lastState);
  writer.line(2, 'Ready:', status.ready ? 'True' : 'False');
  writer.line(2, 'Restart Count:', String(status.restartCount ?? 0));
}

function writeState(writer: DescribeWriter, title: string, state: ContainerState | undefined): void {
  const { running, waiting, terminated } = state ?? {};
  if (running) {
    writer.line(2, `${title}:`, 'Running');
    writer.line(3, 'Started:', formatLongTime(running.startedAt));
  } else if (waiting) {
    writer.line(2, `${title}:`, 'Waiting');
    if (waiting.reason) writer.line(3, 'Reason:', waiting.reason);
  } else if (terminated) {
    writer.line(2, `${title}:`, 'Terminated');
    if (terminated.reason) writer.line(3, 'Reason:', terminated.reason);
    if (terminated.message) writer.line(3, 'Message:', terminated.message);
    writer.line(3, 'Exit Code:', String(terminated.exitCode ?? 0));
    if (terminated.signal) writer.line(3, 'Signal:', String(terminated.signal));
    writer.line(3, 'Started:', formatLongTime(terminated.startedAt));
    writer.line(3, 'Finished:', formatLongTime(terminated.finishedAt));
  } else writer.line(2, `${title}:`, 'Waiting');
}

/** Limits and requests, each sorted by name. */
export function writeResources(writer: DescribeWriter, resources: ResourceRequirements | undefined, level: number): void {
  for (const [title, amounts] of [
    ['Limits:', resources?.limits],
    ['Requests:', resources?.requests],
  ] as const) {
    const names = Object.keys(amounts ?? {}).sort();
    if (names.length > 0) writer.line(level, title);
    for (const name of names) writer.line(level + 1, `${name}:`, amounts?.[name] ?? '');
  }
}

function writeMounts(writer: DescribeWriter, container: AnyContainer): void {
  const mounts = [...(container.volumeMounts ?? [])].sort((a, b) => compareText(a.mountPath, b.mountPath));
  if (mounts.length === 0) writer.line(2, 'Mounts:', '<none>');
  else writer.line(2, 'Mounts:');
  for (const mount of mounts) writer.line(3, `${mount.mountPath} from ${mount.name} (${formatMountFlags(mount)})`);
  const devices = [...(container.volumeDevices ?? [])].sort((a, b) => compareText(a.devicePath, b.devicePath));
  if (devices.length > 0) writer.line(2, 'Devices:');
  for (const device of devices) writer.line(3, `${device.devicePath} from ${device.name}`);
}

function formatMountFlags(mount: VolumeMount): string {
  const access = mount.readOnly ? 'ro' : 'rw';
  return mount.subPath ? `${access},path="${mount.subPath}"` : access;
}
