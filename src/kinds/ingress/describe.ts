import type { EndpointSlice, Ingress, IngressBackend, Service } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import { endpointSliceKind } from '../endpointslice/endpointslice.ts';
import { formatReadyEndpoints } from '../endpointslice/ready-endpoints.ts';
import { serviceKind } from '../service/service.ts';
import { ingressAddresses } from './ingress-addresses.ts';

/** `kubectl describe ingress`: with the endpoints behind each path. */
export async function describeIngress(ingress: Stored<Ingress>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const spec = ingress.spec ?? {};
  const namespace = ingress.metadata.namespace ?? '';
  writer.line(0, 'Name:', ingress.metadata.name);
  writeLabels(writer, 'Labels', ingress.metadata.labels);
  writer.line(0, 'Namespace:', namespace);
  writer.line(0, 'Address:', ingressAddresses(ingress).join(','));
  writer.line(0, 'Ingress Class:', spec.ingressClassName ?? '<none>');
  const fallback = spec.defaultBackend ? await describeBackendFully(spec.defaultBackend, namespace, context) : '<default>';
  writer.line(0, 'Default backend:', fallback);
  if ((spec.tls?.length ?? 0) > 0) {
    writer.line(0, 'TLS:');
    for (const { secretName, hosts = [] } of spec.tls ?? []) {
      writer.line(1, secretName ? `${secretName} terminates ${hosts.join(',')}` : `SNI routes ${hosts.join(',')}`);
    }
  }
  await writeRules(writer, ingress, fallback, context);
  writeAnnotations(writer, 'Annotations', ingress.metadata.annotations);
  writeEvents(writer, await readEvents(ingress, context), context.nowMs);
  return writer.text();
}

async function writeRules(writer: DescribeWriter, ingress: Stored<Ingress>, fallback: string, context: DescribeContext): Promise<void> {
  writer.line(0, 'Rules:');
  writer.line(1, 'Host', 'Path', 'Backends');
  writer.line(1, '----', '----', '--------');
  const rules = (ingress.spec?.rules ?? []).filter((rule) => rule.http);
  for (const rule of rules) {
    writer.line(1, rule.host || '*', '');
    for (const { path = '', backend } of rule.http?.paths ?? []) {
      writer.line(2, '', `${path} `, await describeBackendFully(backend, ingress.metadata.namespace ?? '', context));
    }
  }
  if (rules.length === 0) writer.line(1, '*', '*', fallback);
}

/** `svc:80 (10.244.1.2:80)`. */
async function describeBackendFully(backend: IngressBackend, namespace: string, context: DescribeContext): Promise<string> {
  const { service, resource } = backend;
  if (resource) return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
  if (!service) return '';
  const port = service.port?.name || String(service.port?.number ?? 0);
  return `${service.name}:${port} (${await describeEndpointsOf(service.name, port, namespace, context)})`;
}

async function describeEndpointsOf(name: string, port: string, namespace: string, context: DescribeContext): Promise<string> {
  const service = await context.get<Service>(serviceKind, namespace, name);
  if (!service) return `<error: services "${name}" not found>`;
  const slices = await context.list<EndpointSlice>(endpointSliceKind, namespace, { label: `kubernetes.io/service-name=${name}` });
  const found = (service.spec?.ports ?? []).find((candidate) => candidate.name === port || String(candidate.port) === port);
  return formatReadyEndpoints(slices, found?.name ?? '');
}
