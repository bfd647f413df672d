import type { Container, ObjectFieldSelector, Pod, ResourceFieldSelector } from '#machinery/generated/types.ts';
import { parseQuantity, quantityToMilli, quantityToValue } from '#machinery/quantity.ts';
import { ConfigError } from './config-source.ts';

/** What the downward API knows of a pod beyond its own object. */
export interface PodSurroundings {
  readonly hostAddress: string;
  readonly podAddress: string;
  readonly nodeAllocatable: Readonly<Record<string, string>>;
}

/** The value of a field reference. @throws ConfigError */
export function fieldValue(pod: Pod, selector: ObjectFieldSelector, around: PodSurroundings): string {
  const path = selector.fieldPath;
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(path);
  if (subscript) return metadata?.[subscript[1] as 'annotations' | 'labels']?.[subscript[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata?.name ?? '';
    case 'metadata.namespace':
      return metadata?.namespace ?? '';
    case 'metadata.uid':
      return metadata?.uid ?? '';
    case 'metadata.labels':
      return formatMap(metadata?.labels);
    case 'metadata.annotations':
      return formatMap(metadata?.annotations);
    case 'spec.nodeName':
      return spec?.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec?.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return around.hostAddress;
    case 'status.podIP':
    case 'status.podIPs':
      return around.podAddress;
    default:
      throw new ConfigError(`unsupported fieldPath: ${path}`);
  }
}

/** One `key="value"` a line, sorted, the value quoted as Go's %q does. */
function formatMap(map: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join('\n');
}

/** The value of a resource reference in units of its divisor, rounded up. Without a limit: what the node can give. @throws ConfigError */
export function resourceValue(container: Container, selector: ResourceFieldSelector, around: PodSurroundings): string {
  const [, kind, resource] = /^(limits|requests)\.(.+)$/.exec(selector.resource) ?? [];
  if (!kind || !resource) throw new ConfigError(`unsupported container resource : ${selector.resource}`);
  const { limits, requests } = container.resources ?? {};
  const capped = limits?.[resource] ?? around.nodeAllocatable[resource] ?? '0';
  const quantity = kind === 'limits' ? capped : (requests?.[resource] ?? '0');
  const divisor = selector.divisor && quantityToMilli(selector.divisor) > 0 ? selector.divisor : '1';
  parseQuantity(quantity);
  if (resource === 'cpu') return String(Math.ceil(quantityToMilli(quantity) / quantityToMilli(divisor)));
  return String(Math.ceil(quantityToValue(quantity) / quantityToValue(divisor)));
}
