import type { Endpoints } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeHeader } from '../describe-writer/metadata.ts';

/** `kubectl describe endpoints`. */
export async function describeEndpoints(endpoints: Stored<Endpoints>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writeHeader(writer, endpoints);
  writer.line(0, 'Subsets:');
  for (const subset of endpoints.subsets ?? []) {
    writer.line(1, 'Addresses:', (subset.addresses ?? []).map((address) => address.ip).join(',') || '<none>');
    writer.line(1, 'NotReadyAddresses:', (subset.notReadyAddresses ?? []).map((address) => address.ip).join(',') || '<none>');
    const ports = subset.ports ?? [];
    if (ports.length > 0) {
      writer.line(1, 'Ports:');
      writer.line(2, 'Name', 'Port', 'Protocol');
      writer.line(2, '----', '----', '--------');
      for (const port of ports) writer.line(2, port.name || '<unset>', String(port.port), port.protocol ?? '');
    }
    writer.raw('\n');
  }
  writeEvents(writer, await readEvents(endpoints, context), context.nowMs);
  return writer.text();
}
