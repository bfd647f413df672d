import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineGenerator } from '../generator.ts';
import { secretOf } from './secret-object.ts';

function readPem(process: Process, path: string, part: 'certificate' | 'key'): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = process.fs.read(process.resolvePath(path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`Cannot read file ${path}, open ${path}: ${error.message.toLowerCase()}`);
  }
  const hasBlock = /-----BEGIN [A-Z0-9 ]+-----[\s\S]+-----END [A-Z0-9 ]+-----/.test(new TextDecoder().decode(bytes));
  if (!hasBlock) throw new UsageError(`tls: failed to find any PEM data in ${part} input`);
  return bytes;
}

export const createTlsSecret = defineGenerator({
  name: 'tls',
  usage: 'create secret tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  long: `Create a TLS secret from a public and private key pair.

 Both must exist beforehand: the certificate in PEM, and the key that belongs to it.`,
  examples: `  # Create a TLS secret of a key pair
  kubectl create secret tls tls-secret --cert=path/to/tls.crt --key=path/to/tls.key`,
  flags: [
    { name: 'append-hash', type: 'bool', default: false, usage: 'Whether to append a hash of the content to the name.' },
    { name: 'cert', type: 'string', default: '', usage: 'File of the certificate, in PEM.' },
    { name: 'key', type: 'string', default: '', usage: 'File of the private key that belongs to the certificate.' },
  ],
  failure: 'failed to create secret ',
  namespaced: true,
  generate(name, invocation) {
    const { flags, process } = invocation;
    if (flags.bool('append-hash')) throw new UsageError('--append-hash is not supported by this kubectl');
    const [cert, key] = [flags.string('cert'), flags.string('key')];
    if (cert === '' || key === '') throw new UsageError('key and cert must be specified');
    const entries = [
      { key: 'tls.crt', bytes: readPem(process, cert, 'certificate') },
      { key: 'tls.key', bytes: readPem(process, key, 'key') },
    ];
    return secretOf(name, 'kubernetes.io/tls', entries, invocation);
  },
});
