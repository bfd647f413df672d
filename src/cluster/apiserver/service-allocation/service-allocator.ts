import { invalid } from '#machinery/field-error.ts';
import type { Service, ServicePort, ServiceSpec } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import type { FieldError } from '#machinery/status-error.ts';
import { internalError } from '#machinery/status-errors.ts';
import type { Random } from '#sim/random.ts';
import type { HookResult, ResourceHook } from '../resource-hook.ts';
import { type AddressRange, parseAddressRange } from './address-range.ts';
import { createNumberPool, type NumberPool } from './number-pool.ts';

const NONE = 'None';
const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;

interface Pools {
  readonly range: AddressRange;
  readonly addresses: NumberPool;
  readonly nodePorts: NumberPool;
}

/** What one write took and gives back: applied at once, taken back by `undo`. */
interface Ledger {
  readonly errors: FieldError[];
  readonly taken: (() => void)[];
  readonly released: (() => void)[];
}

/**
 * Gives Services their cluster addresses and node ports, as upstream's service registry does:
 * an address asked for, or one by chance above the first 256 of the range; ports 30000 to 32767, by chance above the first 86.
 */
export function createServiceAllocator(cidr: string, random: Random): ResourceHook {
  const range = parseAddressRange(cidr);
  // As upstream: the lower part is for static addresses, min(max(16, size/16), 256); for ports min(max(16, size/32), 128).
  const band = Math.min(Math.max(16, Math.floor(range.size / 16)), 256);
  const portCount = LAST_NODE_PORT - FIRST_NODE_PORT + 1;
  const pools: Pools = {
    range,
    addresses: createNumberPool(range.size, band, random),
    nodePorts: createNumberPool(portCount, Math.min(Math.max(16, Math.floor(portCount / 32)), 128), random),
  };

  return {
    beforeWrite(next, before) {
      return allocate(pools, next as Service & KubeObject, before as (Service & KubeObject) | undefined);
    },
    afterDelete(object) {
      const ledger: Ledger = { errors: [], taken: [], released: [] };
      releaseAll(pools, specOf(object as Service), ledger);
      for (const release of ledger.released) release();
    },
  };
}

function specOf(service: Service | undefined): ServiceSpec {
  return service?.spec ?? {};
}

function allocate(pools: Pools, next: Service & KubeObject, before: (Service & KubeObject) | undefined): HookResult {
  const ledger: Ledger = { errors: [], taken: [], released: [] };
  const old = specOf(before);
  let spec = before ? keepAllocated(specOf(next), old) : specOf(next);
  spec = withAddress(pools, withFamilies(spec), old, ledger);
  spec = withNodePorts(pools, spec, old, ledger);
  // What is not needed any more goes back only when the write happens: `undo` skips it.
  for (const release of ledger.released) release();
  return {
    object: spec === next.spec ? next : { ...next, spec },
    errors: ledger.errors,
    undo() {
      for (const giveBack of ledger.taken) giveBack();
      takeAgain(pools, old);
    },
  };
}

/** As upstream's patchAllocatedValues: a client that leaves out what the server gave keeps it. */
function keepAllocated(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let kept = spec;
  if (needsAddress(spec) && needsAddress(old)) {
    if (!spec.clusterIP && old.clusterIP) kept = { ...kept, clusterIP: old.clusterIP };
    if (!spec.clusterIPs?.length && old.clusterIPs && kept.clusterIP === old.clusterIP) kept = { ...kept, clusterIPs: old.clusterIPs };
  } else if (needsAddress(old) && !needsAddress(spec) && spec.clusterIP === old.clusterIP) {
    const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...rest } = kept;
    kept = rest;
  }
  if (needsNodePorts(spec) && needsNodePorts(old)) {
    const ports = kept.ports?.map((port) => {
      const same = old.ports?.find((candidate) => candidate.port === port.port && (candidate.protocol ?? 'TCP') === (port.protocol ?? 'TCP'));
      return port.nodePort || !same?.nodePort ? port : { ...port, nodePort: same.nodePort };
    });
    if (ports?.some((port, i) => port !== kept.ports?.[i])) kept = { ...kept, ports };
  } else if (!needsNodePorts(spec) && needsNodePorts(old)) {
    const ports = kept.ports?.map((port) => {
      if (!port.nodePort || !old.ports?.some(({ nodePort }) => nodePort === port.nodePort)) return port;
      const { nodePort: _dropped, ...rest } = port;
      return rest;
    });
    if (ports?.some((port, i) => port !== kept.ports?.[i])) kept = { ...kept, ports };
  }
  return kept;
}

function needsAddress({ type }: ServiceSpec): boolean {
  return type !== 'ExternalName';
}

function needsNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

function withFamilies(spec: ServiceSpec): ServiceSpec {
  if (!needsAddress(spec)) return spec;
  // As upstream: a headless Service without a selector may have endpoints of both families.
  const isFree = spec.clusterIP === NONE && Object.keys(spec.selector ?? {}).length === 0 && spec.ipFamilyPolicy === undefined;
  const ipFamilyPolicy = spec.ipFamilyPolicy ?? (isFree ? 'RequireDualStack' : 'SingleStack');
  const ipFamilies = spec.ipFamilies?.length ? spec.ipFamilies : isFree ? ['IPv4', 'IPv6'] : ['IPv4'];
  if (ipFamilyPolicy === spec.ipFamilyPolicy && ipFamilies === spec.ipFamilies) return spec;
  return { ...spec, ipFamilies, ipFamilyPolicy };
}

