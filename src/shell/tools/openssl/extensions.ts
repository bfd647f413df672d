import { decodeText, encodeText } from '#os/bytes.ts';
import type { Extension } from '#os/x509/certificate.ts';
import { der, fromHex, integer, numberOf, objectIdentifier, partsOf, readDer, readObjectIdentifier, sequence, tags, toHex } from '#os/x509/der.ts';
import { encodeRsaNumbers, type RsaPublicKey } from '#os/x509/rsa.ts';
import { sha256 } from '#sim/digest.ts';
import { UsageError } from '#sim/usage-error.ts';

const oids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

const usages: readonly (readonly [setting: string, shown: string])[] = [
  ['digitalSignature', 'Digital Signature'],
  ['nonRepudiation', 'Non Repudiation'],
  ['keyEncipherment', 'Key Encipherment'],
  ['dataEncipherment', 'Data Encipherment'],
  ['keyAgreement', 'Key Agreement'],
  ['keyCertSign', 'Certificate Sign'],
  ['cRLSign', 'CRL Sign'],
];
const purposes: readonly (readonly [setting: string, oid: string, shown: string])[] = [
  ['serverAuth', '1.3.6.1.5.5.7.3.1', 'TLS Web Server Authentication'],
  ['clientAuth', '1.3.6.1.5.5.7.3.2', 'TLS Web Client Authentication'],
  ['codeSigning', '1.3.6.1.5.5.7.3.3', 'Code Signing'],
];

/** The identifier of a key: a digest of its numbers, twenty bytes long (RFC 7093, method 1). */
export const keyIdentifierOf = (key: RsaPublicKey): Uint8Array => fromHex(sha256(encodeRsaNumbers(key))).subarray(0, 20);

/** What `req -x509` puts into a certificate that signs itself. */
export function authorityExtensions(key: RsaPublicKey): Extension[] {
  const identifier = keyIdentifierOf(key);
  return [
    { oid: oids.subjectKeyIdentifier, isCritical: false, value: der(tags.octetString, identifier) },
    { oid: oids.authorityKeyIdentifier, isCritical: false, value: sequence(der(0x80, identifier)) },
    { oid: oids.basicConstraints, isCritical: true, value: sequence(der(tags.boolean, Uint8Array.of(0xff))) },
  ];
}

/** Reads a setting as of -addext: `subjectAltName=DNS:web,IP:10.0.0.1`. @throws UsageError for one we don't have */
export function parseExtension(setting: string): Extension {
  const [, name = '', critical, value = ''] = /^\s*(\w+)\s*=\s*(critical\s*,\s*)?(.*)$/.exec(setting) ?? [];
  const isCritical = critical !== undefined;
  const words = value.split(',').map((word) => word.trim());
  switch (name) {
    case 'subjectAltName':
      return { oid: oids.subjectAltName, isCritical, value: sequence(...words.map(encodeAlternative)) };
    case 'basicConstraints': {
      const path = words.map((word) => /^pathlen:(\d+)$/i.exec(word)?.[1]).find((each) => each !== undefined);
      const isAuthority = words.some((word) => /^CA:true$/i.test(word));
      return {
        oid: oids.basicConstraints,
        isCritical,
        value: sequence(...(isAuthority ? [der(tags.boolean, Uint8Array.of(0xff))] : []), ...(path === undefined ? [] : [integer(Number(path))])),
      };
    }
    case 'keyUsage': {
      let bits = 0;
      for (const word of words) {
        const at = usages.findIndex(([usage]) => usage === word);
        if (at < 0) throw new UsageError(`Error adding extension: unknown key usage ${word}`);
        bits |= 0x80 >> at;
      }
      const unused = bits === 0 ? 0 : Math.log2(bits & -bits);
      return { oid: oids.keyUsage, isCritical, value: der(tags.bitString, Uint8Array.of(unused, bits)) };
    }
    case 'extendedKeyUsage':
      return {
        oid: oids.extendedKeyUsage,
        isCritical,
        value: sequence(
          ...words.map((word) => {
            const purpose = purposes.find(([each]) => each === word);
            if (!purpose) throw new UsageError(`Error adding extension: unknown purpose ${word}`);
            return objectIdentifier(purpose[1]);
          }),
        ),
      };
    default:
      throw new UsageError(`Error adding extension: ${setting}: not supported here`);
  }
}

function encodeAlternative(text: string): Uint8Array {
  const [, kind = '', value = ''] = /^(\w+):(.*)$/.exec(text) ?? [];
  if (kind === 'DNS') return der(0x82, encodeText(value));
  if (kind === 'email') return der(0x81, encodeText(value));
  if (kind === 'URI') return der(0x86, encodeText(value));
  if (kind === 'IP' && /^\d+(\.\d+){3}$/.test(value)) return der(0x87, Uint8Array.from(value.split('.').map(Number)));
  throw new UsageError(`Error adding extension: bad alternative name ${text}`);
}

/** The extensions as -text shows them, without the heading. */
export function formatExtensions(extensions: readonly Extension[], indent: string): string {
  return extensions.map((extension) => formatExtension(extension, indent)).join('');
}

function formatExtension({ oid, isCritical, value }: Extension, indent: string): string {
  const [name, text] = describe(oid, value);
  return `${indent}${name}: ${isCritical ? 'critical' : ''}\n${indent}    ${text}\n`;
}

function describe(oid: string, value: Uint8Array): readonly [name: string, text: string] {
  const [node] = readDer(value);
  if (!node) return [oid, ''];
  const colons = (bytes: Uint8Array): string => (toHex(bytes).toUpperCase().match(/../g) ?? []).join(':');
  switch (oid) {
    case oids.subjectKeyIdentifier:
      return ['X509v3 Subject Key Identifier', colons(node.content)];
    case oids.authorityKeyIdentifier:
      return ['X509v3 Authority Key Identifier', colons(partsOf(node)[0]?.content ?? new Uint8Array(0))];
    case oids.basicConstraints: {
      const parts = partsOf(node);
      const path = parts.find((part) => part.tag === tags.integer);
      return ['X509v3 Basic Constraints', `CA:${parts[0]?.tag === tags.boolean ? 'TRUE' : 'FALSE'}${path ? `, pathlen:${numberOf(path.content)}` : ''}`];
    }
    case oids.keyUsage:
      return [
        'X509v3 Key Usage',
        usages
          .filter((_usage, at) => ((node.content[1] ?? 0) & (0x80 >> at)) !== 0)
          .map(([, shown]) => shown)
          .join(', '),
      ];
    case oids.extendedKeyUsage:
      return [
        'X509v3 Extended Key Usage',
        partsOf(node)
          .map((part) => purposes.find(([, each]) => each === readObjectIdentifier(part))?.[2] ?? readObjectIdentifier(part))
          .join(', '),
      ];
    case oids.subjectAltName:
      return [
        'X509v3 Subject Alternative Name',
        partsOf(node)
          .map(({ tag, content }) => describeAlternative(tag, content))
          .join(', '),
      ];
    default:
      return [oid, [...value].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')];
  }
}

function describeAlternative(tag: number, content: Uint8Array): string {
  if (tag === 0x87) return `IP Address:${[...content].join('.')}`;
  const kinds: Readonly<Record<number, string>> = { 129: 'email', 130: 'DNS', 134: 'URI' };
  return `${kinds[tag] ?? 'othername'}:${decodeText(content)}`;
}
