/** Addresses of the simulated network. Nodes lie in 192.168.192.0/18, pods in 10.244.0.0/16, Services in 10.96.0.0/12. */
export const clusterDnsAddress = '10.96.0.10';

/** The address of the n-th node (from 0). The first is 192.168.192.2; .1 is the router. */
export function nodeAddress(index: number): string {
  return `192.168.${192 + Math.floor(index / 250)}.${(index % 250) + 2}`;
}

export const workstationAddress = '192.168.191.10';

/** Of those who look at the pod network without being pods: 10.245.0.0/16, where no pod is. */
export function visitorAddress(index: number): string {
  return `10.245.${Math.floor(index / 250)}.${(index % 250) + 2}`;
}

/** Whether an address belongs to the range of Services: 10.96.0.0/12. */
export function isServiceAddress(address: string): boolean {
  const [a, b = 0] = address.split('.').map(Number);
  return a === 10 && b >= 96 && b < 112;
}

export function isLoopbackAddress(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

export function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || text.includes(':');
}

/** Hands out the addresses of one pod network (a node's /24), lowest free one after the last, as host-local IPAM does. */
export interface AddressPool {
  /** undefined when all are taken. */
  take(): string | undefined;
  release(address: string): void;
}

/** @param cidr `10.244.3.0/24`; any prefix length from 16 to 30 */
export function createAddressPool(cidr: string): AddressPool {
  const [base = '10.244.0.0', bits = '24'] = cidr.split('/');
  const first = toNumber(base) + 2; // .0 is the network, .1 the bridge
  const count = 2 ** (32 - Number(bits)) - 3;
  const taken = new Set<number>();
  let last = -1;
  return {
    take() {
      for (let tried = 0; tried < count; tried++) {
        last = (last + 1) % count;
        if (taken.has(last)) continue;
        taken.add(last);
        return fromNumber(first + last);
      }
      return undefined;
    },
    release: (address) => void taken.delete(toNumber(address) - first),
  };
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function fromNumber(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
