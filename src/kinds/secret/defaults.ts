import type { Secret } from '#machinery/generated/types.ts';

/** The type, and `stringData` moved into `data`: it is for writing only and wins over what `data` says. */
export function secretDefaults(secret: Secret): Secret {
  if (secret.stringData) {
    const { stringData, ...rest } = secret;
    const data: Record<string, string> = { ...secret.data };
    for (const [key, text] of Object.entries(stringData)) data[key] = encodeBase64(text);
    return { ...rest, data, type: secret.type || 'Opaque' };
  }
  return secret.type ? secret : { ...secret, type: 'Opaque' };
}

function encodeBase64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
