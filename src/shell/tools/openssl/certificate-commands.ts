import type { Process } from '#os/process.ts';
import {
  type Certificate,
  type CertificateRequest,
  createCertificate,
  createRequest,
  decodeCertificate,
  decodeRequest,
  isSignedBy,
  serialOf,
} from '#os/x509/certificate.ts';
import { bytesOfNumber, toHex } from '#os/x509/der.ts';
import { type DistinguishedName, encodeName, isAttribute } from '#os/x509/name.ts';
import { formatPem } from '#os/x509/pem.ts';
import { encodePublicKey, type RsaKey } from '#os/x509/rsa.ts';
import { sha256 } from '#sim/digest.ts';
import { UsageError } from '#sim/usage-error.ts';
import { authorityExtensions, formatExtensions, keyIdentifierOf, parseExtension } from './extensions.ts';
import { decoded, randomOf, readPem, readPrivateKey, writeOutput } from './files.ts';
import { formatBytes, formatModulus, formatPublicKey } from './format-key.ts';
import { formatKey, makeKey } from './key-commands.ts';
import { type OpensslOptions, parseOptions } from './options.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `/CN=jane/O=dev`. @throws UsageError */
function parseSubject(text: string): DistinguishedName {
  if (!text.startsWith('/'))
    throw new UsageError(`req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... This name is not in that format: '${text}'`);
  return text
    .slice(1)
    .split(/(?<!\\)\//)
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      const [attribute, value] = [part.slice(0, at), part.slice(at + 1).replace(/\\(.)/g, '$1')];
      if (at < 0 || !isAttribute(attribute)) throw new UsageError(`req: subject name attribute ${at < 0 ? part : attribute} is not known`);
      return [attribute, value] as const;
    });
}

const formatName = (name: DistinguishedName): string => name.map(([attribute, value]) => `${attribute} = ${value}`).join(', ');

function formatTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${[date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')} ${date.getUTCFullYear()} GMT`;
}

const formatSerial = (serial: bigint): string => toHex(bytesOfNumber(serial)).toUpperCase();
const readDays = (options: OpensslOptions): number => {
  const text = options.value('days') ?? '30';
  if (!/^\d+$/.test(text)) throw new UsageError(`Non-positive number "${text}" for option -days`);
  return Number(text);
};

/** req: makes a request, or with -x509 a certificate that signs itself; shows a request. */
export async function req(process: Process, args: readonly string[]): Promise<number> {
  const options = parseOptions(
    'req',
    args,
    ['new', 'x509', 'nodes', 'noenc', 'noout', 'text', 'subject', 'verify', 'batch', 'sha256', 'pubkey', 'utf8'],
    ['key', 'keyout', 'out', 'in', 'subj', 'newkey', 'days', 'addext', 'set_serial'],
  );
  const newKey = options.value('newkey');
  if (!options.has('new') && newKey === undefined && !options.has('x509')) return showRequest(process, options);
  const size =
    newKey === undefined ? undefined : (/^rsa(?::(\d+))?$/.exec(newKey) ?? [undefined])[0] === undefined ? '' : (/:(\d+)/.exec(newKey)?.[1] ?? '2048');
  if (size === '') throw new UsageError(`req: -newkey ${newKey} is not supported: use rsa:BITS`);
  if (newKey === undefined && !options.has('key')) throw new UsageError('req: name the key with -key, or make one with -newkey rsa:2048 -nodes');
  if (newKey !== undefined && !options.has('nodes') && !options.has('noenc')) throw new UsageError('req: encrypted keys are not supported: say -nodes');
  const subject = options.value('subj');
  if (subject === undefined) throw new UsageError('req: say the subject with -subj /CN=…: it is not asked for here');
  const name = parseSubject(subject);
  const key: RsaKey = size === undefined ? await readPrivateKey(process, options.value('key')) : await makeKey(process, size);
  if (size !== undefined) await writeOutput(process, options.value('keyout') ?? 'privkey.pem', formatKey(key), 0o600);
  const extensions = options.values('addext').map(parseExtension);
  if (!options.has('x509')) {
    const request = createRequest(name, key, extensions);
    const shown = options.has('text') ? formatRequest(decodeRequest(request)) : '';
    await writeOutput(process, options.value('out'), `${shown}${options.has('noout') ? '' : formatPem('CERTIFICATE REQUEST', request)}`);
    return 0;
  }
  const now = Math.floor(process.simulation.clock.now / 1000) * 1000;
  const own = authorityExtensions(key).filter(({ oid }) => !extensions.some((each) => each.oid === oid));
  const serialText = options.value('set_serial');
  const fields = {
    serial: serialText === undefined ? serialOf(randomOf(process).fork('serial').bytes(20)) : BigInt(serialText),
    issuer: name,
    subject: name,
    notBeforeMs: now,
    notAfterMs: now + readDays(options) * DAY_MS,
    publicKey: key,
    extensions: [...own, ...extensions],
  };
  await writeOutput(process, options.value('out'), formatPem('CERTIFICATE', createCertificate(fields, key)));
  return 0;
}

async function showRequest(process: Process, options: OpensslOptions): Promise<number> {
  const { bytes } = await readPem(process, options.value('in'), ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'], 'X509 request');
  const request = decoded(() => decodeRequest(bytes), 'X509 request');
  let text = '';
  if (options.has('verify')) {
    const isRight = isSignedBy(request, request.publicKey);
    await process.printError(`Certificate request self-signature verify ${isRight ? 'OK' : 'failure'}\n`);
    if (!isRight) return 1;
  }
  if (options.has('text')) text += formatRequest(request);
  if (options.has('subject')) text += `subject=${formatName(request.subject)}\n`;
  if (options.has('pubkey')) text += formatPem('PUBLIC KEY', encodePublicKey(request.publicKey));
  if (!options.has('noout')) text += formatPem('CERTIFICATE REQUEST', bytes);
  await writeOutput(process, options.value('out'), text);
  return 0;
}

function formatRequest(request: CertificateRequest): string {
  return [
    'Certificate Request:\n    Data:\n        Version: 1 (0x0)\n',
    `        Subject: ${formatName(request.subject)}\n        Subject Public Key Info:\n${formatPublicKey(request.publicKey, '            ')}\n`,
    `        Attributes:\n${request.extensions.length === 0 ? '            (none)\n' : ''}            Requested Extensions:\n`,
    formatExtensions(request.extensions, '                '),
    `    Signature Algorithm: sha256WithRSAEncryption\n    Signature Value:\n${formatBytes(request.signature, 18, '        ')}\n`,
  ].join('');
}

const x509Flags = [
  'req',
  'noout',
  'text',
  'subject',
  'issuer',
  'dates',
  'startdate',
  'enddate',
  'serial',
  'fingerprint',
  'pubkey',
  'modulus',
  'CAcreateserial',
  'sha256',
  'copy_extensions',
];
const x509Values = ['in', 'out', 'CA', 'CAkey', 'days', 'set_serial', 'checkend', 'signkey', 'key', 'extfile', 'extensions', 'CAserial'];

/** x509: shows a certificate, or with -req signs a request. */
export async function x509(process: Process, args: readonly string[]): Promise<number> {
  const at = args.indexOf('-copy_extensions');
  const copies = at >= 0;
  const options = parseOptions('x509', copies ? args.filter((_arg, i) => i !== at + 1) : args, x509Flags, x509Values);
  if (options.has('req')) return signRequest(process, options, copies);
  const { bytes } = await readPem(process, options.value('in'), ['CERTIFICATE', 'TRUSTED CERTIFICATE'], 'certificate');
  const certificate = decoded(() => decodeCertificate(bytes), 'certificate');
  const shown: Readonly<Record<string, () => string>> = {
    text: () => formatCertificate(certificate),
    subject: () => `subject=${formatName(certificate.subject)}\n`,
    issuer: () => `issuer=${formatName(certificate.issuer)}\n`,
    serial: () => `serial=${formatSerial(certificate.serial)}\n`,
    dates: () => `notBefore=${formatTime(certificate.notBeforeMs)}\nnotAfter=${formatTime(certificate.notAfterMs)}\n`,
    startdate: () => `notBefore=${formatTime(certificate.notBeforeMs)}\n`,
    enddate: () => `notAfter=${formatTime(certificate.notAfterMs)}\n`,
    modulus: () => `${formatModulus(certificate.publicKey)}\n`,
    pubkey: () => formatPem('PUBLIC KEY', encodePublicKey(certificate.publicKey)),
    fingerprint: () => {
      if (!options.has('sha256')) throw new UsageError('x509: SHA-1 is not supported: say -fingerprint -sha256');
      return `sha256 Fingerprint=${(sha256(bytes).toUpperCase().match(/../g) ?? []).join(':')}\n`;
    },
  };
  const asked = args.map((arg) => arg.replace(/^--?/, '')).filter((name) => name in shown);
  const parts = asked.map((name) => shown[name]?.() ?? '');
  const seconds = options.value('checkend');
  const expires = seconds !== undefined && certificate.notAfterMs <= process.simulation.clock.now + Number(seconds) * 1000;
  if (seconds !== undefined) parts.push(expires ? 'Certificate will expire\n' : 'Certificate will not expire\n');
  if (!options.has('noout')) parts.push(formatPem('CERTIFICATE', bytes));
  await writeOutput(process, options.value('out'), parts.join(''));
  return expires ? 1 : 0;
}

async function signRequest(process: Process, options: OpensslOptions, copies: boolean): Promise<number> {
  const { bytes } = await readPem(process, options.value('in'), ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'], 'certificate request');
  const request = decoded(() => decodeRequest(bytes), 'certificate request');
  const isOwn = options.has('signkey') || options.has('key');
  if (!isOwn && (!options.has('CA') || !options.has('CAkey')))
    throw new UsageError('x509: We need a private key to sign with, use -key or -CAkey or -force_pubkey');
  if (!isSignedBy(request, request.publicKey)) throw new UsageError('Certificate request self-signature did not match the contents');
  await process.printError(`Certificate request self-signature ok\nsubject=${formatName(request.subject)}\n`);
  const key = await readPrivateKey(process, options.value('signkey') ?? options.value('key') ?? options.value('CAkey'));
  const issuer = isOwn ? undefined : (await readCertificate(process, options.value('CA'))).subject;
  const file = options.value('extfile');
  const settings = file === undefined ? [] : new TextDecoder().decode(process.fs.read(process.resolvePath(file))).split('\n');
  const extensions = settings.filter((line) => /^\s*\w+\s*=/.test(line)).map(parseExtension);
  const now = Math.floor(process.simulation.clock.now / 1000) * 1000;
  const serialText = options.value('set_serial');
  const identifiers = [
    { oid: '2.5.29.14', isCritical: false, value: Uint8Array.of(4, 20, ...keyIdentifierOf(request.publicKey)) },
    { oid: '2.5.29.35', isCritical: false, value: Uint8Array.of(0x30, 22, 0x80, 20, ...keyIdentifierOf(key)) },
  ];
  const asked = [...(copies ? request.extensions : []), ...extensions];
  const fields = {
    serial: serialText === undefined ? serialOf(randomOf(process).fork('serial').bytes(20)) : BigInt(serialText),
    issuer: issuer ?? request.subject,
    subject: request.subject,
    notBeforeMs: now,
    notAfterMs: now + readDays(options) * DAY_MS,
    publicKey: request.publicKey,
    extensions: asked.length === 0 ? [] : [...asked, ...identifiers],
  };
  await writeOutput(process, options.value('out'), formatPem('CERTIFICATE', createCertificate(fields, key)));
  return 0;
}

async function readCertificate(process: Process, path: string | undefined): Promise<Certificate> {
  const { bytes } = await readPem(process, path, ['CERTIFICATE', 'TRUSTED CERTIFICATE'], 'certificate');
  return decoded(() => decodeCertificate(bytes), 'certificate');
}

function formatCertificate(certificate: Certificate): string {
  const extensions = certificate.extensions.length === 0 ? '' : `        X509v3 extensions:\n${formatExtensions(certificate.extensions, '            ')}`;
  const short = certificate.serial < 1n << 63n;
  const serial = short
    ? ` ${certificate.serial} (0x${certificate.serial.toString(16)})`
    : `\n            ${formatBytes(bytesOfNumber(certificate.serial), 20, '')}`;
  return [
    `Certificate:\n    Data:\n        Version: ${certificate.version} (0x${certificate.version - 1})\n        Serial Number:${serial}\n`,
    `        Signature Algorithm: sha256WithRSAEncryption\n        Issuer: ${formatName(certificate.issuer)}\n        Validity\n`,
    `            Not Before: ${formatTime(certificate.notBeforeMs)}\n            Not After : ${formatTime(certificate.notAfterMs)}\n`,
    `        Subject: ${formatName(certificate.subject)}\n        Subject Public Key Info:\n${formatPublicKey(certificate.publicKey, '            ')}\n`,
    `${extensions}    Signature Algorithm: sha256WithRSAEncryption\n    Signature Value:\n${formatBytes(certificate.signature, 18, '        ')}\n`,
  ].join('');
}

/** verify -CAfile CA CERTIFICATE … */
export async function verify(process: Process, args: readonly string[]): Promise<number> {
  const options = parseOptions('verify', args, [], ['CAfile', 'untrusted']);
  const trusted = options.has('CAfile') ? await readCertificate(process, options.value('CAfile')) : undefined;
  let status = 0;
  for (const path of options.operands) {
    const certificate = await readCertificate(process, path);
    const isSelfSigned = toHex(encodeName(certificate.issuer)) === toHex(encodeName(certificate.subject));
    const isTrusted = trusted && toHex(encodeName(trusted.subject)) === toHex(encodeName(certificate.issuer)) && isSignedBy(certificate, trusted.publicKey);
    const [code, why] = !isTrusted
      ? isSelfSigned
        ? [18, 'self-signed certificate']
        : [20, 'unable to get local issuer certificate']
      : certificate.notAfterMs < process.simulation.clock.now
        ? [10, 'certificate has expired']
        : [0, ''];
    if (code === 0) await process.print(`${path}: OK\n`);
    else {
      status = 2;
      await process.printError(`${formatName(certificate.subject)}\nerror ${code} at 0 depth lookup: ${why}\nerror ${path}: verification failed\n`);
    }
  }
  return status;
}
