import { decodeText, encodeText } from '#os/bytes.ts';
import { FileError } from '#os/file-system.ts';
import { openForWriting, readFile } from '#os/open-file.ts';
import type { Process } from '#os/process.ts';
import { readAll } from '#os/readers.ts';
import { DerError } from '#os/x509/der.ts';
import { type PemBlock, parsePem } from '#os/x509/pem.ts';
import { decodePrivateKey, type RsaKey } from '#os/x509/rsa.ts';
import type { Random } from '#sim/random.ts';
import { UsageError } from '#sim/usage-error.ts';

/** Everything of a file, or of stdin. @throws UsageError when it cannot be opened */
export async function readInput(process: Process, path: string | undefined, what: string): Promise<Uint8Array> {
  try {
    return path === undefined ? await readAll(process.stdin, process.cancel) : await readFile(process, path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`Could not open file or uri for loading ${what} from ${path}: ${error.message}`);
  }
}

/** Writes to a file, or to stdout. @param mode of a new file */
export async function writeOutput(process: Process, path: string | undefined, content: Uint8Array | string, mode = 0o644): Promise<void> {
  const bytes = typeof content === 'string' ? encodeText(content) : content;
  if (path === undefined) return process.stdout.write(bytes, process.cancel);
  try {
    const writer = openForWriting(process, path, 'truncate');
    try {
      await writer.write(bytes, process.cancel);
    } finally {
      writer.close();
    }
    if (mode !== 0o644) process.fs.changeMode(process.resolvePath(path), mode);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`Can't open "${path}" for writing, ${error.message}`);
  }
}

/** The first block of one of these kinds in a PEM file. @throws UsageError */
export async function readPem(process: Process, path: string | undefined, labels: readonly string[], what: string): Promise<PemBlock> {
  const text = decodeText(await readInput(process, path, what));
  const block = parsePem(text).find(({ label }) => labels.includes(label));
  if (!block) throw new UsageError(`Could not find ${what}${path === undefined ? ' from <stdin>' : ` of ${path}`}: no ${labels[0]} in it`);
  return block;
}

/** @throws UsageError */
export async function readPrivateKey(process: Process, path: string | undefined): Promise<RsaKey> {
  const { bytes } = await readPem(process, path, ['PRIVATE KEY', 'RSA PRIVATE KEY'], 'private key');
  return decoded(() => decodePrivateKey(bytes), 'private key');
}

/** Decodes something, with an error in the program's words. @throws UsageError */
export function decoded<T>(decode: () => T, what: string): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    throw new UsageError(
      error.message === 'unsupported' ? `unsupported ${what}: only RSA keys are supported here` : `Unable to load ${what}: ${error.message}`,
    );
  }
}

/** The randomness of one run of the program: the same in every run of the same lab. */
export const randomOf = (process: Process): Random =>
  process.simulation.random.fork(`openssl/${process.machine.hostname}/${process.pid}/${process.simulation.clock.now}`);
