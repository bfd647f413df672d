import type { Container, EphemeralContainer, PodSpec } from '#machinery/generated/types.ts';

/** One way in which a pod breaks a policy: `privileged`, and which containers do so. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** A rule of a policy; undefined for a pod that keeps it. */
export interface PolicyCheck {
  /** By which checks are ordered. */
  readonly id: string;
  check(spec: PodSpec): Violation | undefined;
}

type AnyContainer = Container | EphemeralContainer;

/** In the order in which upstream looks at them. */
export function containersOf(spec: PodSpec): readonly AnyContainer[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** The names of the containers for which something is true. */
export function namesWhere(spec: PodSpec, test: (container: AnyContainer) => boolean): readonly string[] {
  return containersOf(spec)
    .filter(test)
    .map(({ name }) => name);
}

/** `container "a"`, `containers "a", "b"`. */
export function formatNames(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? '' : 's'} ${quoteAll(names)}`;
}

export function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(', ');
}

export function violation(reason: string, ...details: readonly string[]): Violation | undefined {
  const said = details.filter((detail) => detail !== '');
  return said.length === 0 ? undefined : { reason, detail: said.join('; ') };
}

/** A sentence about containers, '' when there are none. */
export function aboutContainers(names: readonly string[], predicate: string): string {
  return names.length === 0 ? '' : `${formatNames('container', names)} ${predicate}`;
}

/** Distinct texts, sorted. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
