import { defineImage, type ImageTag } from '#cluster/kubelet/runtime/image.ts';
import { lazyProgram } from '#os/lazy-program.ts';
import { debian, installBase } from '../shared/base-files.ts';
import { installShell } from '../shared/shell-files.ts';

const tag = (name: string, version: string, megabytes: number): ImageTag => ({ tag: name, version, sizeBytes: Math.round(megabytes * 1e6) });

const CONFIG = `ServerRoot "/usr/local/apache2"
Listen 80
ServerAdmin you@example.com
DocumentRoot "/usr/local/apache2/htdocs"
DirectoryIndex index.html
ErrorLog /proc/self/fd/2
LogLevel warn
`;

export const httpd = defineImage({
  name: 'httpd',
  tags: [
    tag('latest', '2.4.65', 45.1),
    tag('2', '2.4.65', 45.1),
    tag('2.4', '2.4.65', 45.1),
    tag('2.4.65', '2.4.65', 45.1),
    tag('alpine', '2.4.65', 19.9),
    tag('2.4-alpine', '2.4.65', 19.9),
  ],
  command: ['httpd-foreground'],
  workingDirectory: '/usr/local/apache2',
  exposedPorts: [80],
  stopSignal: 'WINCH',
  memoryBytes: 12 * 1024 * 1024,
  env: { HTTPD_PREFIX: '/usr/local/apache2' },
  files(fs, { version }) {
    installBase(fs, debian);
    installShell(fs, 'debian');
    for (const path of ['/usr/local/apache2/conf', '/usr/local/apache2/htdocs', '/usr/local/apache2/logs']) fs.makeDirectory(path, { recursive: true });
    fs.write('/usr/local/apache2/conf/httpd.conf', CONFIG);
    fs.write('/usr/local/apache2/htdocs/index.html', '<html><body><h1>It works!</h1></body></html>\n');
    fs.installProgram(
      '/usr/local/bin/httpd-foreground',
      lazyProgram(async () => (await import('./httpd.ts')).createHttpd(version)),
    );
  },
});
