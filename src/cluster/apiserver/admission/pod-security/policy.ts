import type { PodSpec } from '#machinery/generated/types.ts';
import { baselineChecks } from './baseline.ts';
import { overriddenChecks, restrictedChecks } from './restricted.ts';
import type { Violation } from './violation.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

export type Mode = 'enforce' | 'audit' | 'warn';

/** How strict a namespace is, in one respect. */
export interface Policy {
  readonly level: (typeof LEVELS)[number];
  /** `latest` or `v1.30`. The rules have not changed between versions but in details that are not followed here. */
  readonly version: string;
}

const PREFIX = 'pod-security.kubernetes.io/';
const PRIVILEGED: Policy = { level: 'privileged', version: 'latest' };

type Labels = Readonly<Record<string, string>> | undefined;

/** What a namespace's labels say. As upstream: a level that does not exist is as strict as can be. */
export function policyOf(labels: Labels, mode: Mode): Policy {
  const level = labels?.[PREFIX + mode];
  if (level === undefined) return PRIVILEGED;
  return { level: LEVELS.find((known) => known === level) ?? 'restricted', version: labels?.[`${PREFIX}${mode}-version`] ?? 'latest' };
}

/** Labels that make no sense, as `[label, value, what is wrong]`. */
export function findBadLabels(labels: Labels): readonly (readonly [string, string, string])[] {
  return (['enforce', 'audit', 'warn'] as const).flatMap((mode) => {
    const level = labels?.[PREFIX + mode];
    const version = labels?.[`${PREFIX}${mode}-version`];
    const bad: [string, string, string][] = [];
    if (level !== undefined && !LEVELS.some((known) => known === level)) bad.push([PREFIX + mode, level, `must be one of ${LEVELS.join(', ')}`]);
    if (version !== undefined && version !== 'latest' && !/^v1\.\d+$/.test(version)) {
      bad.push([`${PREFIX}${mode}-version`, version, 'must be "latest" or "v1.x"']);
    }
    return bad;
  });
}

/** `restricted:latest` */
export function formatPolicy({ level, version }: Policy): string {
  return `${level}:${version}`;
}

/** In how far a pod breaks a policy: first what the lower level forbids. */
export function findViolations({ level }: Policy, spec: PodSpec): readonly Violation[] {
  if (level === 'privileged') return [];
  const checks = level === 'baseline' ? baselineChecks : [...baselineChecks.filter(({ id }) => !overriddenChecks.has(id)), ...restrictedChecks];
  return checks.flatMap(({ check }) => check(spec) ?? []);
}

/** `privileged (container "a" must not …), hostPort (…)` */
export function formatViolations(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}
