/** The parts of an image's name. */
export interface ImageReference {
  /** `nginx`, `quay.io/team/app`, without tag and digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const domainLabel = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `(?:${domainLabel}(?:\\.${domainLabel})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const pattern = new RegExp(`^((?:${domain}/)?${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(?:@(${digest}))?$`);

/** Reads an image's name as container runtimes do; undefined when it is none (`Nginx`, `a b`, ''). */
export function parseImageReference(image: string): ImageReference | undefined {
  const match = pattern.exec(image);
  if (!match) return undefined;
  return { repository: match[1] ?? '', tag: match[2], digest: match[3] };
}

/** `Always` for what may mean another image tomorrow (`latest`, or no tag and no digest), else `IfNotPresent`. */
export function defaultPullPolicy(image: string): string {
  const reference = parseImageReference(image);
  if (!reference) return 'IfNotPresent';
  return reference.tag === 'latest' || (reference.tag === undefined && reference.digest === undefined) ? 'Always' : 'IfNotPresent';
}
