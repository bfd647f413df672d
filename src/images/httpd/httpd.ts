import { encodeText } from '#os/bytes.ts';
import type { HttpRequest, HttpResponse } from '#os/http-message.ts';
import { normalizePath } from '#os/path.ts';
import type { Process, Program } from '#os/process.ts';
import { formatAccessTime, formatHttpDate } from '../shared/log-formats.ts';
import { serveUntilSignal } from '../shared/serve-until-signal.ts';

const CONFIG_FILE = '/usr/local/apache2/conf/httpd.conf';
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  json: 'application/json',
  txt: 'text/plain',
  png: 'image/png',
  svg: 'image/svg+xml',
};

/** The program `httpd-foreground` of one version of Apache: it serves the files of its DocumentRoot. */
export function createHttpd(version: string): Program {
  return async (process) => {
    const settings = readSettings(process);
    const { clock } = process.simulation;
    const notice = (module: string, text: string): Promise<void> =>
      process.printError(`[${formatLogTime(clock.now)}] [${module}:notice] [pid ${process.pid}:tid ${process.pid}] ${text}\n`);
    if (!settings.has('servername')) {
      const [address = '127.0.0.1'] = process.network.addresses.filter((item) => item !== '127.0.0.1');
      await process.printError(
        `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`,
      );
    }
    const [, port = '80'] = /(\d+)$/.exec(settings.get('listen') ?? '80') ?? [];
    const root = settings.get('documentroot') ?? '/usr/local/apache2/htdocs';
    await notice('mpm_event', `AH00489: Apache/${version} (Unix) configured -- resuming normal operations`);
    await notice('core', "AH00094: Command line: 'httpd -D FOREGROUND'");
    const ended = await serveUntilSignal(process, Number(port), ['TERM', 'WINCH', 'INT'], async (request, socket) => {
      const response = answer(process, root, request, version);
      await process.print(
        `${socket.remoteAddress} - - [${formatAccessTime(clock.now)}] "${request.method} ${request.target} HTTP/1.1" ${response.status} ${response.body.length}\n`,
      );
      return response;
    });
    if (typeof ended !== 'string') {
      await process.printError(
        `(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:${port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`,
      );
      return 1;
    }
    await notice('mpm_event', ended === 'WINCH' ? 'AH00492: caught SIGWINCH, shutting down gracefully' : 'AH00491: caught SIGTERM, shutting down');
    return 0;
  };
}

function readSettings(process: Process): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const text = process.fs.exists(CONFIG_FILE) ? process.fs.readText(CONFIG_FILE) : '';
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^\s*([A-Za-z]+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) settings.set(name.toLowerCase(), value.replace(/^"(.*)"$/, '$1'));
  }
  return settings;
}

function answer(process: Process, root: string, request: HttpRequest, version: string): HttpResponse {
  const { fs, simulation } = process;
  const common = [['Date', formatHttpDate(simulation.clock.now)] as const, ['Server', `Apache/${version} (Unix)`] as const];
  const path = request.target.split('?')[0] ?? '/';
  const file = normalizePath(`${root}${path}`);
  const isDirectory = fs.exists(file) && fs.stat(file).type === 'directory';
  const shown = isDirectory ? normalizePath(`${file}/index.html`) : file;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return errorPage(405, 'Method Not Allowed', 'The requested method is not allowed for this URL.', common);
  if (!fs.exists(shown)) return errorPage(404, 'Not Found', 'The requested URL was not found on this server.', common);
  const type = TYPES[/\.([^./]+)$/.exec(shown)?.[1] ?? ''] ?? 'text/plain';
  return { status: 200, headers: [...common, ['Last-Modified', formatHttpDate(fs.stat(shown).modifiedMs)], ['Content-Type', type]], body: fs.read(shown) };
}

function errorPage(status: number, title: string, text: string, headers: HttpResponse['headers']): HttpResponse {
  const html = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body></html>\n`;
  return { status, headers: [...headers, ['Content-Type', 'text/html; charset=iso-8859-1']], body: encodeText(html) };
}

/** `Fri Nov 20 10:05:36.123000 2026` */
function formatLogTime(ms: number): string {
  const date = new Date(ms);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 23)}000 ${date.getUTCFullYear()}`;
}
