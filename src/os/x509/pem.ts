/** One block of a PEM file. */
export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** `-----BEGIN label-----` and the bytes in base64, 64 letters a line. */
export function formatPem(label: string, bytes: Uint8Array): string {
  const text = btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
  const lines = text.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The blocks of a PEM file; what stands around them, and blocks that are not base64, are left out. */
export function parsePem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const [, label = '', body = ''] of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)) {
    const clean = body.replace(/\s+/g, '');
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(clean)) continue;
    blocks.push({ label, bytes: Uint8Array.from(atob(clean), (char) => char.charCodeAt(0)) });
  }
  return blocks;
}
