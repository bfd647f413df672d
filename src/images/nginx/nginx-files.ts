/** The main configuration. @param modern whether the error log says what the server does. @param asRoot whether the pid file is in /run */
export function nginxConf(modern: boolean, asRoot: boolean): string {
  return `${asRoot ? 'user  nginx;\n' : ''}worker_processes  auto;

error_log  /var/log/nginx/error.log ${modern ? 'notice' : 'warn'};
pid        ${asRoot ? '/run/nginx.pid' : '/tmp/nginx.pid'};

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;
}

/** conf.d/default.conf */
export function serverConf(port: number): string {
  return `server {
    listen       ${port};
    listen  [::]:${port};
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;
}

export const welcomePage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>The web server is installed and answers. What it serves is up to its configuration.</p>
</body>
</html>
`;

const types: readonly (readonly [type: string, extensions: string])[] = [
  ['text/html', 'html htm shtml'],
  ['text/css', 'css'],
  ['text/xml', 'xml'],
  ['image/gif', 'gif'],
  ['image/jpeg', 'jpeg jpg'],
  ['image/png', 'png'],
  ['image/svg+xml', 'svg svgz'],
  ['image/webp', 'webp'],
  ['image/x-icon', 'ico'],
  ['application/javascript', 'js'],
  ['application/json', 'json'],
  ['application/pdf', 'pdf'],
  ['application/zip', 'zip'],
  ['font/woff2', 'woff2'],
  ['text/plain', 'txt'],
  ['video/mp4', 'mp4'],
];

/** mime.types */
export const mediaTypes = `types {\n${types.map(([type, extensions]) => `    ${type.padEnd(32)} ${extensions};\n`).join('')}}\n`;
