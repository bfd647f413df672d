/** An IPv4 network in CIDR notation. */
export interface AddressRange {
  readonly text: string;
  /** How many addresses can be given: network and broadcast address cannot. */
  readonly size: number;
  /** The address at an offset; 0 is the first that can be given. */
  address(offset: number): string;
  /** The offset of an address; undefined when it lies outside. */
  offset(address: string): number | undefined;
}

/** Reads `10.96.0.0/12`. */
export function parseAddressRange(text: string): AddressRange {
  const [network = '', bits = '32'] = text.split('/');
  const first = (toNumber(network) ?? 0) + 1;
  const size = 2 ** (32 - Number(bits)) - 2;
  return {
    text,
    size,
    address: (offset) => toText(first + offset),
    offset(address) {
      const number = toNumber(address);
      if (number === undefined || number < first || number >= first + size) return undefined;
      return number - first;
    },
  };
}

function toNumber(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => (Math.floor(number / 2 ** shift) % 256).toString()).join('.');
}
