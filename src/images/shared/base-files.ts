import type { FileSystem } from '#os/file-system.ts';

/** The distribution an image is built on, as /etc/os-release tells it. */
export interface Distribution {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly pretty: string;
}

export const debian: Distribution = { id: 'debian', name: 'Debian GNU/Linux', version: '13', pretty: 'Debian GNU/Linux 13 (trixie)' };
export const alpineLinux: Distribution = { id: 'alpine', name: 'Alpine Linux', version: '3.22.1', pretty: 'Alpine Linux v3.22' };

export interface ImageUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

const SYSTEM_USERS: readonly ImageUser[] = [
  { name: 'root', uid: 0, gid: 0, home: '/root' },
  { name: 'daemon', uid: 1, gid: 1, home: '/usr/sbin' },
  { name: 'www-data', uid: 33, gid: 33, home: '/var/www' },
  { name: 'nobody', uid: 65534, gid: 65534, home: '/nonexistent' },
];

/** The directories, users and release file that every image with a distribution has. */
export function installBase(fs: FileSystem, distribution: Distribution, users: readonly ImageUser[] = []): void {
  for (const path of [
    '/bin',
    '/sbin',
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/usr/local/sbin',
    '/usr/share',
    '/etc',
    '/home',
    '/opt',
    '/root',
    '/run',
    '/tmp',
    '/var/log',
    '/var/cache',
    '/var/lib',
    '/mnt',
    '/srv',
  ]) {
    fs.makeDirectory(path, { recursive: true });
  }
  const all = [...SYSTEM_USERS, ...users];
  const shell = (user: ImageUser): string => (user.uid === 0 ? '/bin/sh' : '/usr/sbin/nologin');
  fs.write('/etc/passwd', all.map((user) => `${user.name}:x:${user.uid}:${user.gid}:${user.name}:${user.home}:${shell(user)}\n`).join(''));
  fs.write('/etc/group', all.map((user) => `${user.name}:x:${user.gid}:\n`).join(''));
  const { id, name, version, pretty } = distribution;
  fs.write('/etc/os-release', `PRETTY_NAME="${pretty}"\nNAME="${name}"\nVERSION_ID="${version}"\nID=${id}\n`);
}
