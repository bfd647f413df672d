import { type ContainerImage, defineImage, type ImageTag } from '#cluster/kubelet/runtime/image.ts';
import { encodeText } from '#os/bytes.ts';
import type { FileSystem } from '#os/file-system.ts';
import { lazyProgram } from '#os/lazy-program.ts';
import type { Process } from '#os/process.ts';
import { installNetworkTools } from '#shell/tools/network/catalog.ts';
import { debian, installBase } from '../shared/base-files.ts';
import { installShell } from '../shared/shell-files.ts';
import { mediaTypes, nginxConf, serverConf, welcomePage } from './nginx-files.ts';

const NGINX_USER = { name: 'nginx', uid: 101, gid: 101, home: '/nonexistent' };

const tag = (name: string, version: string, megabytes: number): ImageTag => ({ tag: name, version, sizeBytes: Math.round(megabytes * 1e6) });

/** The tags of one release: `1.27.5`, `1.27` and their Alpine variants. */
function release(version: string, megabytes: number, alpineMegabytes: number): readonly ImageTag[] {
  const minor = version.split('.').slice(0, 2).join('.');
  return [
    tag(minor, version, megabytes),
    tag(version, version, megabytes),
    tag(`${minor}-alpine`, version, alpineMegabytes),
    tag(`${version}-alpine`, version, alpineMegabytes),
  ];
}

const tags: readonly ImageTag[] = [
  tag('latest', '1.29.3', 59.8),
  tag('stable', '1.28.0', 59.2),
  tag('alpine', '1.29.3', 22.5),
  tag('1', '1.29.3', 59.8),
  ...release('1.29.3', 59.8, 22.5),
  ...release('1.28.0', 59.2, 21.8),
  ...release('1.27.5', 72.4, 20.9),
  ...release('1.26.3', 71.9, 20.1),
  ...release('1.25.5', 70.5, 17.9),
  ...release('1.24.0', 57.3, 16.7),
  ...release('1.23.4', 57.0, 16.4),
  ...release('1.22.1', 56.9, 16.1),
  ...release('1.21.6', 56.7, 10.2),
  ...release('1.20.2', 54.1, 9.9),
  ...release('1.19.10', 53.6, 9.7),
  ...release('1.18.0', 53.6, 9.0),
  ...release('1.17.10', 50.7, 8.6),
  tag('1.16.1', '1.16.1', 50.3),
  tag('1.16', '1.16.1', 50.3),
  tag('1.15.12', '1.15.12', 44.8),
  tag('1.14.2', '1.14.2', 44.7),
  tag('1.14', '1.14.2', 44.7),
  tag('1.7.9', '1.7.9', 39.9),
];

/** Whether a release has the entrypoint script and logs at level notice. */
function isModern(version: string): boolean {
  const [, minor = 0] = version.split('.').map(Number);
  return minor >= 19;
}

function installNginx(fs: FileSystem, { version }: ImageTag, port: number): void {
  const modern = isModern(version);
  installBase(fs, debian, [NGINX_USER]);
  installShell(fs, 'debian');
  installNetworkTools(fs, ['curl']);
  fs.installProgram(
    '/usr/sbin/nginx',
    lazyProgram(async () => (await import('./nginx.ts')).createNginx(version)),
  );
  for (const path of ['/etc/nginx/conf.d', '/usr/share/nginx/html', '/var/log/nginx', '/var/cache/nginx', '/docker-entrypoint.d'])
    fs.makeDirectory(path, { recursive: true });
  fs.write('/etc/nginx/nginx.conf', nginxConf(modern, port === 80));
  fs.write('/etc/nginx/mime.types', mediaTypes);
  fs.write('/etc/nginx/conf.d/default.conf', serverConf(port));
  fs.write('/usr/share/nginx/html/index.html', welcomePage);
  fs.link('/dev/stdout', '/var/log/nginx/access.log');
  fs.link('/dev/stderr', '/var/log/nginx/error.log');
  // Releases before 1.19 have no entrypoint; here theirs only becomes the command.
  fs.installProgram('/docker-entrypoint.sh', modern ? runEntrypoint : (process) => process.exec(process.argv.slice(1)));
}

const ENTRYPOINT = '/docker-entrypoint.sh:';
/** What the entrypoint says; the same bytes for every container. */
const entrypointOutput = encodeText(
  [
    `${ENTRYPOINT} /docker-entrypoint.d/ is not empty, will attempt to perform configuration`,
    `${ENTRYPOINT} Looking for shell scripts in /docker-entrypoint.d/`,
    `${ENTRYPOINT} Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh`,
    '10-listen-on-ipv6-by-default.sh: info: IPv6 listen already enabled',
    `${ENTRYPOINT} Sourcing /docker-entrypoint.d/15-local-resolvers.envsh`,
    `${ENTRYPOINT} Launching /docker-entrypoint.d/20-envsubst-on-templates.sh`,
    `${ENTRYPOINT} Launching /docker-entrypoint.d/30-tune-worker-processes.sh`,
    `${ENTRYPOINT} Configuration complete; ready for start up`,
    '',
  ].join('\n'),
);

/** The image's entrypoint: it prepares the configuration, then becomes the command. */
async function runEntrypoint(process: Process): Promise<number> {
  const command = process.argv.slice(1);
  if (command[0] === 'nginx' || command[0] === 'nginx-debug') await process.stdout.write(entrypointOutput);
  return process.exec(command);
}

const base: Pick<ContainerImage, 'env' | 'command' | 'stopSignal' | 'memoryBytes'> = {
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  command: ['nginx', '-g', 'daemon off;'],
  stopSignal: 'QUIT',
  memoryBytes: 6 * 1024 * 1024,
};

export const nginx = defineImage({
  ...base,
  name: 'nginx',
  tags,
  entrypoint: ['/docker-entrypoint.sh'],
  exposedPorts: [80],
  files: (fs, one) => installNginx(fs, one, 80),
});

/** The same server for users that are not root: it listens on 8080 and keeps its files under /tmp. */
export const nginxUnprivileged = defineImage({
  ...base,
  name: 'nginxinc/nginx-unprivileged',
  tags: tags.filter((one) => isModern(one.version)),
  entrypoint: ['/docker-entrypoint.sh'],
  user: '101',
  exposedPorts: [8080],
  files(fs, one) {
    installNginx(fs, one, 8080);
    fs.changeOwner('/var/cache/nginx', NGINX_USER.uid, NGINX_USER.gid);
  },
});
