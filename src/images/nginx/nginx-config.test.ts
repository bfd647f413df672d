import { expect, test } from 'vitest';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import { defaultLimits } from '#sim/limits.ts';
import { readNginxConfig } from './config.ts';
import { chooseServer } from './nginx.ts';
import { chooseLocation } from './respond.ts';

function read(conf: string, site = '') {
  const fs = createMemoryFileSystem({ clock: { now: 0 }, limits: defaultLimits });
  fs.makeDirectory('/etc/nginx/conf.d', { recursive: true });
  fs.write('/etc/nginx/nginx.conf', conf);
  fs.write('/etc/nginx/conf.d/site.conf', site);
  return readNginxConfig(fs, '/etc/nginx/nginx.conf');
}
const http = (body: string): string => `events {}\nhttp {\n${body}\n}\n`;

test.each([
  ['http {', 'unexpected end of file, expecting "}" in /etc/nginx/nginx.conf:1'],
  ['}\n', 'unexpected "}" in /etc/nginx/nginx.conf:1'],
  ['user nginx', 'unexpected end of file, expecting ";" or "}" in /etc/nginx/nginx.conf:1'],
  [http('server {\n  lisen 80;\n}'), 'unknown directive "lisen" in /etc/nginx/nginx.conf:4'],
  [http('server {\n  listen port;\n}'), 'invalid port in "port" of the "listen" directive in /etc/nginx/nginx.conf:4'],
  [http('include /etc/nginx/none.conf;'), 'open() "/etc/nginx/none.conf" failed (2: No such file or directory) in /etc/nginx/nginx.conf:3'],
])('a broken configuration is refused: %j', (conf, message) => {
  expect(() => read(conf)).toThrow(message);
});

test('servers are chosen by port and name, included files belong to it', () => {
  const config = read(
    http('include conf.d/*.conf;'),
    'server { listen 80; server_name a.example; }\nserver { listen 80 default_server; }\nserver { listen 81; server_name *.b.example; }',
  );
  const name = (port: number, host: string) => config.servers.indexOf(chooseServer(config, port, host));
  expect([name(80, 'a.example:80'), name(80, 'other'), name(81, 'x.b.example'), name(81, 'none')]).toEqual([0, 1, 2, 2]);
});

test('the exact location wins, then a regular expression, then the longest prefix', () => {
  const config = read(http('server { location / {} location /api/ {} location = /api/x {} location ~ \\.php$ {} location ^~ /static/ {} }'));
  const [server] = config.servers;
  const at = (path: string) => server && chooseLocation(server, path)?.path;
  expect([at('/'), at('/api/y'), at('/api/x'), at('/api/a.php'), at('/static/a.php')]).toEqual(['/', '/api/', '/api/x', '\\.php$', '/static/']);
});
