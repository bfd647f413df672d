import { generate } from 'selfsigned';

/** A key and a certificate that signs itself, as PEM. It is made anew for each run and trusted by the kubeconfig alone. */
export interface ServingCertificate {
  readonly key: string;
  readonly certificate: string;
}

const DNS = 2;
const IP = 7;

/** Makes the certificate of a server on this machine. @param host the address it listens on */
export async function createServingCertificate(host: string): Promise<ServingCertificate> {
  const addresses = [...new Set(['127.0.0.1', ...(/^[\d.]+$/.test(host) && host !== '0.0.0.0' ? [host] : [])])];
  const pems = await generate([{ name: 'commonName', value: 'drydock' }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: DNS, value: 'localhost' }, { type: DNS, value: 'kubernetes' }, ...addresses.map((ip) => ({ type: IP, ip }) as const)],
      },
    ],
  });
  return { key: pems.private, certificate: pems.cert };
}
