import type { Endpoint, EndpointSlice } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeHeader } from '../describe-writer/metadata.ts';

/** `kubectl describe endpointslice`. */
export async function describeEndpointSlice(slice: Stored<EndpointSlice>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  writeHeader(writer, slice);
  writer.line(0, 'AddressType:', slice.addressType);
  const ports = slice.ports ?? [];
  if (ports.length === 0) writer.line(0, 'Ports: <unset>');
  else {
    writer.line(0, 'Ports:');
    writer.line(1, 'Name', 'Port', 'Protocol');
    writer.line(1, '----', '----', '--------');
    for (const port of ports) writer.line(1, port.name || '<unset>', port.port === undefined ? '<unset>' : String(port.port), port.protocol ?? '');
  }
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length === 0) writer.line(0, 'Endpoints: <none>');
  else {
    writer.line(0, 'Endpoints:');
    for (const endpoint of endpoints) writeEndpoint(writer, endpoint);
  }
  writeEvents(writer, await readEvents(slice, context), context.nowMs);
  return writer.text();
}

function writeEndpoint(writer: DescribeWriter, endpoint: Endpoint): void {
  writer.line(1, '- Addresses:', endpoint.addresses.join(', '));
  writer.line(2, 'Conditions:');
  writer.line(3, 'Ready:', endpoint.conditions?.ready === undefined ? '<unset>' : String(endpoint.conditions.ready));
  writer.line(2, 'Hostname:', endpoint.hostname || '<unset>');
  if (endpoint.targetRef) writer.line(2, 'TargetRef:', `${endpoint.targetRef.kind ?? ''}/${endpoint.targetRef.name ?? ''}`);
  writer.line(2, 'NodeName:', endpoint.nodeName || '<unset>');
  writer.line(2, 'Zone:', endpoint.zone || '<unset>');
}
