import { decodeText, encodeText } from '../bytes.ts';
import {
  bitString,
  bytesOfNumber,
  type DerNode,
  der,
  derNull,
  integer,
  numberOf,
  objectIdentifier,
  partsOf,
  readDer,
  readObjectIdentifier,
  sequence,
  tags,
} from './der.ts';
import { type DistinguishedName, decodeName, encodeName } from './name.ts';
import { decodePublicKey, encodePublicKey, type RsaKey, type RsaPublicKey, signRsa, verifyRsa } from './rsa.ts';

/** sha256WithRSAEncryption, the one algorithm that signs here. */
const SIGNATURE_ALGORITHM = '1.2.840.113549.1.1.11';
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** An extension of a certificate as it is encoded. */
export interface Extension {
  readonly oid: string;
  readonly isCritical: boolean;
  /** The value inside the octet string. */
  readonly value: Uint8Array;
}

/** What is asked to be signed (PKCS #10). */
export interface CertificateRequest {
  readonly subject: DistinguishedName;
  readonly publicKey: RsaPublicKey;
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
  readonly signed: Uint8Array;
}

/** An X.509 certificate. */
export interface Certificate {
  readonly version: number;
  readonly serial: bigint;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly publicKey: RsaPublicKey;
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
  /** The bytes the signature is over. */
  readonly signed: Uint8Array;
}

const algorithm = (): Uint8Array => sequence(objectIdentifier(SIGNATURE_ALGORITHM), derNull());

const encodeExtensions = (extensions: readonly Extension[]): Uint8Array =>
  sequence(
    ...extensions.map(({ oid, isCritical, value }) =>
      sequence(objectIdentifier(oid), ...(isCritical ? [der(tags.boolean, Uint8Array.of(0xff))] : []), der(tags.octetString, value)),
    ),
  );

function decodeExtensions(node: DerNode | undefined): Extension[] {
  return partsOf(node).map((each) => {
    const parts = partsOf(each, 2);
    const [oid] = parts;
    return { oid: oid ? readObjectIdentifier(oid) : '', isCritical: parts.length > 2, value: parts.at(-1)?.content ?? new Uint8Array(0) };
  });
}

/** Makes a request and signs it with the key it is for. @returns DER */
export function createRequest(subject: DistinguishedName, key: RsaKey, extensions: readonly Extension[]): Uint8Array {
  const asked = extensions.length === 0 ? [] : [sequence(objectIdentifier(EXTENSION_REQUEST), der(tags.set, encodeExtensions(extensions)))];
  const signed = sequence(integer(0), encodeName(subject), encodePublicKey(key), der(0xa0, ...asked));
  return sequence(signed, algorithm(), bitString(signRsa(key, signed)));
}

/** @throws DerError when it is no request with an RSA key */
export function decodeRequest(bytes: Uint8Array): CertificateRequest {
  const [signed, , signature] = partsOf(readDer(bytes)[0], 3);
  const [, subject, publicKey, attributes] = partsOf(signed, 3);
  const extensions = (attributes ? partsOf(attributes) : []).flatMap((attribute) => {
    const [oid, values] = partsOf(attribute, 2);
    return oid && readObjectIdentifier(oid) === EXTENSION_REQUEST ? decodeExtensions(partsOf(values)[0]) : [];
  });
  return {
    subject: decodeName(subject),
    publicKey: decodePublicKey(publicKey?.whole ?? new Uint8Array(0)),
    extensions,
    signature: signature?.content.subarray(1) ?? new Uint8Array(0),
    signed: signed?.whole ?? new Uint8Array(0),
  };
}

/** What a certificate is to say. */
export interface CertificateFields {
  readonly serial: bigint;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly publicKey: RsaPublicKey;
  readonly extensions: readonly Extension[];
}

/** Makes a certificate and signs it with the issuer's key. @returns DER; version 3 when it has extensions, else 1 */
export function createCertificate(fields: CertificateFields, issuerKey: RsaKey): Uint8Array {
  const { extensions } = fields;
  const signed = sequence(
    ...(extensions.length > 0 ? [der(0xa0, integer(2))] : []),
    integer(fields.serial),
    algorithm(),
    encodeName(fields.issuer),
    sequence(encodeTime(fields.notBeforeMs), encodeTime(fields.notAfterMs)),
    encodeName(fields.subject),
    encodePublicKey(fields.publicKey),
    ...(extensions.length > 0 ? [der(0xa3, encodeExtensions(extensions))] : []),
  );
  return sequence(signed, algorithm(), bitString(signRsa(issuerKey, signed)));
}

/** @throws DerError when it is no certificate with an RSA key */
export function decodeCertificate(bytes: Uint8Array): Certificate {
  const [signed, , signature] = partsOf(readDer(bytes)[0], 3);
  const all = partsOf(signed, 6);
  const version = all[0]?.tag === 0xa0 ? Number(numberOf(partsOf(all[0])[0]?.content ?? new Uint8Array(0))) + 1 : 1;
  const [serial, , issuer, validity, subject, publicKey] = version === 1 && all[0]?.tag !== 0xa0 ? all : all.slice(1);
  const extensions = all.find((node) => node.tag === 0xa3);
  const [notBefore, notAfter] = partsOf(validity, 2);
  return {
    version,
    serial: numberOf(serial?.content ?? new Uint8Array(0)),
    issuer: decodeName(issuer),
    subject: decodeName(subject),
    notBeforeMs: decodeTime(notBefore),
    notAfterMs: decodeTime(notAfter),
    publicKey: decodePublicKey(publicKey?.whole ?? new Uint8Array(0)),
    extensions: extensions ? decodeExtensions(partsOf(extensions)[0]) : [],
    signature: signature?.content.subarray(1) ?? new Uint8Array(0),
    signed: signed?.whole ?? new Uint8Array(0),
  };
}

/** Whether the holder of a key signed this. */
export function isSignedBy({ signed, signature }: Pick<Certificate, 'signed' | 'signature'>, key: RsaPublicKey): boolean {
  return verifyRsa(key, signed, signature);
}

/** UTCTime to the end of 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). */
function encodeTime(ms: number): Uint8Array {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return digits < '2050' ? der(tags.utcTime, encodeText(digits.slice(2))) : der(tags.generalizedTime, encodeText(digits));
}

function decodeTime(node: DerNode | undefined): number {
  const text = decodeText(node?.content ?? new Uint8Array(0));
  const full = node?.tag === tags.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = [0, 4, 6, 8, 10, 12].map((at) => Number(full.slice(at, at === 0 ? 4 : at + 2)));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** A serial number as OpenSSL draws one: 20 bytes, positive. */
export function serialOf(random: Uint8Array): bigint {
  return numberOf(bytesOfNumber(numberOf(random) & ((1n << 159n) - 1n)));
}
