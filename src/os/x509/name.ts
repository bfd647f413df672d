import { decodeText, encodeText } from '../bytes.ts';
import { type DerNode, der, objectIdentifier, partsOf, readObjectIdentifier, sequence, tags } from './der.ts';

/** A distinguished name: its attributes in order, by their short names. */
export type DistinguishedName = readonly (readonly [attribute: string, value: string])[];

const attributes: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  street: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  emailAddress: '1.2.840.113549.1.9.1',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
};
const names = new Map(Object.entries(attributes).map(([name, oid]) => [oid, name]));

export const isAttribute = (name: string): boolean => name in attributes;

export function encodeName(name: DistinguishedName): Uint8Array {
  return sequence(
    ...name.map(([attribute, value]) => {
      const tag =
        attribute === 'C' || attribute === 'serialNumber' ? tags.printable : attribute === 'emailAddress' || attribute === 'DC' ? tags.ia5 : tags.utf8;
      return der(tags.set, sequence(objectIdentifier(attributes[attribute] ?? attribute), der(tag, encodeText(value))));
    }),
  );
}

/** @throws DerError */
export function decodeName(node: DerNode | undefined): DistinguishedName {
  return partsOf(node).flatMap((set) =>
    partsOf(set).map((pair) => {
      const [oid, value] = partsOf(pair, 2);
      const dotted = oid ? readObjectIdentifier(oid) : '';
      return [names.get(dotted) ?? dotted, decodeText(value?.content ?? new Uint8Array(0))] as const;
    }),
  );
}
