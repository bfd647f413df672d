import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatController, formatLongTime, writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { writeContainers, writeResources } from '../pod-template/describe-containers.ts';
import { writePlacement, writeTopologySpread } from '../pod-template/describe-placement.ts';
import { writeVolumes } from '../pod-template/describe-volumes.ts';
import { formatTimeSince } from '../table-columns.ts';
import { readPodField } from './downward-fields.ts';
import { planQosClass } from './qos.ts';

/** `kubectl describe pod`. */
export async function describePod(pod: Stored<Pod>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const spec = pod.spec ?? { containers: [] };
  writeIdentity(writer, pod);
  writeStatus(writer, pod, context.nowMs);
  writeAddresses(writer, pod);
  if (spec.resources) {
    writer.line(0, 'Resources:');
    writeResources(writer, spec.resources, 1);
  }
  writeAllContainers(writer, pod);
  writeConditions(writer, pod);
  writeVolumes(writer, spec.volumes ?? [], '');
  writer.line(0, 'QoS Class:', pod.status?.qosClass || planQosClass(pod));
  writePlacement(writer, spec, '');
  writeTopologySpread(writer, spec, '');
  writeEvents(writer, await readEvents(pod, context), context.nowMs);
  return writer.text();
}

function writeIdentity(writer: DescribeWriter, pod: Stored<Pod>): void {
  const { spec, status } = pod;
  writer.line(0, 'Name:', pod.metadata.name);
  writer.line(0, 'Namespace:', pod.metadata.namespace ?? '');
  if (spec?.priority !== undefined) writer.line(0, 'Priority:', String(spec.priority));
  if (spec?.priorityClassName) writer.line(0, 'Priority Class Name:', spec.priorityClassName);
  if (spec?.runtimeClassName) writer.line(0, 'Runtime Class Name:', spec.runtimeClassName);
  if (spec?.serviceAccountName) writer.line(0, 'Service Account:', spec.serviceAccountName);
  writer.line(0, 'Node:', spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>');
  if (status?.startTime) writer.line(0, 'Start Time:', formatLongTime(status.startTime));
  writeLabels(writer, 'Labels', pod.metadata.labels);
  writeAnnotations(writer, 'Annotations', pod.metadata.annotations);
}

function writeStatus(writer: DescribeWriter, pod: Stored<Pod>, nowMs: number): void {
  const { status } = pod;
  if (pod.metadata.deletionTimestamp && status?.reason !== 'NodeLost') {
    writer.line(0, 'Status:', `Terminating (lasts ${formatTimeSince(pod.metadata.deletionTimestamp, nowMs)})`);
    writer.line(0, 'Termination Grace Period:', `${pod.metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else writer.line(0, 'Status:', status?.phase ?? '');
  if (status?.reason) writer.line(0, 'Reason:', status.reason);
  if (status?.message) writer.line(0, 'Message:', status.message);
  const seccomp = pod.spec?.securityContext?.seccompProfile;
  if (!seccomp) return;
  writer.line(0, 'SeccompProfile:', seccomp.type);
  if (seccomp.type === 'Localhost') writer.line(0, 'LocalhostProfile:', seccomp.localhostProfile ?? '');
}

function writeAddresses(writer: DescribeWriter, pod: Stored<Pod>): void {
  writer.line(0, 'IP:', pod.status?.podIP ?? '');
  const ips = pod.status?.podIPs ?? [];
  if (ips.length === 0) writer.line(0, 'IPs:', '<none>');
  else writer.line(0, 'IPs:');
  for (const { ip } of ips) writer.line(1, 'IP:', ip);
  const controller = formatController(pod);
  if (controller) writer.line(0, 'Controlled By:', controller);
  if (pod.status?.nominatedNodeName) writer.line(0, 'NominatedNodeName:', pod.status.nominatedNodeName);
}

function writeAllContainers(writer: DescribeWriter, pod: Stored<Pod>): void {
  const { spec, status } = pod;
  const inPod = { indent: '', fieldValue: (path: string) => readPodField(pod, path) } as const;
  if ((spec?.initContainers?.length ?? 0) > 0) {
    writeContainers(writer, { ...inPod, title: 'Init Containers', containers: spec?.initContainers ?? [], statuses: status?.initContainerStatuses ?? [] });
  }
  writeContainers(writer, { ...inPod, title: 'Containers', containers: spec?.containers ?? [], statuses: status?.containerStatuses ?? [] });
  if ((spec?.ephemeralContainers?.length ?? 0) > 0) {
    const containers = spec?.ephemeralContainers ?? [];
    writeContainers(writer, { ...inPod, title: 'Ephemeral Containers', containers, statuses: status?.ephemeralContainerStatuses ?? [] });
  }
}

function writeConditions(writer: DescribeWriter, pod: Stored<Pod>): void {
  const conditions = pod.status?.conditions ?? [];
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length > 0) {
    writer.line(0, 'Readiness Gates:');
    writer.line(1, 'Type', 'Status');
    for (const gate of gates) {
      const status = conditions.find((condition) => condition.type === gate.conditionType)?.status ?? '<none>';
      writer.line(1, `${gate.conditionType} `, `${status} `);
    }
  }
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type', 'Status');
  for (const condition of conditions) writer.line(1, `${condition.type} `, `${condition.status} `);
}
