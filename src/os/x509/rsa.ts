import { sha256 } from '#sim/digest.ts';
import type { Random } from '#sim/random.ts';
import { concatBytes } from '../bytes.ts';
import {
  bitString,
  bytesOfNumber,
  DerError,
  der,
  derNull,
  fromHex,
  integer,
  numberOf,
  objectIdentifier,
  partsOf,
  readDer,
  readObjectIdentifier,
  sequence,
  tags,
} from './der.ts';

/** A public RSA key. */
export interface RsaPublicKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

/** A whole RSA key. */
export interface RsaKey extends RsaPublicKey {
  readonly secretExponent: bigint;
  readonly primes: readonly [bigint, bigint];
}

export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const SHA256 = '2.16.840.1.101.3.4.2.1';
const PUBLIC_EXPONENT = 65_537n;
/** Rounds of Miller and Rabin's test: for numbers of this size far more than enough. */
const WITNESSES = 6;

const smallPrimes: readonly bigint[] = (() => {
  const primes: number[] = [];
  for (let candidate = 3; primes.length < 300; candidate += 2) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes.map(BigInt);
})();

export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let power = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * power) % modulus;
    power = (power * power) % modulus;
  }
  return result;
}

function modularInverse(value: bigint, modulus: bigint): bigint {
  let [oldRest, rest, oldFactor, factor] = [value, modulus, 1n, 0n];
  while (rest !== 0n) {
    const quotient = oldRest / rest;
    [oldRest, rest] = [rest, oldRest - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  return ((oldFactor % modulus) + modulus) % modulus;
}

function isProbablyPrime(candidate: bigint, random: Random): boolean {
  if (smallPrimes.some((prime) => candidate % prime === 0n)) return candidate < 2000n && smallPrimes.includes(candidate);
  const minusOne = candidate - 1n;
  let [odd, twos] = [minusOne, 0];
  for (; (odd & 1n) === 0n; odd >>= 1n) twos++;
  for (let round = 0; round < WITNESSES; round++) {
    const witness = 2n + (numberOf(random.bytes(16)) % (candidate - 4n));
    let power = modularPower(witness, odd, candidate);
    if (power === 1n || power === minusOne) continue;
    let isWitness = true;
    for (let i = 1; i < twos && isWitness; i++) {
      power = (power * power) % candidate;
      if (power === minusOne) isWitness = false;
    }
    if (isWitness) return false;
  }
  return true;
}

/** A prime of so many bits with its two highest bits set, so that the product of two has twice as many. */
async function findPrime(bits: number, random: Random, pause: () => Promise<void>): Promise<bigint> {
  for (;;) {
    const candidate = (numberOf(random.bytes(Math.ceil(bits / 8))) & ((1n << BigInt(bits)) - 1n)) | (3n << BigInt(bits - 2)) | 1n;
    if (smallPrimes.some((prime) => candidate % prime === 0n)) continue;
    await pause();
    if ((candidate - 1n) % PUBLIC_EXPONENT !== 0n && isProbablyPrime(candidate, random)) return candidate;
  }
}

/**
 * Makes an RSA key from a seeded source: real primes, the same ones in every run.
 * @param pause is awaited before each long calculation, so that others get their turn
 */
export async function generateRsaKey(bits: number, random: Random, pause: () => Promise<void>): Promise<RsaKey> {
  const half = bits >> 1;
  const p = await findPrime(bits - half, random, pause);
  let q = await findPrime(half, random, pause);
  while (q === p) q = await findPrime(half, random, pause);
  const [large, small] = p > q ? [p, q] : [q, p];
  const secretExponent = modularInverse(PUBLIC_EXPONENT, (large - 1n) * (small - 1n));
  return { modulus: large * small, exponent: PUBLIC_EXPONENT, secretExponent, primes: [large, small] };
}

/** PKCS #8, what `BEGIN PRIVATE KEY` holds. */
export function encodePrivateKey(key: RsaKey): Uint8Array {
  const [p, q] = key.primes;
  const { secretExponent: d } = key;
  const inner = sequence(integer(0), ...[key.modulus, key.exponent, d, p, q, d % (p - 1n), d % (q - 1n), modularInverse(q, p)].map(integer));
  return sequence(integer(0), sequence(objectIdentifier(RSA_ENCRYPTION), derNull()), der(tags.octetString, inner));
}

/** Reads PKCS #8 or PKCS #1. @throws DerError when it is neither, or no RSA key */
export function decodePrivateKey(bytes: Uint8Array): RsaKey {
  const outer = partsOf(readDer(bytes)[0], 3);
  const algorithm = outer[1];
  let numbers = outer;
  if (algorithm?.tag === tags.sequence) {
    if (readObjectIdentifier(partsOf(algorithm, 1)[0] as (typeof outer)[number]) !== RSA_ENCRYPTION) throw new DerError('unsupported');
    numbers = partsOf(readDer((outer[2] as (typeof outer)[number]).content)[0], 9);
  }
  const [, modulus = 0n, exponent = 0n, secretExponent = 0n, p = 0n, q = 0n] = numbers.map(({ content }) => numberOf(content));
  return { modulus, exponent, secretExponent, primes: [p, q] };
}

/** What `BEGIN PUBLIC KEY` and a certificate hold. */
export function encodePublicKey(key: RsaPublicKey): Uint8Array {
  return sequence(sequence(objectIdentifier(RSA_ENCRYPTION), derNull()), bitString(encodeRsaNumbers(key)));
}

/** The key alone, without its algorithm: what a key identifier is the digest of. */
export const encodeRsaNumbers = (key: RsaPublicKey): Uint8Array => sequence(integer(key.modulus), integer(key.exponent));

/** @throws DerError when it is no RSA key */
export function decodePublicKey(bytes: Uint8Array): RsaPublicKey {
  const [algorithm, bits] = partsOf(readDer(bytes)[0], 2);
  const [oid] = partsOf(algorithm, 1);
  if (!oid || !bits || readObjectIdentifier(oid) !== RSA_ENCRYPTION) throw new DerError('unsupported');
  const [modulus, exponent] = partsOf(readDer(bits.content.subarray(1))[0], 2);
  return { modulus: numberOf(modulus?.content ?? new Uint8Array(0)), exponent: numberOf(exponent?.content ?? new Uint8Array(0)) };
}

/** The block that is signed (PKCS #1 v1.5 over SHA-256), as a number. */
function paddedDigest(message: Uint8Array, size: number): bigint {
  const digest = sequence(sequence(objectIdentifier(SHA256), derNull()), der(tags.octetString, fromHex(sha256(message))));
  const filling = new Uint8Array(Math.max(8, size - digest.length - 3)).fill(0xff);
  return numberOf(concatBytes([Uint8Array.of(0, 1), filling, Uint8Array.of(0), digest]));
}

const sizeOf = (key: RsaPublicKey): number => Math.ceil(key.modulus.toString(2).length / 8);

/** Signs a message: RSA with SHA-256. */
export function signRsa(key: RsaKey, message: Uint8Array): Uint8Array {
  const size = sizeOf(key);
  return bytesOfNumber(modularPower(paddedDigest(message, size), key.secretExponent, key.modulus), size);
}

export function verifyRsa(key: RsaPublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  return modularPower(numberOf(signature), key.exponent, key.modulus) === paddedDigest(message, sizeOf(key));
}
