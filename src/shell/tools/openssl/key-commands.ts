import type { Process } from '#os/process.ts';
import { formatPem } from '#os/x509/pem.ts';
import { decodePublicKey, encodePrivateKey, encodePublicKey, generateRsaKey, type RsaKey, type RsaPublicKey } from '#os/x509/rsa.ts';
import { UsageError } from '#sim/usage-error.ts';
import { decoded, randomOf, readPem, readPrivateKey, writeOutput } from './files.ts';
import { formatModulus } from './format-key.ts';
import { parseOptions } from './options.ts';

const MIN_BITS = 512;
const MAX_BITS = 4096;

/** @throws UsageError for a size that is too small, or would take very long here */
export async function makeKey(process: Process, text: string): Promise<RsaKey> {
  const bits = Number(text);
  if (!/^\d+$/.test(text) || bits < MIN_BITS) throw new UsageError(`genrsa: invalid number of bits: ${text} (at least ${MIN_BITS})`);
  if (bits > MAX_BITS) throw new UsageError(`genrsa: keys of more than ${MAX_BITS} bits are not supported`);
  return generateRsaKey(bits, randomOf(process), () => process.sleep(1));
}

export const formatKey = (key: RsaKey): string => formatPem('PRIVATE KEY', encodePrivateKey(key));

/** genrsa [-out FILE] [BITS] */
export async function genrsa(process: Process, args: readonly string[]): Promise<number> {
  const options = parseOptions('genrsa', args, ['verbose', 'quiet'], ['out']);
  const key = await makeKey(process, options.operands[0] ?? '2048');
  await writeOutput(process, options.value('out'), formatKey(key), 0o600);
  return 0;
}

/** genpkey -algorithm RSA [-pkeyopt rsa_keygen_bits:N] [-out FILE] */
export async function genpkey(process: Process, args: readonly string[]): Promise<number> {
  const options = parseOptions('genpkey', args, ['quiet'], ['algorithm', 'out', 'pkeyopt']);
  const algorithm = options.value('algorithm');
  if (algorithm?.toUpperCase() !== 'RSA') throw new UsageError(`genpkey: algorithm ${algorithm ?? '(none)'} is not supported: use -algorithm RSA`);
  const [setting] = options.values('pkeyopt').map((text) => /^rsa_keygen_bits:(\d+)$/.exec(text));
  if (options.has('pkeyopt') && !setting) throw new UsageError(`genpkey: -pkeyopt ${options.value('pkeyopt')} is not supported: use rsa_keygen_bits:N`);
  await writeOutput(process, options.value('out'), formatKey(await makeKey(process, setting?.[1] ?? '2048')), 0o600);
  return 0;
}

/** rsa and pkey: shows a key, or its public half. */
export async function pkey(process: Process, args: readonly string[], name: 'rsa' | 'pkey'): Promise<number> {
  const options = parseOptions(name, args, ['pubout', 'pubin', 'noout', 'check', 'text', 'modulus'], ['in', 'out']);
  if (options.has('text')) throw new UsageError(`${name}: -text is not supported: use -modulus`);
  const key = options.has('pubin') ? undefined : await readPrivateKey(process, options.value('in'));
  const publicKey: RsaPublicKey = key ?? (await readPublicKey(process, options.value('in')));
  let text = '';
  if (options.has('check') && key)
    text += key.primes[0] * key.primes[1] === key.modulus ? `${name === 'rsa' ? 'RSA key ok' : 'Key is valid'}\n` : 'RSA key not ok\n';
  if (options.has('modulus')) text += `${formatModulus(publicKey)}\n`;
  if (name === 'rsa' && !options.has('noout')) await process.printError('writing RSA key\n');
  if (!options.has('noout')) text += key && !options.has('pubout') ? formatKey(key) : formatPem('PUBLIC KEY', encodePublicKey(publicKey));
  await writeOutput(process, options.value('out'), text, key && !options.has('pubout') ? 0o600 : 0o644);
  return 0;
}

async function readPublicKey(process: Process, path: string | undefined): Promise<RsaPublicKey> {
  const { bytes } = await readPem(process, path, ['PUBLIC KEY'], 'public key');
  return decoded(() => decodePublicKey(bytes), 'public key');
}
