/** An image reference as a container runtime reads it. */
export interface ImageReference {
  /** With registry and, on Docker Hub, `library/`: `docker.io/library/nginx`. */
  readonly repository: string;
  /** Empty when there is a digest and no tag. */
  readonly tag: string;
  readonly digest: string;
  /** The whole with defaults filled in: `docker.io/library/nginx:latest`. */
  readonly full: string;
}

/** What is wrong with an image name; `message` is the reference library's: `invalid reference format`. */
export class ImageNameError extends Error {
  override readonly name = 'ImageNameError';
}

const PATH_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const DOMAIN = /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

const parsed = new Map<string, ImageReference>();

/**
 * Reads what stands in `image:`; the registry defaults to Docker Hub and the tag to `latest`.
 * @throws ImageNameError
 */
export function parseImageReference(text: string): ImageReference {
  const known = parsed.get(text);
  if (known) return known;
  const reference = parse(text);
  if (parsed.size < 10_000) parsed.set(text, reference);
  return reference;
}

function parse(text: string): ImageReference {
  const [named, digest = '', extra] = text.split('@');
  if (!named || extra !== undefined || (text.includes('@') && !DIGEST.test(digest))) throw new ImageNameError('invalid reference format');
  const [domain, rest] = splitDomain(named);
  const colon = rest.indexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? '' : rest.slice(colon + 1);
  if (path.toLowerCase() !== path) throw new ImageNameError(`invalid reference format: repository name (${path}) must be lowercase`);
  if (!DOMAIN.test(domain) || path.split('/').some((part) => !PATH_PART.test(part))) throw new ImageNameError('invalid reference format');
  if (colon >= 0 && !TAG.test(tag)) throw new ImageNameError('invalid reference format');
  const repository = `${domain}/${path}`;
  const shownTag = tag || (digest ? '' : 'latest');
  return { repository, tag: shownTag, digest, full: `${repository}${shownTag && `:${shownTag}`}${digest && `@${digest}`}` };
}

/** The part before the first slash is a registry only when it looks like a host, as in Docker's rules. */
function splitDomain(named: string): [string, string] {
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(slash, 0));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  if (isHost) return [first === 'index.docker.io' ? 'docker.io' : first, withLibrary(first, named.slice(slash + 1))];
  return ['docker.io', withLibrary('docker.io', named)];
}

function withLibrary(domain: string, path: string): string {
  return domain === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
}
