import type { Container, Pod } from '#machinery/generated/types.ts';
import { quantityToValue } from '#machinery/quantity.ts';
import { ConfigError, type ConfigSource } from './config-source.ts';
import type { ContainerLog } from './container-log.ts';
import type { PodSurroundings } from './downward-api.ts';
import { expandReferences, planEnvironment } from './environment.ts';
import { formatHostsFile, formatResolvConf, podHostname } from './pod-names.ts';
import type { ContainerMount, ContainerPlan } from './runtime/container-runtime.ts';
import type { NameResolution, PodAttachment } from './runtime/node-network.ts';
import { resolveUser } from './runtime/passwd.ts';
import type { FoundImage } from './runtime/registry.ts';
import type { PodVolume } from './volumes/volume.ts';

/** What a container's configuration is made from. */
export interface ContainerSurroundings {
  readonly pod: Pod;
  readonly source: ConfigSource;
  readonly around: PodSurroundings;
  readonly volumes: ReadonlyMap<string, PodVolume>;
  readonly network: PodAttachment;
  readonly resolution: NameResolution;
  readonly nodeName: string;
}

/** Puts together how a container is started. @throws ConfigError */
export function planContainer(container: Container, found: FoundImage, from: ContainerSurroundings, log: ContainerLog): ContainerPlan {
  const { pod } = from;
  const env = planEnvironment(pod, container, from.source, from.around);
  const withImage = new Map([...Object.entries(found.image.env), ...env]);
  const expand = (text: string): string => expandReferences(text, (name) => env.get(name));
  const hostname = pod.spec?.hostNetwork ? from.nodeName : podHostname(pod);
  const limit = container.resources?.limits?.['memory'];
  return {
    found,
    hostname,
    argv: planArguments(container, found, expand),
    env: withImage,
    cwd: container.workingDir || found.image.workingDirectory,
    user: planUser(pod, container, found),
    mounts: planMounts(container, from.volumes, expand),
    files: {
      '/etc/hostname': `${hostname}\n`,
      '/etc/hosts': formatHostsFile(pod, from.network.address),
      '/etc/resolv.conf': formatResolvConf(from.resolution),
    },
    terminationMessagePath: container.terminationMessagePath ?? '/dev/termination-log',
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem ?? false,
    memoryLimitBytes: limit === undefined ? Number.POSITIVE_INFINITY : quantityToValue(limit),
    network: from.network.namespace,
    log,
    stdin: container.stdin ?? false,
    stdinOnce: container.stdinOnce ?? false,
    tty: container.tty ?? false,
  };
}

/** `command` replaces the image's entrypoint and, unless `args` are given, its command too. */
function planArguments(container: Container, found: FoundImage, expand: (text: string) => string): readonly string[] {
  const { entrypoint, command } = found.image;
  const own = container.command ?? [];
  const args = container.args ?? [];
  if (own.length > 0) return [...own, ...args].map(expand);
  return [...entrypoint, ...(args.length > 0 ? args.map(expand) : command)];
}

function planUser(pod: Pod, container: Container, found: FoundImage): ContainerPlan['user'] {
  const podContext = pod.spec?.securityContext ?? {};
  const own = container.securityContext ?? {};
  const uid = own.runAsUser ?? podContext.runAsUser;
  const fromImage = resolveUser(found.users(), found.image.user || '0');
  if (uid === undefined && !fromImage) throw new ConfigError(`unable to find user ${found.image.user}: no matching entries in passwd file`);
  const nonRoot = own.runAsNonRoot ?? podContext.runAsNonRoot;
  if (nonRoot && (uid ?? fromImage?.uid) === 0) {
    const what = uid === 0 ? "container's runAsUser breaks non-root policy" : 'container has runAsNonRoot and image will run as root';
    throw new ConfigError(`${what} (pod: "${pod.metadata?.name}_${pod.metadata?.namespace}(${pod.metadata?.uid})", container: ${container.name})`);
  }
  const knownGroup = uid === undefined ? fromImage?.gid : resolveUser(found.users(), String(uid))?.gid;
  const gid = own.runAsGroup ?? podContext.runAsGroup ?? knownGroup ?? 0;
  const groups = new Set([gid, ...(podContext.fsGroup === undefined ? [] : [podContext.fsGroup]), ...(podContext.supplementalGroups ?? [])]);
  return { uid: uid ?? fromImage?.uid ?? 0, gid, supplementalGroups: [...groups].sort((a, b) => a - b) };
}

function planMounts(container: Container, volumes: ReadonlyMap<string, PodVolume>, expand: (text: string) => string): readonly ContainerMount[] {
  const mounts: ContainerMount[] = [];
  for (const mount of container.volumeMounts ?? []) {
    const volume = volumes.get(mount.name);
    if (!volume) throw new ConfigError(`cannot find volume ${JSON.stringify(mount.name)} to mount into container ${JSON.stringify(container.name)}`);
    const sub = mount.subPath ?? (mount.subPathExpr === undefined ? '' : expand(mount.subPathExpr));
    const path = mount.mountPath.replace(/(.)\/+$/, '$1');
    if (sub && !volume.readOnly && !volume.fs.exists(`${volume.root}/${sub}`)) volume.fs.makeDirectory(`${volume.root}/${sub}`, { recursive: true });
    // A file of a config map that is mounted by itself does not follow later changes: it is bound once.
    const fs = sub && volume.readOnly ? volume.fs.fork() : volume.fs;
    const subPath = sub ? `${volume.root === '/' ? '' : volume.root}/${sub}` : volume.root;
    mounts.push({ path: path.startsWith('/') ? path : `/${path}`, fs, readOnly: volume.readOnly || (mount.readOnly ?? false), subPath });
  }
  return mounts;
}
