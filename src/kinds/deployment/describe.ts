import type { Deployment, ReplicaSet } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatSelector, selectorFromLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { formatLongTime, writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { writePodTemplate } from '../pod-template/describe.ts';
import { findNewReplicaSet, listOwnReplicaSets } from './replica-sets.ts';

/** `kubectl describe deployment`. */
export async function describeDeployment(deployment: Stored<Deployment>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writer.line(0, 'Name:', deployment.metadata.name);
  writer.line(0, 'Namespace:', deployment.metadata.namespace ?? '');
  writer.line(0, 'CreationTimestamp:', formatLongTime(deployment.metadata.creationTimestamp));
  writeLabels(writer, 'Labels', deployment.metadata.labels);
  writeAnnotations(writer, 'Annotations', deployment.metadata.annotations);
  writer.line(0, 'Selector:', formatSelector(selectorFromLabelSelector(deployment.spec?.selector)));
  writeRollout(writer, deployment);
  writePodTemplate(writer, deployment.spec?.template);
  writeConditions(writer, deployment);
  const sets = await listOwnReplicaSets(deployment, context);
  const current = findNewReplicaSet(deployment, sets);
  writer.line(0, 'OldReplicaSets:', formatReplicaSets(sets.filter((set) => set !== current)));
  writer.line(0, 'NewReplicaSet:', formatReplicaSets(current ? [current] : []));
  writeEvents(writer, await readEvents(deployment, context), context.nowMs);
  return writer.text();
}

function writeRollout(writer: DescribeWriter, deployment: Deployment): void {
  const { spec, status } = deployment;
  const counts = [
    `${spec?.replicas ?? 0} desired`,
    `${status?.updatedReplicas ?? 0} updated`,
    `${status?.replicas ?? 0} total`,
    `${status?.availableReplicas ?? 0} available`,
    `${status?.unavailableReplicas ?? 0} unavailable`,
  ];
  writer.line(0, 'Replicas:', counts.join(' | '));
  writer.line(0, 'StrategyType:', spec?.strategy?.type ?? '');
  writer.line(0, 'MinReadySeconds:', String(spec?.minReadySeconds ?? 0));
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling) writer.line(0, 'RollingUpdateStrategy:', `${rolling.maxUnavailable ?? 0} max unavailable, ${rolling.maxSurge ?? 0} max surge`);
}

function writeConditions(writer: DescribeWriter, deployment: Deployment): void {
  const conditions = deployment.status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type', 'Status', 'Reason');
  writer.line(1, '----', '------', '------');
  for (const condition of conditions) writer.line(1, `${condition.type} `, condition.status, condition.reason ?? '');
}

function formatReplicaSets(sets: readonly Stored<ReplicaSet>[]): string {
  const texts = sets.map((set) => `${set.metadata.name} (${set.status?.replicas ?? 0}/${set.spec?.replicas ?? 0} replicas created)`);
  return texts.join(', ') || '<none>';
}
