import type { LimitRange } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { limitRows } from './limit-rows.ts';

/** `kubectl describe limitrange`. */
export async function describeLimitRange(range: Stored<LimitRange>): Promise<string> {
  const writer = createDescribeWriter();
  writer.line(0, 'Name:', range.metadata.name);
  writer.line(0, 'Namespace:', range.metadata.namespace ?? '');
  writer.line(0, 'Type', 'Resource', 'Min', 'Max', 'Default Request', 'Default Limit', 'Max Limit/Request Ratio');
  writer.line(0, '----', '--------', '---', '---', '---------------', '-------------', '-----------------------');
  for (const row of limitRows(range)) writer.line(0, ...row);
  return writer.text();
}
