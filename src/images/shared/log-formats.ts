import { type HttpRequest, type HttpResponse, headerOf } from '#os/http-message.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026/11/20 10:05:36`: the time in nginx's error log. */
export function formatErrorTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}

/** `20/Nov/2026:10:05:36 +0000`: the time in access logs. */
export function formatAccessTime(ms: number): string {
  const date = new Date(ms);
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
}

/** `Fri, 20 Nov 2026 10:05:36 GMT` */
export function formatHttpDate(ms: number): string {
  return new Date(ms).toUTCString();
}

/** One request in an access log. */
export interface AccessRecord {
  readonly client: string;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly nowMs: number;
  /** Whether the line ends with X-Forwarded-For, as nginx's `main` format does. */
  readonly forwarded: boolean;
}

/** A line of the combined log format. */
export function formatAccessLine({ client, request, response, nowMs, forwarded }: AccessRecord): string {
  const header = (name: string): string => headerOf(request.headers, name) ?? '-';
  const bytes = request.method === 'HEAD' || response.status === 304 ? 0 : response.body.length;
  const line = `${client} - - [${formatAccessTime(nowMs)}] "${request.method} ${request.target} HTTP/1.1" ${response.status} ${bytes} "${header('Referer')}" "${header('User-Agent')}"`;
  return `${line}${forwarded ? ` "${header('X-Forwarded-For')}"` : ''}\n`;
}
