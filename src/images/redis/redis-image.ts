import { defineImage, type ImageTag } from '#cluster/kubelet/runtime/image.ts';
import { lazyProgram } from '#os/lazy-program.ts';
import type { Process } from '#os/process.ts';
import { debian, installBase } from '../shared/base-files.ts';
import { installShell } from '../shared/shell-files.ts';

const REDIS_USER = { name: 'redis', uid: 999, gid: 999, home: '/data' };

const tag = (name: string, version: string, megabytes: number): ImageTag => ({ tag: name, version, sizeBytes: Math.round(megabytes * 1e6) });

export const redis = defineImage({
  name: 'redis',
  tags: [
    tag('latest', '8.2.1', 52.5),
    tag('8', '8.2.1', 52.5),
    tag('8.2', '8.2.1', 52.5),
    tag('alpine', '8.2.1', 28.4),
    tag('8-alpine', '8.2.1', 28.4),
    tag('7', '7.4.5', 45.9),
    tag('7.4', '7.4.5', 45.9),
    tag('7.2', '7.2.10', 45.4),
    tag('7.0', '7.0.15', 44.9),
    tag('7-alpine', '7.4.5', 16.7),
    tag('7.2-alpine', '7.2.10', 15.6),
    tag('6', '6.2.19', 40.6),
    tag('6.2', '6.2.19', 40.6),
    tag('6-alpine', '6.2.19', 11.6),
    tag('5', '5.0.14', 36.4),
    tag('5.0.4', '5.0.4', 35.2),
  ],
  entrypoint: ['/usr/local/bin/docker-entrypoint.sh'],
  command: ['redis-server'],
  workingDirectory: '/data',
  exposedPorts: [6379],
  memoryBytes: 9 * 1024 * 1024,
  files(fs, { version }) {
    installBase(fs, debian, [REDIS_USER]);
    installShell(fs, 'debian');
    fs.makeDirectory('/data');
    fs.changeOwner('/data', REDIS_USER.uid, REDIS_USER.gid);
    fs.installProgram(
      '/usr/local/bin/redis-server',
      lazyProgram(async () => (await import('./redis-server.ts')).createRedisServer(version)),
    );
    fs.installProgram(
      '/usr/local/bin/redis-cli',
      lazyProgram(async () => (await import('./redis-cli.ts')).redisCli),
    );
    fs.installProgram('/usr/local/bin/docker-entrypoint.sh', becomeCommand);
  },
});

/** The image's entrypoint: options alone are meant for the server. */
function becomeCommand(process: Process): Promise<number> {
  const command = process.argv.slice(1);
  const [first = ''] = command;
  return process.exec(first.startsWith('-') || first.endsWith('.conf') ? ['redis-server', ...command] : command);
}
