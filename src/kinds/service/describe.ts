import type { EndpointSlice, Service, ServicePort } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeHeader } from '../describe-writer/metadata.ts';
import { endpointSliceKind } from '../endpointslice/endpointslice.ts';
import { formatReadyEndpoints } from '../endpointslice/ready-endpoints.ts';
import { formatPlainSelector } from './columns.ts';

/** `kubectl describe service`. */
export async function describeService(service: Stored<Service>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const spec = service.spec ?? {};
  writeHeader(writer, service);
  writer.line(0, 'Selector:', formatPlainSelector(spec.selector));
  writer.line(0, 'Type:', spec.type ?? '');
  writeAddresses(writer, service);
  const label = `kubernetes.io/service-name=${service.metadata.name}`;
  const slices = await context.list<EndpointSlice>(endpointSliceKind, service.metadata.namespace ?? '', { label });
  for (const port of spec.ports ?? []) writePort(writer, port, slices);
  writer.line(0, 'Session Affinity:', spec.sessionAffinity ?? '');
  if (spec.externalTrafficPolicy) writer.line(0, 'External Traffic Policy:', spec.externalTrafficPolicy);
  if (spec.internalTrafficPolicy !== undefined) writer.line(0, 'Internal Traffic Policy:', spec.internalTrafficPolicy);
  if (spec.trafficDistribution !== undefined) writer.line(0, 'Traffic Distribution:', spec.trafficDistribution);
  if (spec.healthCheckNodePort) writer.line(0, 'HealthCheck NodePort:', String(spec.healthCheckNodePort));
  if ((spec.loadBalancerSourceRanges?.length ?? 0) > 0) writer.line(0, 'LoadBalancer Source Ranges:', (spec.loadBalancerSourceRanges ?? []).join(','));
  writeEvents(writer, await readEvents(service, context), context.nowMs);
  return writer.text();
}

function writeAddresses(writer: DescribeWriter, service: Stored<Service>): void {
  const spec = service.spec ?? {};
  if (spec.ipFamilyPolicy !== undefined) writer.line(0, 'IP Family Policy:', spec.ipFamilyPolicy);
  writer.line(0, 'IP Families:', (spec.ipFamilies ?? []).join(',') || '<none>');
  writer.line(0, 'IP:', spec.clusterIP ?? '');
  writer.line(0, 'IPs:', (spec.clusterIPs ?? []).join(',') || '<none>');
  if ((spec.externalIPs?.length ?? 0) > 0) writer.line(0, 'External IPs:', (spec.externalIPs ?? []).join(','));
  if (spec.loadBalancerIP) writer.line(0, 'Desired LoadBalancer IP:', spec.loadBalancerIP);
  if (spec.externalName) writer.line(0, 'External Name:', spec.externalName);
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0) {
    const texts = ingress.map(({ ip, hostname = '', ipMode }) => {
      if (!ip) return hostname;
      return ipMode ? `${ip} (${ipMode})` : ip;
    });
    writer.line(0, 'LoadBalancer Ingress:', texts.join(', '));
  }
}

function writePort(writer: DescribeWriter, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name || '<unset>';
  const protocol = port.protocol ?? '';
  writer.line(0, 'Port:', name, `${port.port}/${protocol}`);
  writer.line(0, 'TargetPort:', `${port.targetPort ?? 0}/${protocol}`);
  if (port.nodePort) writer.line(0, 'NodePort:', name, `${port.nodePort}/${protocol}`);
  writer.line(0, 'Endpoints:', formatReadyEndpoints(slices, port.name ?? ''));
}
