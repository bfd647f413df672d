import type { PodDisruptionBudget } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatLabelSelector } from '#machinery/selector.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';

/** `kubectl describe poddisruptionbudget`. */
export async function describeBudget(budget: Stored<PodDisruptionBudget>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const { spec, status } = budget;
  writer.line(0, 'Name:', budget.metadata.name);
  writer.line(0, 'Namespace:', budget.metadata.namespace ?? '');
  if (spec?.minAvailable !== undefined) writer.line(0, 'Min available:', String(spec.minAvailable));
  else if (spec?.maxUnavailable !== undefined) writer.line(0, 'Max unavailable:', String(spec.maxUnavailable));
  writer.line(0, 'Selector:', spec?.selector ? formatLabelSelector(spec.selector) : '<unset>');
  writer.line(0, 'Status:');
  writer.line(2, 'Allowed disruptions:', String(status?.disruptionsAllowed ?? 0));
  writer.line(2, 'Current:', String(status?.currentHealthy ?? 0));
  writer.line(2, 'Desired:', String(status?.desiredHealthy ?? 0));
  writer.line(2, 'Total:', String(status?.expectedPods ?? 0));
  writeEvents(writer, await readEvents(budget, context), context.nowMs);
  return writer.text();
}
