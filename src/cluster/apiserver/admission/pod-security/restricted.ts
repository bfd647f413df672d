import type { PodSpec, Volume } from '#machinery/generated/types.ts';
import { aboutContainers, containersOf, distinct, formatNames, namesWhere, type PolicyCheck, quoteAll, type Violation, violation } from './violation.ts';

const ALLOWED_VOLUMES = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret']);
const SECCOMP_TYPES = ['RuntimeDefault', 'Localhost'];

/** What the level `restricted` asks beyond `baseline`: current best practice. */
export const restrictedChecks: readonly PolicyCheck[] = [
  { id: 'allowPrivilegeEscalation', check: checkPrivilegeEscalation },
  { id: 'capabilities_restricted', check: checkCapabilities },
  { id: 'restrictedVolumes', check: checkVolumes },
  { id: 'runAsNonRoot', check: checkNonRoot },
  { id: 'runAsUser', check: checkUser },
  { id: 'seccompProfile_restricted', check: checkSeccomp },
];

/** Rules of the level below that a stricter one makes needless. */
export const overriddenChecks: ReadonlySet<string> = new Set(['capabilities_baseline', 'hostPathVolumes', 'seccompProfile_baseline']);

function isWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}

function checkPrivilegeEscalation(spec: PodSpec): Violation | undefined {
  if (isWindows(spec)) return undefined;
  const names = namesWhere(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  return violation('allowPrivilegeEscalation != false', aboutContainers(names, 'must set securityContext.allowPrivilegeEscalation=false'));
}

function checkCapabilities(spec: PodSpec): Violation | undefined {
  if (isWindows(spec)) return undefined;
  const keeping = namesWhere(spec, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'));
  const added = (add: readonly string[] | undefined): readonly string[] => (add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  const adding = namesWhere(spec, ({ securityContext }) => added(securityContext?.capabilities?.add).length > 0);
  const names = distinct(containersOf(spec).flatMap(({ securityContext }) => added(securityContext?.capabilities?.add)));
  return violation(
    'unrestricted capabilities',
    aboutContainers(keeping, 'must set securityContext.capabilities.drop=["ALL"]'),
    aboutContainers(adding, `must not include ${quoteAll(names)} in securityContext.capabilities.add`),
  );
}

function typeOf(volume: Volume): string {
  return Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
}

function checkVolumes({ volumes = [] }: PodSpec): Violation | undefined {
  const bad = volumes.filter((volume) => !ALLOWED_VOLUMES.has(typeOf(volume)));
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name);
  const types = distinct(bad.map(typeOf));
  const uses = bad.length === 1 ? 'uses' : 'use';
  return violation(
    'restricted volume types',
    `${formatNames('volume', names)} ${uses} restricted volume type${types.length === 1 ? '' : 's'} ${quoteAll(types)}`,
  );
}

function checkNonRoot(spec: PodSpec): Violation | undefined {
  const pod = spec.securityContext?.runAsNonRoot;
  const explicit = namesWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false);
  const implicit = pod === undefined ? namesWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined) : [];
  // A pod's own `false` matters only where a container does not say otherwise.
  const isPodBad = pod === false && namesWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined).length > 0;
  return violation(
    'runAsNonRoot != true',
    isPodBad ? 'pod must not set securityContext.runAsNonRoot=false' : '',
    aboutContainers(explicit, 'must not set securityContext.runAsNonRoot=false'),
    implicit.length === 0 ? '' : `pod or ${aboutContainers(implicit, 'must set securityContext.runAsNonRoot=true')}`,
  );
}

function checkUser(spec: PodSpec): Violation | undefined {
  const pod = spec.securityContext?.runAsUser === 0;
  const names = namesWhere(spec, ({ securityContext }) => securityContext?.runAsUser === 0);
  return violation('runAsUser=0', pod ? 'pod must not set runAsUser=0' : '', aboutContainers(names, 'must not set runAsUser=0'));
}

function checkSeccomp(spec: PodSpec): Violation | undefined {
  if (isWindows(spec)) return undefined;
  const podType = spec.securityContext?.seccompProfile?.type;
  const isPodBad = podType !== undefined && !SECCOMP_TYPES.includes(podType);
  const of = ({ securityContext }: ReturnType<typeof containersOf>[number]): string | undefined => securityContext?.seccompProfile?.type;
  const bad = containersOf(spec).filter((container) => of(container) !== undefined && !SECCOMP_TYPES.includes(of(container) ?? ''));
  const missing = podType === undefined ? namesWhere(spec, (container) => of(container) === undefined) : [];
  const types = distinct(bad.map((container) => of(container) ?? ''));
  return violation(
    'seccompProfile',
    isPodBad ? `pod must not set securityContext.seccompProfile.type to ${JSON.stringify(podType)}` : '',
    aboutContainers(
      bad.map(({ name }) => name),
      `must not set securityContext.seccompProfile.type to ${quoteAll(types)}`,
    ),
    missing.length === 0 ? '' : `pod or ${aboutContainers(missing, 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"')}`,
  );
}
