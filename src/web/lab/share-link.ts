/** The part of an address after `#` that carries a lab: its transcript, deflated, in base64url. */
const PREFIX = '#lab=';
/** Longer addresses are cut by some programs that pass links on. */
const LONGEST_LINK = 8000;

async function through(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(transform)).arrayBuffer());
}

/**
 * A link that opens a lab as it is now, in any browser.
 * @param saved the text of an exported lab
 * @returns undefined when the lab is too long for a link
 */
export async function createShareLink(saved: string, page: URL): Promise<string | undefined> {
  const deflated = await through(new TextEncoder().encode(JSON.stringify(JSON.parse(saved))), new CompressionStream('deflate-raw'));
  const letters = btoa(String.fromCharCode(...deflated))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  const link = `${page.origin}${page.pathname}${PREFIX}${letters}`;
  return link.length > LONGEST_LINK ? undefined : link;
}

/**
 * The lab that an address carries.
 * @returns the text of an exported lab; undefined when the address carries none
 * @throws Error when what it carries is damaged
 */
export async function readShareLink(hash: string): Promise<string | undefined> {
  if (!hash.startsWith(PREFIX)) return undefined;
  const letters = atob(hash.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw')));
}
