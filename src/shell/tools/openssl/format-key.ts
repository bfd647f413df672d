import { bytesOfNumber, toHex } from '#os/x509/der.ts';
import type { RsaPublicKey } from '#os/x509/rsa.ts';

/** `Modulus=…`, as -modulus shows it. */
export const formatModulus = (key: RsaPublicKey): string => `Modulus=${key.modulus.toString(16).toUpperCase()}`;

/** Bytes as `aa:bb:…`, so many a line. */
export function formatBytes(bytes: Uint8Array, perLine: number, indent: string): string {
  const pairs = toHex(bytes).match(/../g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += perLine) lines.push(`${indent}${pairs.slice(at, at + perLine).join(':')}${at + perLine < pairs.length ? ':' : ''}`);
  return lines.join('\n');
}

/** A public key as -text shows it. */
export function formatPublicKey(key: RsaPublicKey, indent: string): string {
  const modulus = bytesOfNumber(key.modulus);
  const signed = (modulus[0] ?? 0) & 0x80 ? Uint8Array.of(0, ...modulus) : modulus;
  return [
    `${indent}Public Key Algorithm: rsaEncryption`,
    `${indent}    Public-Key: (${key.modulus.toString(2).length} bit)`,
    `${indent}    Modulus:`,
    formatBytes(signed, 15, `${indent}        `),
    `${indent}    Exponent: ${key.exponent} (0x${key.exponent.toString(16)})`,
  ].join('\n');
}
