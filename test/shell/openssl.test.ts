import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal } from './terminal-session.ts';

const script = `openssl genrsa -out ca.key 1024
openssl req -x509 -new -key ca.key -subj "/CN=my ca/O=x" -days 30000 -out ca.crt -addext "subjectAltName=DNS:a.b,IP:1.2.3.4" -addext "keyUsage=critical,digitalSignature,keyCertSign"
openssl genrsa -out jane.key 1024
openssl req -new -key jane.key -subj "/CN=jane/O=dev" -out jane.csr 2>/dev/null
openssl x509 -req -in jane.csr -CA ca.crt -CAkey ca.key -days 30000 -out jane.crt 2>/dev/null
openssl x509 -in ca.crt -noout -text > ca.txt
openssl req -in jane.csr -noout -text > csr.txt
openssl x509 -in jane.crt -noout -text > jane.txt
openssl verify -CAfile ca.crt jane.crt`;

/** The program where it is installed: it judges what ours made. */
const isInstalled = /^OpenSSL 3\./.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '');

test('keys, requests and certificates are verified by their own tool', async () => {
  const { run, machine } = await openTerminal();
  machine.fs.write('/root/make.sh', script);
  expect(await run('bash make.sh', 60_000)).toEqual(['jane.crt: OK']);
  expect(await run('openssl x509 -in jane.crt -noout -subject -issuer')).toEqual(['subject=CN = jane, O = dev', 'issuer=CN = my ca, O = x']);
  expect(await run('openssl rsa -in ca.key -check -noout; openssl req -in jane.csr -zap')).toEqual([
    'RSA key ok',
    'req: Unknown option: -zap',
    'req: Use -help for summary.',
  ]);
});

test.skipIf(!isInstalled)('what is made is what OpenSSL reads, and shown as OpenSSL shows it (skipped where OpenSSL 3 is not installed)', async () => {
  const { run, machine } = await openTerminal();
  machine.fs.write('/root/make.sh', script);
  await run('bash make.sh', 60_000);
  const folder = mkdtempSync(join(tmpdir(), 'openssl-'));
  try {
    const text = (name: string): string => machine.fs.readText(`/root/${name}`);
    for (const name of ['ca.key', 'ca.crt', 'jane.csr', 'jane.crt']) writeFileSync(join(folder, name), text(name));
    const real = (...args: readonly string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(real('rsa', '-in', 'ca.key', '-check', '-noout')).toBe('RSA key ok\n');
    expect(real('verify', '-CAfile', 'ca.crt', 'jane.crt')).toBe('jane.crt: OK\n');
    expect(text('ca.txt')).toBe(real('x509', '-in', 'ca.crt', '-noout', '-text'));
    expect(text('jane.txt')).toBe(real('x509', '-in', 'jane.crt', '-noout', '-text'));
    expect(text('csr.txt')).toBe(real('req', '-in', 'jane.csr', '-noout', '-text'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