function withAddress(pools: Pools, spec: ServiceSpec, old: ServiceSpec, ledger: Ledger): ServiceSpec {
  const had = old.clusterIP && old.clusterIP !== NONE ? old.clusterIP : undefined;
  if (!needsAddress(spec)) {
    if (had) releaseAddress(pools, had, ledger);
    return spec;
  }
  const wanted = spec.clusterIP || spec.clusterIPs?.[0];
  if (wanted === NONE) return spec.clusterIP === NONE && spec.clusterIPs?.[0] === NONE ? spec : { ...spec, clusterIP: NONE, clusterIPs: [NONE] };
  if (wanted !== undefined && wanted !== '') {
    if (wanted !== had) takeAddress(pools, wanted, ledger);
    return spec.clusterIP === wanted && spec.clusterIPs?.[0] === wanted ? spec : { ...spec, clusterIP: wanted, clusterIPs: [wanted] };
  }
  const offset = pools.addresses.takeNext();
  if (offset === undefined) throw internalError('failed to allocate a serviceIP: range is full');
  ledger.taken.push(() => pools.addresses.give(offset));
  const address = pools.range.address(offset);
  return { ...spec, clusterIP: address, clusterIPs: [address] };
}

function takeAddress({ range, addresses }: Pools, address: string, ledger: Ledger): void {
  const offset = range.offset(address);
  const problem =
    offset === undefined ? 'the provided network does not match the current range' : addresses.take(offset) ? undefined : 'provided IP is already allocated';
  if (problem !== undefined) ledger.errors.push(invalid('spec.clusterIPs', [address], `failed to allocate IP ${address}: ${problem}`));
  else if (offset !== undefined) ledger.taken.push(() => addresses.give(offset));
}

function releaseAddress({ range, addresses }: Pools, address: string, ledger: Ledger): void {
  const offset = range.offset(address);
  if (offset !== undefined) ledger.released.push(() => addresses.give(offset));
}

function withNodePorts(pools: Pools, spec: ServiceSpec, old: ServiceSpec, ledger: Ledger): ServiceSpec {
  const had = new Set((old.ports ?? []).flatMap(({ nodePort }) => nodePort || []));
  if (!needsNodePorts(spec)) {
    const keeps = new Set((spec.ports ?? []).flatMap(({ nodePort }) => nodePort || []));
    for (const port of had) if (!keeps.has(port)) releaseNodePort(pools, port, ledger);
    return spec;
  }
  const mine = new Set(had);
  const ports = (spec.ports ?? []).map((port, index): ServicePort => {
    if (port.nodePort) {
      if (!mine.has(port.nodePort)) takeNodePort(pools, port.nodePort, index, ledger);
      mine.add(port.nodePort);
      return port;
    }
    const offset = pools.nodePorts.takeNext();
    if (offset === undefined) throw internalError('failed to allocate a nodePort: range is full');
    ledger.taken.push(() => pools.nodePorts.give(offset));
    return { ...port, nodePort: FIRST_NODE_PORT + offset };
  });
  const used = new Set(ports.map(({ nodePort }) => nodePort));
  for (const port of had) if (!used.has(port)) releaseNodePort(pools, port, ledger);
  return ports.every((port, i) => port === spec.ports?.[i]) ? spec : { ...spec, ports };
}

function takeNodePort({ nodePorts }: Pools, port: number, index: number, ledger: Ledger): void {
  const field = `spec.ports[${index}].nodePort`;
  const offset = port - FIRST_NODE_PORT;
  if (port < FIRST_NODE_PORT || port > LAST_NODE_PORT) {
    const range = `${FIRST_NODE_PORT}-${LAST_NODE_PORT}`;
    ledger.errors.push(invalid(field, port, `provided port is not in the valid range. The range of valid ports is ${range}`));
  } else if (nodePorts.take(offset)) ledger.taken.push(() => nodePorts.give(offset));
  else ledger.errors.push(invalid(field, port, 'provided port is already allocated'));
}

function releaseNodePort({ nodePorts }: Pools, port: number, ledger: Ledger): void {
  ledger.released.push(() => nodePorts.give(port - FIRST_NODE_PORT));
}

function releaseAll(pools: Pools, spec: ServiceSpec, ledger: Ledger): void {
  if (spec.clusterIP && spec.clusterIP !== NONE) releaseAddress(pools, spec.clusterIP, ledger);
  for (const { nodePort } of spec.ports ?? []) if (nodePort) releaseNodePort(pools, nodePort, ledger);
}

/** Takes back what a write released that did not happen. */
function takeAgain({ range, addresses, nodePorts }: Pools, old: ServiceSpec): void {
  const offset = old.clusterIP ? range.offset(old.clusterIP) : undefined;
  if (offset !== undefined) addresses.take(offset);
  for (const { nodePort } of old.ports ?? []) if (nodePort) nodePorts.take(nodePort - FIRST_NODE_PORT);
}
