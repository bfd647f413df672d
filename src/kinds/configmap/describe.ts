import type { ConfigMap } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeHeader } from '../describe-writer/metadata.ts';
import { decodedLength } from '../key-value-data.ts';

/** `kubectl describe configmap`. */
export async function describeConfigMap(map: Stored<ConfigMap>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writeHeader(writer, map);
  writer.raw('\nData\n====\n');
  const data = map.data ?? {};
  for (const key of Object.keys(data).sort()) writer.raw(`${key}:\n----\n${data[key] ?? ''}\n\n`);
  writer.raw('\nBinaryData\n====\n');
  const binary = map.binaryData ?? {};
  for (const key of Object.keys(binary).sort()) writer.raw(`${key}: ${decodedLength(binary[key] ?? '')} bytes\n`);
  writer.raw('\n');
  writeEvents(writer, await readEvents(map, context), context.nowMs);
  return writer.text();
}
