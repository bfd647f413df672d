import { defineImage, type ImageTag } from '#cluster/kubelet/runtime/image.ts';
import { installNetworkTools } from '#shell/tools/network/catalog.ts';
import { alpineLinux, installBase } from './shared/base-files.ts';
import { installShell } from './shared/shell-files.ts';

const tag = (name: string, version: string, megabytes: number): ImageTag => ({ tag: name, version, sizeBytes: Math.round(megabytes * 1e6) });

const networkPrograms = ['nc', 'nslookup', 'ping', 'wget'];

export const busybox = defineImage({
  name: 'busybox',
  tags: [
    tag('latest', '1.37.0', 2.2),
    tag('1.37', '1.37.0', 2.2),
    tag('1.37.0', '1.37.0', 2.2),
    tag('1.36', '1.36.1', 2.2),
    tag('1.36.1', '1.36.1', 2.2),
    tag('1.35', '1.35.0', 2.1),
    tag('1.35.0', '1.35.0', 2.1),
    tag('1.34', '1.34.1', 0.8),
    tag('1.28', '1.28.4', 0.7),
    tag('stable', '1.36.1', 2.2),
    tag('glibc', '1.37.0', 2.2),
    tag('musl', '1.37.0', 0.9),
  ],
  command: ['sh'],
  memoryBytes: 1024 * 1024,
  files(fs) {
    installBase(fs, { id: 'busybox', name: 'BusyBox', version: '', pretty: 'BusyBox' });
    installShell(fs, 'busybox');
    installNetworkTools(fs, networkPrograms);
  },
});

export const alpine = defineImage({
  name: 'alpine',
  tags: [
    tag('latest', '3.22.1', 3.8),
    tag('3', '3.22.1', 3.8),
    tag('3.22', '3.22.1', 3.8),
    tag('3.21', '3.21.4', 3.6),
    tag('3.20', '3.20.7', 3.6),
    tag('3.19', '3.19.8', 3.4),
    tag('3.18', '3.18.12', 3.4),
  ],
  command: ['/bin/sh'],
  memoryBytes: 1024 * 1024,
  files(fs, { version }) {
    installBase(fs, { ...alpineLinux, version, pretty: `Alpine Linux v${version.split('.').slice(0, 2).join('.')}` });
    fs.write('/etc/alpine-release', `${version}\n`);
    installShell(fs, 'busybox');
    installNetworkTools(fs, networkPrograms);
  },
});

export const curl = defineImage({
  name: 'curlimages/curl',
  tags: [tag('latest', '8.14.1', 9.9), tag('8.14.1', '8.14.1', 9.9), tag('8.12.1', '8.12.1', 9.8), tag('8.7.1', '8.7.1', 9.6), tag('7.88.1', '7.88.1', 4.9)],
  entrypoint: ['/entrypoint.sh'],
  user: 'curl_user',
  memoryBytes: 2 * 1024 * 1024,
  files(fs) {
    installBase(fs, alpineLinux, [{ name: 'curl_user', uid: 100, gid: 101, home: '/home/curl_user' }]);
    installShell(fs, 'busybox');
    installNetworkTools(fs, [...networkPrograms, 'curl']);
    // The entrypoint puts `curl` in front of arguments that are its options or a URL.
    fs.installProgram('/entrypoint.sh', (process) => {
      const command = process.argv.slice(1);
      const [first = ''] = command;
      const places = first.startsWith('/') ? [first] : [`/bin/${first}`, `/usr/bin/${first}`];
      const isProgram = first !== '' && !first.startsWith('-') && !first.includes('://') && places.some((path) => process.fs.exists(path));
      return process.exec(isProgram ? command : ['curl', ...command]);
    });
  },
});
