import type { PodSpec, SELinuxOptions } from '#machinery/generated/types.ts';
import { aboutContainers, containersOf, distinct, formatNames, namesWhere, type PolicyCheck, quoteAll, type Violation, violation } from './violation.ts';

const DEFAULT_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

/** What the level `baseline` forbids: known ways out of a container. */
export const baselineChecks: readonly PolicyCheck[] = [
  { id: 'appArmorProfile', check: checkAppArmor },
  { id: 'capabilities_baseline', check: (spec) => checkCapabilities(spec) },
  { id: 'hostNamespaces', check: checkHostNamespaces },
  { id: 'hostPathVolumes', check: checkHostPaths },
  { id: 'hostPorts', check: checkHostPorts },
  {
    id: 'privileged',
    check: (spec) =>
      violation(
        'privileged',
        aboutContainers(
          namesWhere(spec, ({ securityContext }) => securityContext?.privileged === true),
          'must not set securityContext.privileged=true',
        ),
      ),
  },
  { id: 'procMount', check: checkProcMount },
  { id: 'seLinuxOptions', check: checkSeLinux },
  { id: 'seccompProfile_baseline', check: checkSeccomp },
  { id: 'sysctls', check: checkSysctls },
  { id: 'windowsHostProcess', check: checkHostProcess },
];

function checkAppArmor(spec: PodSpec): Violation | undefined {
  const says = 'must not set AppArmor profile type to "Unconfined"';
  const pod = spec.securityContext?.appArmorProfile?.type === 'Unconfined';
  const names = namesWhere(spec, ({ securityContext }) => securityContext?.appArmorProfile?.type === 'Unconfined');
  const count = (pod ? 1 : 0) + (names.length > 0 ? 1 : 0);
  return violation(`forbidden AppArmor profile${count > 1 ? 's' : ''}`, pod ? `pod ${says}` : '', aboutContainers(names, says));
}

function checkCapabilities(spec: PodSpec): Violation | undefined {
  const added = (add: readonly string[] | undefined): readonly string[] => (add ?? []).filter((name) => !DEFAULT_CAPABILITIES.has(name));
  const names = namesWhere(spec, ({ securityContext }) => added(securityContext?.capabilities?.add).length > 0);
  const all = distinct(containersOf(spec).flatMap(({ securityContext }) => added(securityContext?.capabilities?.add)));
  return violation('non-default capabilities', aboutContainers(names, `must not include ${quoteAll(all)} in securityContext.capabilities.add`));
}

function checkHostNamespaces({ hostNetwork, hostPID, hostIPC }: PodSpec): Violation | undefined {
  const used = [hostNetwork && 'hostNetwork=true', hostPID && 'hostPID=true', hostIPC && 'hostIPC=true'].filter(Boolean);
  return violation('host namespaces', used.join(', '));
}

function checkHostPaths({ volumes = [] }: PodSpec): Violation | undefined {
  const names = volumes.filter(({ hostPath }) => hostPath).map(({ name }) => name);
  return violation('hostPath volumes', names.length === 0 ? '' : formatNames('volume', names));
}

function checkHostPorts(spec: PodSpec): Violation | undefined {
  const portsOf = (container: ReturnType<typeof containersOf>[number]): readonly number[] =>
    (container.ports ?? []).flatMap(({ hostPort }) => (hostPort ? [hostPort] : []));
  const names = namesWhere(spec, (container) => portsOf(container).length > 0);
  const ports = distinct(containersOf(spec).flatMap(portsOf).map(String));
  const plural = ports.length === 1 ? '' : 's';
  return violation(`hostPort${plural}`, aboutContainers(names, `${names.length === 1 ? 'uses' : 'use'} hostPort${plural} ${ports.join(', ')}`));
}

function checkProcMount(spec: PodSpec): Violation | undefined {
  const of = ({ securityContext }: ReturnType<typeof containersOf>[number]): string => securityContext?.procMount ?? 'Default';
  const names = namesWhere(spec, (container) => of(container) !== 'Default');
  const values = distinct(
    containersOf(spec)
      .map(of)
      .filter((value) => value !== 'Default'),
  );
  return violation('procMount', aboutContainers(names, `must not set securityContext.procMount to ${quoteAll(values)}`));
}

function checkSeLinux(spec: PodSpec): Violation | undefined {
  const isBad = (options: SELinuxOptions | undefined): boolean =>
    options !== undefined && (!SELINUX_TYPES.has(options.type ?? '') || Boolean(options.user) || Boolean(options.role));
  const pod = isBad(spec.securityContext?.seLinuxOptions);
  const names = namesWhere(spec, ({ securityContext }) => isBad(securityContext?.seLinuxOptions));
  if (!pod && names.length === 0) return undefined;
  const options = [spec.securityContext?.seLinuxOptions, ...containersOf(spec).map(({ securityContext }) => securityContext?.seLinuxOptions)];
  const types = distinct(options.flatMap((option) => (option && !SELINUX_TYPES.has(option.type ?? '') ? [option.type ?? ''] : [])));
  const what = [
    types.length === 0 ? '' : `type${types.length === 1 ? '' : 's'} ${quoteAll(types)}`,
    options.some((option) => option?.user) ? 'user may not be set' : '',
    options.some((option) => option?.role) ? 'role may not be set' : '',
  ].filter((text) => text !== '');
  const who = [pod ? 'pod' : '', names.length === 0 ? '' : formatNames('container', names)].filter((text) => text !== '');
  return violation('seLinuxOptions', `${who.join(' and ')} set forbidden securityContext.seLinuxOptions: ${what.join('; ')}`);
}

function checkSeccomp(spec: PodSpec): Violation | undefined {
  const says = 'must not set securityContext.seccompProfile.type to "Unconfined"';
  const pod = spec.securityContext?.seccompProfile?.type === 'Unconfined';
  const names = namesWhere(spec, ({ securityContext }) => securityContext?.seccompProfile?.type === 'Unconfined');
  return violation('seccompProfile', pod ? `pod ${says}` : '', aboutContainers(names, says));
}

function checkSysctls({ securityContext }: PodSpec): Violation | undefined {
  const names = (securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !SAFE_SYSCTLS.has(name));
  return violation('forbidden sysctls', names.join(', '));
}

function checkHostProcess(spec: PodSpec): Violation | undefined {
  const says = 'must not set securityContext.windowsOptions.hostProcess=true';
  const pod = spec.securityContext?.windowsOptions?.hostProcess === true;
  const names = namesWhere(spec, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true);
  return violation('hostProcess', pod ? `pod ${says}` : '', aboutContainers(names, says));
}
